package org.weir.engine.config.model;

/** Connection handling of an HTTP proxy. */
public record HttpOptions(ConnectionMode connection, Reuse reuse, boolean preferLastServer, boolean acceptInvalidRequest, boolean acceptInvalidResponse) {
    /** {@code option http-keep-alive}, {@code http-server-close}, {@code httpclose}; {@code forceclose} is httpclose. */
    public enum ConnectionMode { KEEP_ALIVE, SERVER_CLOSE, CLOSE }

    /** {@code http-reuse}. */
    public enum Reuse { NEVER, SAFE, AGGRESSIVE, ALWAYS }
}

package org.weir.engine.http;

/**
 * A complete answer that the proxy gives itself, ready for the wire.
 *
 * @param status the code it is counted and logged under
 * @param message head and body, HTTP/1.1 syntax; never changed
 */
public record ErrorReply(int status, byte[] message) {}

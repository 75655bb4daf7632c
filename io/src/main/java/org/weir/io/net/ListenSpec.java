package org.weir.io.net;

/**
 * How a listening socket is opened: the {@code bind} line's options that concern the kernel. 0, false, null and, for users and
 * modes, -1 leave the kernel's default.
 *
 * @param endpoint where to listen.
 * @param backlog the length of the queue of connections to accept.
 * @param reusePort whether several sockets may be bound to the address ({@code SO_REUSEPORT}).
 * @param deferAccept whether to accept a connection only with its first data ({@code TCP_DEFER_ACCEPT}).
 * @param mss the largest TCP segment in bytes.
 * @param interfaceName the interface to listen on ({@code SO_BINDTODEVICE}).
 * @param transparent whether foreign addresses may be bound ({@code IP_TRANSPARENT}).
 * @param v4v6 whether an IPv6 wildcard serves IPv4 too.
 * @param v6only whether an IPv6 wildcard serves IPv6 alone.
 * @param unixMode the permission bits of a UNIX socket's path.
 * @param unixUid the owner of a UNIX socket's path.
 * @param unixGid the group of a UNIX socket's path.
 * @param tcpUserTimeoutMillis how long sent data may stay unacknowledged ({@code TCP_USER_TIMEOUT}).
 * @param keepAlive {@code SO_KEEPALIVE}, which accepted sockets inherit.
 * @param lingerOff whether accepted sockets reset instead of lingering ({@code SO_LINGER} 0).
 * @param sendBufferBytes {@code SO_SNDBUF}, inherited.
 * @param receiveBufferBytes {@code SO_RCVBUF}, inherited.
 * @param lateAck whether the first data is acknowledged with the answer to it ({@code TCP_QUICKACK} off), inherited.
 */
public record ListenSpec(
    Endpoint endpoint,
    int backlog,
    boolean reusePort,
    boolean deferAccept,
    int mss,
    String interfaceName,
    boolean transparent,
    boolean v4v6,
    boolean v6only,
    int unixMode,
    int unixUid,
    int unixGid,
    int tcpUserTimeoutMillis,
    boolean keepAlive,
    boolean lingerOff,
    int sendBufferBytes,
    int receiveBufferBytes,
    boolean lateAck) {

    /** A specification with defaults for everything else. */
    public static ListenSpec of(Endpoint endpoint) {
        return builder(endpoint).build();
    }

    /** Starts a specification with its defaults. */
    public static Builder builder(Endpoint endpoint) {
        return new Builder(endpoint);
    }

    /** Collects the options of a {@code bind} line. */
    public static final class Builder {
        private final Endpoint endpoint;
        private int backlog = 1024;
        private boolean reusePort = false;
        private boolean deferAccept = false;
        private int mss = 0;
        private String interfaceName = null;
        private boolean transparent = false;
        private boolean v4v6 = false;
        private boolean v6only = false;
        private int unixMode = -1;
        private int unixUid = -1;
        private int unixGid = -1;
        private int tcpUserTimeoutMillis = 0;
        private boolean keepAlive = false;
        private boolean lingerOff = false;
        private int sendBufferBytes = 0;
        private int receiveBufferBytes = 0;
        private boolean lateAck = false;

        private Builder(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        /** Sets the length of the queue of connections to accept. */
        public Builder backlog(int backlog) {
            this.backlog = backlog;
            return this;
        }

        /** Sets whether several sockets may be bound to the address ({@code SO_REUSEPORT}). */
        public Builder reusePort(boolean reusePort) {
            this.reusePort = reusePort;
            return this;
        }

        /** Sets whether to accept a connection only with its first data ({@code TCP_DEFER_ACCEPT}). */
        public Builder deferAccept(boolean deferAccept) {
            this.deferAccept = deferAccept;
            return this;
        }

        /** Sets the largest TCP segment in bytes. */
        public Builder mss(int mss) {
            this.mss = mss;
            return this;
        }

        /** Sets the interface to listen on ({@code SO_BINDTODEVICE}). */
        public Builder interfaceName(String interfaceName) {
            this.interfaceName = interfaceName;
            return this;
        }

        /** Sets whether foreign addresses may be bound ({@code IP_TRANSPARENT}). */
        public Builder transparent(boolean transparent) {
            this.transparent = transparent;
            return this;
        }

        /** Sets whether an IPv6 wildcard serves IPv4 too. */
        public Builder v4v6(boolean v4v6) {
            this.v4v6 = v4v6;
            return this;
        }

        /** Sets whether an IPv6 wildcard serves IPv6 alone. */
        public Builder v6only(boolean v6only) {
            this.v6only = v6only;
            return this;
        }

        /** Sets the permission bits of a UNIX socket's path. */
        public Builder unixMode(int unixMode) {
            this.unixMode = unixMode;
            return this;
        }

        /** Sets the owner of a UNIX socket's path. */
        public Builder unixUid(int unixUid) {
            this.unixUid = unixUid;
            return this;
        }

        /** Sets the group of a UNIX socket's path. */
        public Builder unixGid(int unixGid) {
            this.unixGid = unixGid;
            return this;
        }

        /** Sets how long sent data may stay unacknowledged ({@code TCP_USER_TIMEOUT}). */
        public Builder tcpUserTimeoutMillis(int tcpUserTimeoutMillis) {
            this.tcpUserTimeoutMillis = tcpUserTimeoutMillis;
            return this;
        }

        /** Sets {@code SO_KEEPALIVE}, which accepted sockets inherit. */
        public Builder keepAlive(boolean keepAlive) {
            this.keepAlive = keepAlive;
            return this;
        }

        /** Sets whether accepted sockets reset instead of lingering ({@code SO_LINGER} 0). */
        public Builder lingerOff(boolean lingerOff) {
            this.lingerOff = lingerOff;
            return this;
        }

        /** Sets {@code SO_SNDBUF}, inherited. */
        public Builder sendBufferBytes(int sendBufferBytes) {
            this.sendBufferBytes = sendBufferBytes;
            return this;
        }

        /** Sets {@code SO_RCVBUF}, inherited. */
        public Builder receiveBufferBytes(int receiveBufferBytes) {
            this.receiveBufferBytes = receiveBufferBytes;
            return this;
        }

        /** Sets whether the first data is acknowledged with the answer to it ({@code TCP_QUICKACK} off). */
        public Builder lateAck(boolean lateAck) {
            this.lateAck = lateAck;
            return this;
        }

        /** Makes the specification. */
        public ListenSpec build() {
            return new ListenSpec(
                endpoint, backlog, reusePort, deferAccept, mss, interfaceName, transparent, v4v6, v6only, unixMode,
                unixUid, unixGid, tcpUserTimeoutMillis, keepAlive, lingerOff, sendBufferBytes, receiveBufferBytes, lateAck);
        }
    }
}

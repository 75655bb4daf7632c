package org.weir.io.net;

/**
 * How an outgoing connection is opened: a server line's options that concern the kernel. 0, false and null leave the kernel's
 * default. Made once per server, shared by all connections.
 *
 * @param remote where to connect to.
 * @param source the address to connect from, or null; port 0 lets the kernel choose.
 * @param sourcePorts the ports of {@code source} to connect from, or null for the one that it names.
 * @param keepAlive {@code SO_KEEPALIVE}.
 * @param interfaceName the interface to connect through ({@code SO_BINDTODEVICE}).
 * @param tcpUserTimeoutMillis how long sent data may stay unacknowledged ({@code TCP_USER_TIMEOUT}).
 * @param lingerOff whether closing resets the connection ({@code SO_LINGER} 0).
 * @param sendBufferBytes {@code SO_SNDBUF}.
 * @param receiveBufferBytes {@code SO_RCVBUF}.
 * @param lateAck whether the connection is acknowledged with the first data ({@code TCP_QUICKACK} off).
 */
public record ConnectSpec(
    Endpoint remote,
    Endpoint source,
    SourcePorts sourcePorts,
    boolean keepAlive,
    String interfaceName,
    int tcpUserTimeoutMillis,
    boolean lingerOff,
    int sendBufferBytes,
    int receiveBufferBytes,
    boolean lateAck) {

    /** A specification with defaults for everything else. */
    public static ConnectSpec of(Endpoint remote) {
        return builder(remote).build();
    }

    /** The same options towards another address. */
    public ConnectSpec withRemote(Endpoint other) {
        return new ConnectSpec(
            other, source, sourcePorts, keepAlive, interfaceName, tcpUserTimeoutMillis, lingerOff, sendBufferBytes, receiveBufferBytes, lateAck);
    }

    /** The same options, but for when the connection is acknowledged. */
    public ConnectSpec withLateAck(boolean late) {
        return new ConnectSpec(
            remote, source, sourcePorts, keepAlive, interfaceName, tcpUserTimeoutMillis, lingerOff, sendBufferBytes, receiveBufferBytes, late);
    }

    /** Starts a specification with its defaults. */
    public static Builder builder(Endpoint remote) {
        return new Builder(remote);
    }

    /** Collects the options of a server. */
    public static final class Builder {
        private final Endpoint remote;
        private Endpoint source = null;
        private SourcePorts sourcePorts = null;
        private boolean keepAlive = false;
        private String interfaceName = null;
        private int tcpUserTimeoutMillis = 0;
        private boolean lingerOff = false;
        private int sendBufferBytes = 0;
        private int receiveBufferBytes = 0;
        private boolean lateAck = false;

        private Builder(Endpoint remote) {
            this.remote = remote;
        }

        /** Sets the address to connect from, or null; port 0 lets the kernel choose. */
        public Builder source(Endpoint source) {
            this.source = source;
            return this;
        }

        /** Sets the ports of the source address to connect from, or null for the one that it names. */
        public Builder sourcePorts(SourcePorts sourcePorts) {
            this.sourcePorts = sourcePorts;
            return this;
        }

        /** Sets {@code SO_KEEPALIVE}. */
        public Builder keepAlive(boolean keepAlive) {
            this.keepAlive = keepAlive;
            return this;
        }

        /** Sets the interface to connect through ({@code SO_BINDTODEVICE}). */
        public Builder interfaceName(String interfaceName) {
            this.interfaceName = interfaceName;
            return this;
        }

        /** Sets how long sent data may stay unacknowledged ({@code TCP_USER_TIMEOUT}). */
        public Builder tcpUserTimeoutMillis(int tcpUserTimeoutMillis) {
            this.tcpUserTimeoutMillis = tcpUserTimeoutMillis;
            return this;
        }

        /** Sets whether closing resets the connection ({@code SO_LINGER} 0). */
        public Builder lingerOff(boolean lingerOff) {
            this.lingerOff = lingerOff;
            return this;
        }

        /** Sets {@code SO_SNDBUF}. */
        public Builder sendBufferBytes(int sendBufferBytes) {
            this.sendBufferBytes = sendBufferBytes;
            return this;
        }

        /** Sets {@code SO_RCVBUF}. */
        public Builder receiveBufferBytes(int receiveBufferBytes) {
            this.receiveBufferBytes = receiveBufferBytes;
            return this;
        }

        /** Sets whether the connection is acknowledged with the first data ({@code TCP_QUICKACK} off). */
        public Builder lateAck(boolean lateAck) {
            this.lateAck = lateAck;
            return this;
        }

        /** Makes the specification. */
        public ConnectSpec build() {
            return new ConnectSpec(
                remote, source, sourcePorts, keepAlive, interfaceName, tcpUserTimeoutMillis, lingerOff, sendBufferBytes, receiveBufferBytes, lateAck);
        }
    }
}

package org.weir.engine.config.model;

/** Socket options of a proxy: {@code option tcpka clitcpka srvtcpka nolinger tcp-smart-accept …}. */
public record TcpOptions(boolean clientKeepAlive, boolean serverKeepAlive, boolean noLingerClient, boolean noLingerServer, boolean httpNoDelay,
        boolean smartAccept, boolean smartConnect, boolean splice, boolean transparent) {}

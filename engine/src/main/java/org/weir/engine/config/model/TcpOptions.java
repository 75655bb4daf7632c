package org.weir.engine.config.model;

/** {@code option tcpka}, {@code clitcpka}, {@code srvtcpka} of a proxy. */
public record TcpOptions(boolean clientKeepAlive, boolean serverKeepAlive) {}

package org.weir.engine.config.model;

/**
 * How a proxy treats its connections' bytes and sockets.
 *
 * @param clientKeepAlive {@code option tcpka}, {@code clitcpka}
 * @param serverKeepAlive {@code option tcpka}, {@code srvtcpka}
 * @param spliceRequests {@code option splice-auto}, {@code splice-request}, unless the process splices nothing
 * @param spliceResponses {@code option splice-auto}, {@code splice-response}, unless the process splices nothing
 */
public record TcpOptions(boolean clientKeepAlive, boolean serverKeepAlive, boolean spliceRequests, boolean spliceResponses) {}

package org.weir.engine.config;

import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.config.model.SourceLine;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.SourcePorts;

/** Collects one {@code server} line, or what {@code default-server} says for those that follow. */
final class ServerBuilder {
    final Context context;
    SourceLine where;
    String name;
    AddressParser.Parsed address;
    int id;
    int weight = 1;
    boolean backup;
    boolean disabled;
    int maxconn;
    int minconn;
    int maxqueue;
    boolean check;
    int interMillis = 2000;
    int fastinterMillis;
    int downinterMillis;
    int rise = 2;
    int fall = 3;
    int checkPort;
    Endpoint checkAddress;
    int poolMaxConn = -1;
    int poolLowConn;
    int poolPurgeDelayMillis = 5000;
    int maxReuse = -1;
    String cookie;
    int slowstartMillis;
    AddressParser.Parsed source;
    String interfaceName;
    int tcpUserTimeoutMillis;

    ServerBuilder(Context context) {
        this.context = context;
    }

    /** A copy of what {@code default-server} said. */
    ServerBuilder copy() {
        ServerBuilder copy = new ServerBuilder(context);
        copy.weight = weight;
        copy.backup = backup;
        copy.disabled = disabled;
        copy.maxconn = maxconn;
        copy.minconn = minconn;
        copy.maxqueue = maxqueue;
        copy.check = check;
        copy.interMillis = interMillis;
        copy.fastinterMillis = fastinterMillis;
        copy.downinterMillis = downinterMillis;
        copy.rise = rise;
        copy.fall = fall;
        copy.checkPort = checkPort;
        copy.checkAddress = checkAddress;
        copy.poolMaxConn = poolMaxConn;
        copy.poolLowConn = poolLowConn;
        copy.poolPurgeDelayMillis = poolPurgeDelayMillis;
        copy.maxReuse = maxReuse;
        copy.cookie = cookie;
        copy.slowstartMillis = slowstartMillis;
        copy.source = source;
        copy.interfaceName = interfaceName;
        copy.tcpUserTimeoutMillis = tcpUserTimeoutMillis;
        return copy;
    }

    /** Whether a check has no port to go to. */
    boolean checkWithoutPort() {
        return check && checkPort == 0 && address.endpoint().isInet() && !address.hasPort();
    }

    /** Each server has its own, even where several name the same: what must differ is the pair of addresses. */
    private SourcePorts sourcePorts() {
        boolean range = source != null && source.lastPort() > source.endpoint().portNumber();
        return range ? new SourcePorts(source.endpoint().portNumber(), source.lastPort()) : null;
    }

    ServerConfig build(int serverId, ProxySettings proxy, GlobalBuilder global) {
        ConnectSpec connect = ConnectSpec.builder(address.endpoint())
                .source(source != null ? source.endpoint() : proxy.source)
                .sourcePorts(sourcePorts())
                .interfaceName(interfaceName != null ? interfaceName : proxy.sourceInterface)
                .keepAlive(proxy.has(ProxyFlag.SRVTCPKA))
                .lateAck(proxy.hasByMode(ProxyFlag.SMART_CONNECT))
                .lingerOff(proxy.has(ProxyFlag.NOLINGER))
                .tcpUserTimeoutMillis(tcpUserTimeoutMillis)
                .sendBufferBytes(global.get(GlobalBuilder.Number.SNDBUF_SERVER))
                .receiveBufferBytes(global.get(GlobalBuilder.Number.RCVBUF_SERVER))
                .build();
        return new ServerConfig(
                name, serverId, id > 0, connect, address.endpoint().isInet() && !address.hasPort(), address.offset(), weight, backup,
                disabled, Math.max(minconn, maxconn), minconn, maxqueue,
                new ServerConfig.Check(check, interMillis, fastinterMillis, downinterMillis, rise, fall, checkPort, checkAddress,
                        proxy.has(ProxyFlag.TCP_CHECK)),
                poolMaxConn, poolLowConn, poolPurgeDelayMillis, maxReuse, cookie, slowstartMillis, where);
    }
}

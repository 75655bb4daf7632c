package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.SourceLine;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListenSpec;

/** Collects one {@code bind} or {@code stats socket} line: a list of addresses and the options they share. */
final class BindBuilder {
    private static final int MAX_ADDRESSES = 65536;

    /** The kernel bounds it by net.core.somaxconn. */
    private static final int MAX_BACKLOG = 65535;

    final Context context;
    final SourceLine where;
    final List<Endpoint> endpoints = new ArrayList<>();
    String text;
    String name;
    int id;
    int maxconn;
    int backlog;
    boolean deferAccept;
    int mss;
    String interfaceName;
    boolean transparent;
    boolean v4v6;
    boolean v6only;
    int unixMode = -1;
    int unixUid = -1;
    int unixGid = -1;
    int tcpUserTimeoutMillis;
    GlobalConfig.CliLevel level = GlobalConfig.CliLevel.OPERATOR;
    boolean exposeListeners;

    BindBuilder(Context context, SourceLine where) {
        this.context = context;
        this.where = where;
    }

    /** Takes the address list, unfolding commas and port ranges. */
    void addresses(String list) throws Rejection {
        text = list;
        String[] addresses = list.split(",", -1);
        for (int i = 0; i < addresses.length; i++) {
            String address = addresses[i];
            if (i > 0 && i == addresses.length - 1 && address.isEmpty()) {
                break;
            }
            AddressParser.Parsed parsed = context.addresses().parse(address, AddressParser.Ports.LISTEN);
            endpoints.add(parsed.endpoint());
            for (int port = parsed.endpoint().portNumber() + 1; port <= parsed.lastPort(); port++) {
                endpoints.add(parsed.endpoint().withPort(port));
            }
            if (endpoints.size() > MAX_ADDRESSES) {
                throw new Rejection("more than " + MAX_ADDRESSES + " addresses on one line");
            }
        }
    }

    /**
     * One listener for an address.
     *
     * @param frontend options of the proxy that count where the line says nothing
     */
    BindConfig build(Endpoint endpoint, int listenerId, FrontendSockets frontend) {
        ListenSpec listen = ListenSpec.builder(endpoint)
                .backlog(backlog > 0 ? backlog : frontend.backlog > 0 ? frontend.backlog : longestUseful(frontend))
                .reusePort(frontend.reusePort && endpoint.isInet())
                .deferAccept(deferAccept)
                .mss(mss)
                .interfaceName(interfaceName)
                .transparent(transparent)
                .v4v6(v4v6)
                .v6only(v6only)
                .unixMode(unixMode)
                .unixUid(unixUid)
                .unixGid(unixGid)
                .tcpUserTimeoutMillis(tcpUserTimeoutMillis)
                .keepAlive(frontend.keepAlive)
                .lingerOff(frontend.lingerOff)
                .lateAck(frontend.lateAck)
                .sendBufferBytes(frontend.sendBufferBytes)
                .receiveBufferBytes(frontend.receiveBufferBytes)
                .build();
        return new BindConfig(name, listenerId, listen, maxconn, where);
    }

    /** As many may wait in the kernel as may come in. */
    private int longestUseful(FrontendSockets frontend) {
        return maxconn > 0 ? maxconn : frontend.maxconn > 0 ? frontend.maxconn : MAX_BACKLOG;
    }

    /** Socket settings that a bind line takes from its proxy and from {@code global}. */
    record FrontendSockets(int backlog, int maxconn, boolean reusePort, boolean keepAlive, boolean lingerOff, boolean lateAck,
            int sendBufferBytes, int receiveBufferBytes) {}
}

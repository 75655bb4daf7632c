package org.weir.engine.config;

import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;
import static org.weir.engine.config.Scope.DLB;

/** The timeouts of a proxy, as {@code timeout <name>} calls them. */
enum Timeout {
    CLIENT("client", DFL, "Inactivity of the client."),
    SERVER("server", DLB, "Inactivity of the server."),
    CONNECT("connect", DLB, "Connecting to a server."),
    CHECK("check", DLB, "A health check, once connected."),
    QUEUE("queue", DLB, "Waiting for a free server; \"timeout connect\" when not given."),
    HTTP_KEEP_ALIVE("http-keep-alive", DFLB, "Waiting for another request; \"timeout http-request\" when not given."),
    HTTP_REQUEST("http-request", DFLB, "A complete request head; \"timeout client\" when not given."),
    TUNNEL("tunnel", DLB, "Inactivity of both sides of a tunnel."),
    TARPIT("tarpit", DFLB, "Checked and kept; holding requests back (tarpit) comes with a later version."),
    CLIENT_FIN("client-fin", DFL, "Inactivity of a client that is half closed."),
    SERVER_FIN("server-fin", DLB, "Inactivity of a server that is half closed.");

    private final String keyword;
    private final int scopes;
    private final String summary;

    Timeout(String keyword, int scopes, String summary) {
        this.keyword = keyword;
        this.scopes = scopes;
        this.summary = summary;
    }

    String keyword() {
        return keyword;
    }

    int scopes() {
        return scopes;
    }

    String summary() {
        return summary;
    }
}

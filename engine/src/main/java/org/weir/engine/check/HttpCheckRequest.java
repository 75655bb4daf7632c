package org.weir.engine.check;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.io.net.Endpoint;

/** Engine agent only. The bytes that {@code option httpchk} sends. */
final class HttpCheckRequest {
    /** Servers may refuse them without a length, even if there is nothing in it. */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final HttpCheck check;
    private final String node;
    private final byte[] constant;

    /**
     * @param node the name of this machine for {@code http-check send-state}.
     */
    HttpCheckRequest(HttpCheck check, String node) {
        this.check = check;
        this.node = node;
        constant = check.sendState() ? null : render("");
    }

    byte[] bytes(Server server) {
        return constant != null ? constant : render(state(server));
    }

    private byte[] render(String state) {
        final StringBuilder text = new StringBuilder(256);
        text.append(check.method()).append(' ').append(check.uri()).append(' ').append(check.version()).append("\r\n");
        boolean closes = false;
        for (final String[] header : check.headers()) {
            final String name = header[0].toLowerCase(Locale.ROOT);
            closes |= name.equals("connection");
            if (name.equals("content-length")) {
                // What the body says counts.
                continue;
            }
            text.append(name).append(": ").append(header[1]).append("\r\n");
        }
        text.append(state);
        final byte[] body = check.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0 || METHODS_WITH_BODY.contains(check.method())) {
            text.append("content-length: ").append(body.length).append("\r\n");
        }
        if (!closes && !check.version().equals("HTTP/1.0")) {
            text.append("connection: close\r\n");
        }
        text.append("\r\n").append(check.body());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The server's state as this proxy sees it, so that the application may act on it. */
    private String state(Server server) {
        final Backend backend = server.backend();
        final Endpoint address = server.target().connect().remote();
        final String text = address.toString();
        final String host = address.isInet() ? text.substring(0, text.lastIndexOf(':')) : text;
        return "x-haproxy-server-state: " + server.statusText() + "; address=" + host + "; port=" + address.portNumber()
                + "; name=" + backend.name() + '/' + server.name() + "; node=" + node
                + "; weight=" + server.shownWeight() + '/' + backend.totalWeight()
                + "; scur=" + server.currentStreams() + '/' + backend.serverStreams() + "; qcur=" + server.queued() + "\r\n";
    }
}

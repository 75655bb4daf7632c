package org.weir.engine.cli;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.memory.MemoryTag;
import org.weir.io.memory.MemoryTags;

/** Texts that commands and signals share. */
public final class Reports {
    /** How the heading of a proxy's states starts. */
    public static final String STATES_OF_PROXY = "SIGHUP received, dumping servers states for proxy ";

    private Reports() {}

    /** {@code show pools} and SIGQUIT: all off-heap memory. Any thread. */
    public static String pools() {
        StringBuilder text = new StringBuilder("Dumping pools usage. Use SIGQUIT to flush them.\n");
        long bytes = 0;
        long usedBytes = 0;
        int pools = 0;
        for (MemoryTag tag : MemoryTags.all()) {
            pools++;
            bytes += tag.bytes();
            usedBytes += tag.used() * tag.objectBytes();
            text.append("  - Pool ").append(tag.tag()).append(" (").append(tag.objectBytes()).append(" bytes) : ").append(tag.allocated())
                    .append(" allocated (").append(tag.bytes()).append(" bytes), ").append(tag.used()).append(" used, ").append(tag.failures())
                    .append(" failures\n");
        }
        return text.append("Total: ").append(pools).append(" pools, ").append(bytes).append(" bytes allocated, ").append(usedBytes).append(" used.\n")
                .toString();
    }

    /**
     * One line of {@link #states}.
     *
     * @param proxy whose log targets get it
     */
    public record StateLine(ProxyConfig proxy, String text) {}

    /** SIGHUP: the state of every server and proxy. Engine agent only. */
    public static List<StateLine> states(EngineParts engine) {
        List<StateLine> lines = new ArrayList<>();
        for (Frontend frontend : engine.directory().frontends()) {
            if (engine.directory().backend(frontend.name()) == null) {
                lines.add(heading(frontend.config()));
                lines.add(new StateLine(frontend.config(), "SIGHUP: Proxy " + frontend.name() + " has no servers. " + connections(frontend, null)));
            }
        }
        for (Backend backend : engine.directory().backends()) {
            lines.add(heading(backend.config()));
            for (Server server : backend.servers()) {
                lines.add(new StateLine(backend.config(), "SIGHUP: Server " + backend.name() + '/' + server.name() + " is "
                        + (server.acceptsBound() ? "UP" : "DOWN")
                        + ". Conn: " + server.currentStreams() + " act, " + server.queued() + " pend, " + server.counters().get(ServerCounter.STOT)
                        + " tot."));
            }
            Frontend same = engine.directory().frontend(backend.name());
            String servers = backend.servers().isEmpty() ? " has no servers."
                    : backend.activeServers() + backend.backupServers() == 0 ? " has no server available !"
                    : " has " + backend.activeServers() + " active servers and " + backend.backupServers() + " backup servers available.";
            lines.add(new StateLine(backend.config(), "SIGHUP: Proxy " + backend.name() + servers + ' ' + connections(same, backend)));
        }
        return lines;
    }

    private static StateLine heading(ProxyConfig proxy) {
        return new StateLine(proxy, STATES_OF_PROXY + proxy.name() + '.');
    }

    private static String connections(Frontend frontend, Backend backend) {
        int waiting = backend == null ? 0 : backend.servers().stream().mapToInt(Server::queued).sum() + backend.queued();
        return "Conn: act(FE+BE): " + (frontend == null ? 0 : frontend.sessions()) + '+' + (backend == null ? 0 : backend.streams()) + ", " + waiting
                + " pend (" + (backend == null ? 0 : backend.queued()) + " unass), tot(FE+BE): "
                + (frontend == null ? 0 : frontend.counters().get(FrontendCounter.STOT)) + '+'
                + (backend == null ? 0 : backend.counters().get(BackendCounter.STOT)) + '.';
    }
}

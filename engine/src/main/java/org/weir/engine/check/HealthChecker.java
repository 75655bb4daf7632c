package org.weir.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.weir.engine.message.CheckJob;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.io.time.Timers;

/**
 * Engine agent only. Drives the health checks of all servers: decides when, hands jobs to I/O agents, and feeds the results to the servers' states.
 */
public final class HealthChecker {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final List<ServerCheck> checks = new ArrayList<>();
    private final LongSupplier clock;

    /**
     * @param spreadPercent {@code spread-checks}: how far an interval may be off, at random.
     * @param node name of this machine, for {@code http-check send-state}.
     * @param sender brings a job to an I/O agent ({@link org.weir.engine.message.EngineCommand.Kind#CHECK}).
     * @throws IllegalArgumentException for an {@code http-check expect} that cannot be compiled.
     */
    public HealthChecker(
            List<Backend> backends, int spreadPercent, String node, Timers timers, LongSupplier clock, RandomGenerator random, Consumer<CheckJob> sender) {
        this.clock = clock;
        for (final Backend backend : backends) {
            if (backend.config().disabled()) {
                continue;
            }
            final HttpProtocol http = backend.config().backend().httpCheck() == null ? null : new HttpProtocol(backend.config().backend().httpCheck(), node);
            for (final Server server : backend.servers()) {
                if (server.config().check().enabled()) {
                    checks.add(new ServerCheck(server, http, spreadPercent, timers, clock, random, sender));
                }
            }
        }
    }

    /** Starts checking; the first checks are spread over the shortest interval, so that they do not all come at once. */
    public void start() {
        int shortestMillis = Integer.MAX_VALUE;
        for (final ServerCheck check : checks) {
            shortestMillis = Math.min(shortestMillis, check.intervalMillis());
        }
        final long nowNanos = clock.getAsLong();
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).schedule(nowNanos + shortestMillis * NANOS_PER_MILLI * i / checks.size());
        }
    }

    /** Begins no more checks: who finishes what is in progress leaves watching the servers to its successor. */
    public void stop() {
        checks.forEach(ServerCheck::stop);
    }

    /** A job came back ({@link org.weir.engine.message.IoEvent.Kind#CHECK_DONE}). */
    public void onDone(CheckJob job) {
        ((ServerCheck) job.check).done(job);
    }
}

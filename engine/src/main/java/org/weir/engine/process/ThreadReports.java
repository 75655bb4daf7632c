package org.weir.engine.process;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.weir.engine.cli.CliService;
import org.weir.io.time.CachedClock;
import org.weir.io.transport.EpollTransport;

/** What operators may see of the threads. Any thread. */
final class ThreadReports implements CliService.Threads {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final ProcessLoad load;
    private final List<EpollTransport> transports;
    private final CachedClock clock;

    /**
     * @param transports of the I/O agents
     * @param clock the engine's
     */
    ThreadReports(ProcessLoad load, List<EpollTransport> transports, CachedClock clock) {
        this.load = load;
        this.transports = transports;
        this.clock = clock;
    }

    @Override
    public List<String> report() {
        return load.report();
    }

    @Override
    public String activity() {
        StringBuilder text = new StringBuilder();
        text.append("thread_id: 1 (1..").append(transports.size()).append(")\n");
        long micros = clock.epochMicros();
        text.append(String.format(Locale.ROOT, "date_now: %d.%06d\n", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND));
        line("loops", transport -> transport.counters().polls(), text);
        line("poll_io", transport -> transport.counters().events(), text);
        line("poll_skip_fd", transport -> transport.counters().staleEvents(), text);
        line("accepted", transport -> transport.counters().accepted(), text);
        line("accept_fail", transport -> transport.counters().acceptFailures(), text);
        line("accept_pause", transport -> transport.counters().acceptPauses(), text);
        line("connects", transport -> transport.counters().connects(), text);
        line("conn_open", transport -> transport.counters().open(), text);
        line("conn_linger", transport -> transport.counters().lingering(), text);
        line("short_writes", transport -> transport.counters().shortWrites(), text);
        line("buf_wait", transport -> transport.counters().receiveStarved(), text);
        line("pool_fail", transport -> transport.buffers().failures() + transport.bulkBuffers().failures(), text);
        line("bytes_received", transport -> transport.counters().bytesReceived(), text);
        line("bytes_sent", transport -> transport.counters().bytesSent(), text);
        return text.toString();
    }

    /** The sum, then each thread's figure. */
    private void line(String name, ToLongFunction<EpollTransport> figure, StringBuilder text) {
        text.append(name).append(": ").append(transports.stream().mapToLong(figure).sum()).append(" [");
        transports.forEach(transport -> text.append(' ').append(figure.applyAsLong(transport)));
        text.append(" ]\n");
    }
}

package org.weir.engine.process;

import java.util.List;
import org.weir.engine.proxy.EngineAgent;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.ProcessCounter;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportCounters;

/** Engine agent only. Counts the pipes of all I/O agents, and the bytes that went through them. */
final class PipeDuty implements EngineAgent.Work {
    private final TransportCounters[] transports;
    private final CounterGroup<ProcessCounter> process;

    PipeDuty(List<EpollTransport> transports, CounterGroup<ProcessCounter> process) {
        this.transports = transports.stream().map(EpollTransport::counters).toArray(TransportCounters[]::new);
        this.process = process;
    }

    @Override
    public int run(long nowNanos) {
        long used = 0;
        long free = 0;
        long bytes = 0;
        for (TransportCounters counters : transports) {
            used += counters.pipesUsed();
            free += counters.pipesFree();
            bytes += counters.bytesSpliced();
        }
        process.set(ProcessCounter.PIPES_USED, used);
        process.set(ProcessCounter.PIPES_FREE, free);
        process.set(ProcessCounter.TOTAL_SPLICED_BYTES_OUT, bytes);
        return 0;
    }
}

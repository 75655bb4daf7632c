package org.weir.engine.cli;

import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.CounterLabel;
import org.weir.engine.stats.FieldTags.Nature;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.ListenerCounter;
import org.weir.engine.stats.ProcessCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.engine.stats.StatField;
import org.weir.engine.stats.StatRow;

/** Engine agent only. {@code clear counters}: which counters go back to 0 is a matter of what the statistics say they are. */
final class CounterReset {
    private final EngineParts engine;

    CounterReset(EngineParts engine) {
        this.engine = engine;
    }

    /** @param all whether to reset totals and averages too, or only the highest values */
    void run(boolean all) {
        for (Frontend frontend : engine.directory().frontends()) {
            clear(frontend.counters(), FrontendCounter.values(), all);
        }
        for (CounterGroup<ListenerCounter> listener : engine.listenerCounters()) {
            clear(listener, ListenerCounter.values(), all);
        }
        for (Backend backend : engine.directory().backends()) {
            clear(backend, all);
        }
        if (all) {
            engine.latency().clear(engine.clock().nanos());
        }
        CounterGroup<ProcessCounter> process = engine.counters().process();
        for (ProcessCounter counter : new ProcessCounter[] {ProcessCounter.MAX_CONN_RATE, ProcessCounter.MAX_SESS_RATE, ProcessCounter.MAX_SSL_RATE,
            ProcessCounter.SSL_FRONTEND_MAX_KEY_RATE, ProcessCounter.SSL_BACKEND_MAX_KEY_RATE}) {
            process.set(counter, 0);
        }
    }

    private static void clear(Backend backend, boolean all) {
        clear(backend.counters(), BackendCounter.values(), all);
        for (Server server : backend.servers()) {
            clear(server.counters(), ServerCounter.values(), all);
            if (all) {
                server.queueMillis.clear();
                server.connectMillis.clear();
                server.responseMillis.clear();
                server.totalMillis.clear();
            }
        }
        if (all) {
            backend.queueMillis.clear();
            backend.connectMillis.clear();
            backend.responseMillis.clear();
            backend.totalMillis.clear();
        }
    }

    private static <E extends Enum<E> & CounterLabel> void clear(CounterGroup<E> counters, E[] labels, boolean all) {
        for (E label : labels) {
            StatField field = StatField.byLabel(label.label());
            Nature nature = field == null ? Nature.GAUGE : field.tags(StatRow.Kind.SERVER).nature();
            if (nature == Nature.MAXIMUM || all && nature == Nature.COUNTER) {
                counters.set(label, 0);
            }
        }
    }
}

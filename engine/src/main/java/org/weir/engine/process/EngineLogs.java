package org.weir.engine.process;

import org.weir.engine.cli.Reports;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.log.Journal;
import org.weir.engine.log.LogConsole;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.server.Backend;
import org.weir.engine.server.StateLog;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.ProcessCounter;
import org.weir.io.time.CachedClock;

/**
 * Engine agent only, but for {@link #console}. What the engine has to say goes to the journal; where nothing is logged, messages go to the terminal
 * at once and streams leave no trace.
 */
final class EngineLogs implements EngineParts.Logs {
    private final Journal journal;
    private final LogConsole console;
    private final CachedClock clock;
    private final CounterGroup<ProcessCounter> counters;
    private long dropped;

    /** @param journal null when nothing is logged */
    EngineLogs(Journal journal, LogConsole console, CachedClock clock, CounterGroup<ProcessCounter> counters) {
        this.counters = counters;
        this.journal = journal;
        this.console = console;
        this.clock = clock;
    }

    /** Any thread. Messages about proxies as they appear on the terminal. */
    static LogConsole console(Messages messages) {
        return (proxy, level, text) -> {
            if (level == StateLog.EMERGENCY) {
                // Here, unlike in the log, HAProxy puts the name in quotes.
                messages.alert(text.replace(' ' + proxy + " has ", " '" + proxy + "' has "));
            } else if (!text.startsWith(Reports.STATES_OF_PROXY)) {
                // The terminal has one heading for all proxies.
                messages.warning(text);
            }
        };
    }

    @Override
    public boolean record(StreamOutcome outcome, SampleContext context) {
        if (journal == null) {
            return false;
        }
        boolean wanted = journal.writer().record(outcome, context);
        long droppedNow = journal.dropped();
        if (droppedNow != dropped) {
            counters.add(ProcessCounter.DROPPED_LOGS, droppedNow - dropped);
            dropped = droppedNow;
        }
        return wanted;
    }

    @Override
    public void serverMessage(Backend backend, int level, String text) {
        proxyMessage(backend.config(), level, text);
    }

    /** A message about a proxy, to its log targets and to the terminal. */
    void proxyMessage(ProxyConfig proxy, int level, String text) {
        if (journal != null) {
            journal.writer().message(proxy, level, text, clock.epochMicros());
        } else {
            console.onMessage(proxy.name(), level, text);
        }
    }
}

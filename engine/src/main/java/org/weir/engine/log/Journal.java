package org.weir.engine.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalTrouble;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.io.ring.Wakeup;
import org.weir.io.sys.IoException;
import org.weir.io.sys.SystemCalls;

/**
 * The logging of one configuration, put together by the main thread with the privileges of the start: the engine's end, the ring, and the agent that
 * delivers. A configuration in which nothing is logged has none.
 *
 * @param writer the engine agent's end
 * @param agent runs on a thread of its own, with {@code idle}
 * @param wakeup rouses the agent so that it sees that it shall end
 * @param appender keeps the records in files; null when the configuration has no {@code journal}
 */
public record Journal(JournalWriter writer, JournalRing ring, JournalAgent agent, IdleStrategy idle, Wakeup wakeup, JournalAppender appender) {

    /** Any thread: records that found the ring full or could not be kept, and lines that their target did not take. */
    public long dropped() {
        return ring.dropped() + agent.lost() + (appender == null ? 0 : appender.status().lost());
    }

    /**
     * Opens the targets and makes the agent.
     *
     * @param calls makes those of the journal agent's thread alone
     * @param foreground whether the process keeps its standard streams
     * @param journalTrouble told when records cannot be kept
     * @return null when no proxy logs anything
     * @throws IoException when a descriptor is lacking
     */
    public static Journal open(Configuration configuration, Supplier<SystemCalls> calls, boolean foreground, LogConsole console, TargetTrouble trouble,
            JournalTrouble journalTrouble) throws IoException {
        List<ProxyConfig> proxies = configuration.proxies().stream().filter(proxy -> !proxy.disabled()).toList();
        if (proxies.stream().allMatch(proxy -> proxy.logging().targets().isEmpty() && !proxy.logging().journal())) {
            return null;
        }
        GlobalConfig.Logging global = configuration.global().logging();
        JournalAppender appender = null;
        if (proxies.stream().anyMatch(proxy -> proxy.logging().journal())) {
            appender = new JournalAppender(global.journal(), System::currentTimeMillis, journalTrouble);
        }
        OpenTargets targets = new OpenTargets(calls.get(), foreground, trouble);
        Map<String, ProxyLines> frontends = new HashMap<>();
        Map<String, ProxyLines> backends = new HashMap<>();
        for (ProxyConfig proxy : proxies) {
            Map<String, ProxyLines> side = proxy.hasFrontend() ? frontends : backends;
            side.put(proxy.name(), ProxyLines.of(proxy, global.tag(), targets));
        }
        Wakeup wakeup = new Wakeup(calls.get());
        JournalRing ring = new JournalRing(JournalRing.DEFAULT_CAPACITY_BYTES, wakeup);
        JournalAgent agent = new JournalAgent(ring, frontends, backends, targets.all(), new LineHeader(global.sendHostname()), console,
                appender == null ? null : new JournalSink(appender), configuration.global().tuning().logUriBytes());
        return new Journal(new JournalWriter(proxies, ring), ring, agent, new JournalIdleStrategy(wakeup, agent::hasWork), wakeup, appender);
    }
}

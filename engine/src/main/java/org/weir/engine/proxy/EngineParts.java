package org.weir.engine.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.weir.analytics.latency.LatencyRecorder;
import org.weir.engine.check.HealthChecker;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.log.ProcessIdentity;
import org.weir.engine.log.StreamLog;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.rules.RuleEvaluator;
import org.weir.engine.server.Backend;
import org.weir.engine.server.StateLog;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.Counters;
import org.weir.engine.stats.ListenerCounter;
import org.weir.io.net.Endpoint;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;

/**
 * The engine of one configuration, put together: made once by the main thread before the agents start, afterwards used by the engine agent only.
 *
 * @param agent its duty cycle
 * @param listeners every listener of the process, by its index
 * @param bound where each of them listens in truth, as an inherited socket tells or the kernel chose; null before it does
 * @param latency histograms of all streams
 * @param latencyDuty what they need in each duty cycle
 */
public record EngineParts(
        EngineAgent agent, ProxyDirectory directory, StreamDirector director, SessionGate gate, ErrorSnapshots errors, List<ListenerPlan> listeners,
        CounterGroup<ListenerCounter>[] listenerCounters, CommandSender commands, CachedClock clock, Timers timers, Counters counters,
        LatencyRecorder latency, LatencyDuty latencyDuty, Endpoint[] bound) {

    /** Begins the soft stop: no new connections, the others end after their streams; servers stay in the state that they have. */
    public void drain() {
        agent.stopChecks();
        directory.frontends().forEach(gate::stop);
        director.drain();
        commands.drain();
    }

    /** Number of I/O agents. */
    public int agents() {
        return commands.agents();
    }

    /** Where the engine's records go. */
    public interface Logs extends StreamLog, StateLog {}

    /**
     * Makes the engine.
     *
     * @param events from each I/O agent
     * @param commands to each I/O agent
     * @param maxConnections connections of the process
     */
    public static EngineParts of(Configuration configuration, Counters counters, AgentRing<IoEvent>[] events, AgentRing<EngineCommand>[] commands,
            CachedClock clock, Timers timers, Logs logs, int maxConnections) {
        List<Backend> backends = backends(configuration, counters, logs, clock, timers);
        ProxyDirectory directory = new ProxyDirectory(backends);
        List<ListenerPlan> listeners = new ArrayList<>();
        for (ProxyConfig proxy : configuration.proxies()) {
            if (proxy.hasFrontend() && !proxy.disabled()) {
                addFrontend(proxy, directory, counters, listeners);
            }
        }
        backends.forEach(backend -> setFullconn(backend, directory, maxConnections));
        CommandSender sender = new CommandSender(commands);
        ErrorSnapshots errors = new ErrorSnapshots();
        CounterGroup<ListenerCounter>[] listenerCounters = listenerCounters(listeners, counters);
        LatencyRecorder latency = LatencySubjects.recorder(directory, clock.nanos());
        StreamRecorder recorder = new StreamRecorder(clock, counters.process(), listenerCounters, logs, errors, latency);
        StreamDirector director = new StreamDirector(sender, clock, timers, new RuleEvaluator(), directory,
                recorder, configuration.global().tuning().logUriBytes());
        SessionGate gate = new SessionGate(sender, clock, timers, director, directory.frontends(), listeners, listenerCounters, counters.process(),
                maxConnections);
        gate.maxConnectionRate(configuration.global().limits().maxConnectionRate());
        gate.maxSessionRate(configuration.global().limits().maxSessionRate());
        String node = configuration.global().process().node();
        HealthChecker checker = new HealthChecker(backends, configuration.global().limits().spreadChecksPercent(),
                node == null ? ProcessIdentity.HOSTNAME : node, timers, clock::nanos, new SplittableRandom(), sender::check);
        EngineAgent agent = new EngineAgent(events, sender, clock, timers, director, gate, checker);
        LatencyDuty latencyDuty = new LatencyDuty(latency, timers, clock);
        agent.add(latencyDuty);
        return new EngineParts(agent, directory, director, gate, errors, listeners, listenerCounters, sender, clock, timers, counters, latency, latencyDuty,
                new Endpoint[listeners.size()]);
    }

    private static List<Backend> backends(Configuration configuration, Counters counters, StateLog log, CachedClock clock, Timers timers) {
        List<Backend> backends = new ArrayList<>();
        int servers = 0;
        for (ProxyConfig proxy : configuration.proxies()) {
            if (proxy.hasBackend()) {
                backends.add(new Backend(proxy, backends.size(), servers, counters, log, timers, clock::nanos));
                servers += proxy.backend().servers().size();
            }
        }
        return backends;
    }

    /** Where the configuration does not say it: a tenth of the limits of all frontends that name the backend. */
    private static void setFullconn(Backend backend, ProxyDirectory directory, int maxConnections) {
        if (backend.fullconn() > 0) {
            return;
        }
        long sessions = 0;
        for (Frontend frontend : directory.frontends()) {
            if (frontend.mayUse(backend)) {
                sessions += Math.min(frontend.maxSessions(), maxConnections);
            }
        }
        backend.fullconn(Math.clamp((sessions + 9) / 10, 1, Integer.MAX_VALUE));
    }

    private static void addFrontend(ProxyConfig proxy, ProxyDirectory directory, Counters counters, List<ListenerPlan> listeners) {
        List<Frontend.Switch> switches = new ArrayList<>();
        for (FrontendConfig.UseBackend choice : proxy.frontend().useBackends()) {
            Backend fixed = choice.name() == null ? null : directory.backend(choice.name());
            switches.add(new Frontend.Switch(fixed, choice.dynamic(), choice.condition()));
        }
        String fallback = proxy.frontend().defaultBackend();
        Backend defaultBackend = fallback != null ? directory.backend(fallback) : proxy.hasBackend() ? directory.backend(proxy.name()) : null;
        Frontend frontend = new Frontend(directory.frontends().size(), proxy, counters.frontend(proxy.id(), proxy.name()), switches, defaultBackend,
                directory.backends());
        directory.add(frontend);
        proxy.frontend().binds().forEach(bind -> listeners.add(new ListenerPlan(listeners.size(), frontend.index(), proxy, bind)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static CounterGroup<ListenerCounter>[] listenerCounters(List<ListenerPlan> listeners, Counters counters) {
        CounterGroup<ListenerCounter>[] groups = new CounterGroup[listeners.size()];
        for (ListenerPlan listener : listeners) {
            groups[listener.index()] = counters.listener(listener.frontend().id(), listener.bind().id(), listener.bind().shownName());
        }
        return groups;
    }
}

package org.weir.engine.process;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.log.Journal;
import org.weir.engine.log.LogConsole;
import org.weir.engine.log.ProcessIdentity;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.message.ServerPools;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.engine.relay.IoAgent;
import org.weir.engine.server.StateLog;
import org.weir.engine.stats.Counters;
import org.weir.engine.stats.ProcessCounter;
import org.weir.io.agent.IdleMode;
import org.weir.io.agent.PollIdleStrategy;
import org.weir.io.agent.WakeupIdleStrategy;
import org.weir.io.memory.BufferPool;
import org.weir.io.net.ListenSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.ring.AgentRing;
import org.weir.io.ring.Wakeup;
import org.weir.io.sys.IoException;
import org.weir.io.sys.SystemCalls;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.EpollTransport;
import org.weir.io.transport.TransportLimits;
import org.weir.os.Errno;
import org.weir.os.ResourceLimits;

/** A configuration at work: sockets, agents, rings and threads, from binding to the exit status. Main thread, until the agents run. */
final class ProxyCore implements Core {
    private static final int RING_SLOTS = 4096;

    /** On one thread what is sent is taken in the same turn: few slots suffice, and stay in the processor's caches. */
    private static final int SHARED_RING_SLOTS = 256;
    private static final int BULK_BUFFER_BYTES = 128 * 1024;
    private static final int LINGER_MILLIS = 5_000;
    private static final int ACCEPT_PAUSE_MILLIS = 100;
    private static final int ENGINE_MAX_SLEEP_MILLIS = 5;

    private final Configuration configuration;
    private final ProcessSettings settings;
    private final Messages messages;
    private final ThreadPlan plan;
    private final int maxConnections;
    private final int maxPipes;
    private final long descriptors;
    private final SystemResources resources;
    private final SystemCalls calls;
    private final List<IoAgent> ioAgents = new ArrayList<>();
    private final List<EpollTransport> transports = new ArrayList<>();
    private final List<Timers> ioTimers = new ArrayList<>();
    private final List<Wakeup> wakeups = new ArrayList<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    /** By the listener's index: one for each agent, or one for all. */
    private final List<List<ListeningSocket>> sockets = new ArrayList<>();
    private volatile boolean agentDied;
    private Counters counters;
    private EngineParts engine;
    /** Signals that came before there was a life to steer. */
    private final Queue<ProcessSignal> earlySignals = new ConcurrentLinkedQueue<>();
    private volatile ProcessLife life;
    private ProcessLoad load;
    private OperatorAccess operators;
    private Journal journal;
    private LatencyLogging latencyLogging;
    private Wakeup engineWakeup;

    ProxyCore(Configuration configuration, ProcessSettings settings, ThreadPlan plan, Capacity capacity, SystemResources resources, Messages messages) {
        this.configuration = configuration;
        this.settings = settings;
        this.plan = plan;
        maxConnections = capacity.connections();
        maxPipes = capacity.pipes();
        descriptors = capacity.descriptors();
        this.resources = resources;
        calls = resources.calls().get();
        this.messages = messages;
    }

    @Override
    public ProcessSettings settings() {
        return settings;
    }

    @Override
    public boolean hasListeners() {
        return configuration.hasListener();
    }

    @Override
    public SignalSink signals() {
        return signal -> {
            earlySignals.add(signal);
            deliverSignals();
        };
    }

    /** Whoever comes second, the signal or the life, sees the other. */
    private void deliverSignals() {
        if (life != null) {
            for (ProcessSignal signal = earlySignals.poll(); signal != null; signal = earlySignals.poll()) {
                life.onSignal(signal);
            }
        }
    }

    @Override
    public void bind(Predecessors predecessors) throws StartFailure {
        try {
            assemble();
        } catch (IoException | UncheckedIOException e) {
            if (counters != null) {
                counters.discard();
            }
            throw new StartFailure("[weir.main()] Cannot set up the agents: " + e.getMessage(), e);
        }
        boolean failed = false;
        for (ListenerPlan listener : engine.listeners()) {
            sockets.add(new ArrayList<>());
            failed |= !bind(listener, predecessors);
        }
        failed |= !operators.bind(calls, ioAgents.get(0));
        // Only where all is well: a start that fails must not take a running process's UNIX sockets from it.
        if (failed || !publish()) {
            sockets.forEach(ofListener -> ofListener.forEach(socket -> socket.discard(calls)));
            operators.discard(calls);
            counters.discard();
            throw new StartFailure("[weir.main()] Some protocols failed to start their listeners! Exiting.");
        }
    }

    private boolean publish() {
        boolean good = operators.publish(calls);
        for (ListenerPlan listener : engine.listeners()) {
            try {
                for (ListeningSocket socket : sockets.get(listener.index())) {
                    socket.publish(calls);
                }
            } catch (IoException e) {
                unbindable(listener, e);
                good = false;
            }
        }
        if (good) {
            try {
                engine.counters().publish();
            } catch (UncheckedIOException e) {
                messages.alert("[weir.main()] " + e.getMessage());
                return false;
            }
        }
        return good;
    }

    private void unbindable(ListenerPlan listener, IoException cause) {
        String name = section(listener) + ' ' + listener.frontend().name();
        messages.unbindable(listener.bind().where(), name, listener.bind().listen().endpoint(), cause);
    }

    private boolean bind(ListenerPlan listener, Predecessors predecessors) {
        ListenSpec spec = listener.bind().listen();
        try {
            ListeningSocket shared = null;
            for (IoAgent agent : ioAgents) {
                if (shared == null || spec.reusePort()) {
                    shared = prepare(spec, predecessors);
                    sockets.get(listener.index()).add(shared);
                    engine.bound()[listener.index()] = shared.bound();
                }
                agent.listen(listener, shared);
            }
            return true;
        } catch (IoException e) {
            unbindable(listener, e);
            return false;
        }
    }

    private ListeningSocket prepare(ListenSpec spec, Predecessors predecessors) throws IoException {
        while (true) {
            try {
                return ListeningSocket.prepare(calls, spec);
            } catch (IoException e) {
                if (e.errno() != Errno.EADDRINUSE || !predecessors.giveWay()) {
                    throw e;
                }
            }
        }
    }

    private static String section(ListenerPlan listener) {
        return listener.frontend().section() == ProxyConfig.Section.LISTEN ? "proxy" : "frontend";
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void assemble() throws IoException, StartFailure {
        int count = plan.ioAgents();
        GlobalConfig.Tuning tuning = configuration.global().tuning();
        counters = new Counters(tuning.counterFile() == null ? null : Path.of(tuning.counterFile()), groups());
        AgentRing<IoEvent>[] events = new AgentRing[count];
        AgentRing<EngineCommand>[] commands = new AgentRing[count];
        CachedClock engineClock = new CachedClock();
        Timers engineTimers = new Timers();
        for (int i = 0; i < count; i++) {
            wakeups.add(new Wakeup(resources.calls().get()));
        }
        engineWakeup = plan.engineShared() ? wakeups.get(0) : new Wakeup(resources.calls().get());
        for (int i = 0; i < count; i++) {
            boolean sharesThread = plan.engineShared() && i == 0;
            int slots = sharesThread ? SHARED_RING_SLOTS : RING_SLOTS;
            events[i] = new AgentRing<>(IoEvent::new, slots, sharesThread ? null : engineWakeup);
            commands[i] = new AgentRing<>(EngineCommand::new, slots, sharesThread ? null : wakeups.get(i));
        }
        LogConsole console = EngineLogs.console(messages);
        JournalAlerts journalAlerts = new JournalAlerts(messages, this::alert, this::notice);
        journal = Journal.open(configuration, resources.calls(), !Background.isChild(), console, this::logTargetFailed, journalAlerts);
        if (journal != null && journal.appender() != null) {
            journalAlerts.prepare();
        }
        EngineLogs logs = new EngineLogs(journal, console, engineClock, counters.process());
        engine = EngineParts.of(configuration, counters, events, commands, engineClock, engineTimers, logs, maxConnections);
        int servers = engine.directory().backends().stream().mapToInt(backend -> backend.servers().size()).sum();
        ServerPools.Room room = ServerPools.Room.of(maxConnections, descriptors, tuning.poolHighPercent(), tuning.poolLowPercent());
        ServerPools pools = ServerPools.of(count, servers, room, tuning.idlePoolShared());
        for (int i = 0; i < count; i++) {
            boolean sharesThread = plan.engineShared() && i == 0;
            addIoAgent(i, events[i], commands[i], sharesThread ? engineClock : new CachedClock(), sharesThread ? engineTimers : new Timers(), pools);
        }
        latencyLogging = LatencyLogging.open(configuration.global().latencyLog(), engine, messages, this::alert, this::agentDied);
        operators = new OperatorAccess(configuration, engine, messages, logs);
        engine.gate().onListenerClosed(this::closeSockets);
        LifeMessages messagesOfLife = new LifeMessages(engine.directory(), logs);
        engine.gate().onStateChange(messagesOfLife::changed);
        life = new ProcessLife(engine, engineWakeup, messagesOfLife::backendsStopped, operators::dumpStates, operators::dumpPools);
        load = new ProcessLoad(messages, life::isStopping, () -> counters.process().get(ProcessCounter.TOTAL_BYTES_OUT));
        operators.serve(configuration, pools.counts(), facts(), new ThreadReports(load, transports, engine.clock()), journal);
        engine.agent().add(life);
        if (maxPipes > 0) {
            engine.agent().add(new PipeDuty(transports, counters.process()));
        }
        engine.agent().add(nowNanos -> {
            if (life.exitStatus() != ProcessLife.RUNNING) {
                finished.countDown();
            }
            return 0;
        });
        deliverSignals();
    }

    private ProcessStatistics.Facts facts() {
        GlobalConfig.Process process = configuration.global().process();
        CachedClock clock = engine.clock();
        long openFiles = ResourceLimits.get(ResourceLimits.Resource.NOFILE).soft();
        return new ProcessStatistics.Facts("Weir", Version.NUMBER, plan.ioAgents(), ProcessHandle.current().pid(), clock.nanos(), clock.epochMicros(),
                openFiles, maxConnections, maxPipes, process.node() == null ? ProcessIdentity.HOSTNAME : process.node(),
                process.description() == null ? "" : process.description(), plan.idleMode() == IdleMode.SPIN, load);
    }

    private int groups() {
        int groups = 1;
        for (ProxyConfig proxy : configuration.proxies()) {
            groups += 2;
            groups += proxy.hasFrontend() ? proxy.frontend().binds().size() : 0;
            groups += proxy.hasBackend() ? proxy.backend().servers().size() : 0;
        }
        return groups;
    }

    private void addIoAgent(int index, AgentRing<IoEvent> events, AgentRing<EngineCommand> commands, CachedClock clock, Timers timers,
            ServerPools pools) throws IoException {
        GlobalConfig.Tuning tuning = configuration.global().tuning();
        BufferPool buffers = new BufferPool("io-" + (index + 1) + ".buffers", tuning.bufsizeBytes(), resources.buffers(maxConnections));
        BufferPool bulk = new BufferPool("io-" + (index + 1) + ".bulk", BULK_BUFFER_BYTES, resources.bulkBuffers());
        int maxAccept = tuning.maxaccept() <= 0 ? Integer.MAX_VALUE : tuning.maxaccept();
        TransportLimits limits = new TransportLimits(tuning.maxpollevents(), maxAccept, TransportLimits.DEFAULT.readsPerCycle(), LINGER_MILLIS,
                ACCEPT_PAUSE_MILLIS);
        EpollTransport transport = new EpollTransport(resources.calls().get(), wakeups.get(index), buffers, bulk, limits);
        transport.receiveReserveBytes(tuning.maxrewriteBytes());
        transport.splicing(Math.ceilDiv(maxPipes, plan.ioAgents()), tuning.pipeBytes());
        transports.add(transport);
        ioTimers.add(timers);
        ioAgents.add(new IoAgent(index, transport, events, commands, clock, timers, tuning, engine.listeners().size(), pools));
    }

    @Override
    public int run() {
        AgentThreads journalThread = new AgentThreads(Map.of(), messages, this::agentDied);
        if (journal != null) {
            journalThread.start(journal.agent(), journal.idle());
        }
        if (latencyLogging != null) {
            latencyLogging.start();
        }
        AgentThreads threads = new AgentThreads(configuration.global().threads().cpuMap(), messages, this::agentDied);
        IdleMode mode = plan.idleMode();
        for (int i = 0; i < ioAgents.size(); i++) {
            IoAgent io = ioAgents.get(i);
            if (plan.engineShared() && i == 0) {
                IdleStrategy idle = new PollIdleStrategy(transports.get(i), wakeups.get(i), ioTimers.get(i), mode,
                        () -> io.hasWork() || engine.agent().hasWork() || life.hasWork());
                threads.start(new SharedAgent(io, engine.agent()), idle);
            } else {
                threads.start(io, new PollIdleStrategy(transports.get(i), wakeups.get(i), ioTimers.get(i), mode, io::hasWork));
            }
        }
        if (!plan.engineShared()) {
            threads.start(engine.agent(),
                    new WakeupIdleStrategy(engineWakeup, mode, () -> engine.agent().hasEvents() || life.hasWork(), ENGINE_MAX_SLEEP_MILLIS));
        }
        try {
            while (!finished.await(1, TimeUnit.SECONDS)) {
                load.sample(threads.running());
            }
            if (agentDied) {
                return ExitStatus.FAILURE;
            }
            threads.end(() -> {
                wakeups.forEach(Wakeup::signal);
                engineWakeup.signal();
            });
            endJournal(journalThread);
            if (latencyLogging != null) {
                latencyLogging.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILURE;
        }
        release();
        return life.exitStatus();
    }

    /** Last, so that it delivers what the engine said at the end. */
    private void endJournal(AgentThreads thread) throws InterruptedException {
        if (journal != null) {
            thread.end(journal.wakeup()::signal);
            journal.wakeup().close();
        }
    }

    /** To the terminal and, since nobody may be there, to the log. */
    private void alert(String text) {
        messages.alert(text);
        announce(StateLog.ALERT, text);
    }

    private void notice(String text) {
        messages.notice(text);
        announce(StateLog.NOTICE, text);
    }

    private void announce(int level, String text) {
        if (journal != null) {
            journal.agent().announce(level, text);
        }
    }

    private void logTargetFailed(String target, int errno) {
        messages.alert("Cannot log to " + target + ": " + Errno.meaning(errno) + " (errno=" + errno + "); lines for it are lost until it takes them");
    }

    private void closeSockets(int listener) {
        sockets.get(listener).forEach(socket -> socket.close(calls));
    }

    /** Gives back what the agents, which have ended, held of the system. */
    private void release() {
        for (int i = 0; i < sockets.size(); i++) {
            closeSockets(i);
        }
        operators.close(calls);
        ioAgents.forEach(IoAgent::release);
        transports.forEach(EpollTransport::close);
        for (EpollTransport transport : transports) {
            transport.buffers().close();
            transport.bulkBuffers().close();
        }
        wakeups.forEach(Wakeup::close);
        engineWakeup.close();
        engine.counters().close();
    }

    private void agentDied(String role, Throwable cause) {
        messages.alert("Agent " + role + " failed: " + WeirMain.trace(cause));
        agentDied = true;
        finished.countDown();
    }
}

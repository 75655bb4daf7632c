package org.weir.engine.process;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.cli.CliService;
import org.weir.engine.cli.Reports;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.log.Journal;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.engine.proxy.ProxyStatistics;
import org.weir.engine.relay.IoAgent;
import org.weir.engine.server.StateLog;
import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.IoException;
import org.weir.io.sys.SystemCalls;

/** What operators see and use of a running process: the sockets of the runtime CLI, and what signals have dumped. Main thread, until the agents run. */
final class OperatorAccess {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final GlobalConfig global;
    private final EngineParts engine;
    private final Messages messages;
    private final EngineLogs logs;
    private final List<ListeningSocket> sockets = new ArrayList<>();

    /** @param logs where the servers' states go */
    OperatorAccess(Configuration configuration, EngineParts engine, Messages messages, EngineLogs logs) {
        global = configuration.global();
        this.engine = engine;
        this.messages = messages;
        this.logs = logs;
    }

    /** Makes the engine answer commands. */
    void serve(Configuration configuration, List<IdleCounts> idleCounts, ProcessStatistics.Facts facts, CliService.Threads threads,
            Journal journal) {
        List<GlobalConfig.StatsSocket> lines = global.statsSockets();
        CliService service = new CliService(engine, new CliService.Surroundings(new ProxyStatistics(engine, configuration.proxies(), idleCounts),
                new ProcessStatistics(engine, facts, lines.size()), lines, threads, journal, configuration.environment(), messages::kept,
                fault -> messages.alert("A command of a stats socket failed: " + WeirMain.trace(fault))));
        engine.agent().operators(service::serve);
    }

    /** Opens the sockets without publishing them; false when one could not be opened, which is said. */
    boolean bind(SystemCalls calls, IoAgent first) {
        boolean good = true;
        for (GlobalConfig.StatsSocket line : global.statsSockets()) {
            try {
                ListeningSocket socket = ListeningSocket.prepare(calls, line.bind().listen());
                sockets.add(socket);
                first.operators().listen(line, socket, global.statsTimeoutMillis() * NANOS_PER_MILLI, global.statsMaxConnections());
            } catch (IoException e) {
                unbindable(line, e);
                good = false;
            }
        }
        return good;
    }

    /** After {@link #bind} was good: gives the sockets their paths; false when one could not get it, which is said. */
    boolean publish(SystemCalls calls) {
        boolean good = true;
        for (int i = 0; i < sockets.size(); i++) {
            try {
                sockets.get(i).publish(calls);
            } catch (IoException e) {
                unbindable(global.statsSockets().get(i), e);
                good = false;
            }
        }
        return good;
    }

    private void unbindable(GlobalConfig.StatsSocket line, IoException cause) {
        messages.unbindable(line.bind().where(), "frontend GLOBAL", line.bind().listen().endpoint(), cause);
    }

    void discard(SystemCalls calls) {
        sockets.forEach(socket -> socket.discard(calls));
    }

    void close(SystemCalls calls) {
        sockets.forEach(socket -> socket.close(calls));
    }

    /** What SIGHUP asks for. Engine agent only. */
    void dumpStates() {
        messages.warning("SIGHUP received, dumping servers states.");
        for (Reports.StateLine line : Reports.states(engine)) {
            logs.proxyMessage(line.proxy(), StateLog.NOTICE, line.text());
        }
    }

    /** What SIGQUIT asks for: a report, and the memory of free buffers back to the system. Engine agent only. */
    void dumpPools() {
        messages.plain(Reports.pools());
        engine.commands().flushPools();
    }
}

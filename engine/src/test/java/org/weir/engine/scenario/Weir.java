package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.weir.engine.process.Core;
import org.weir.engine.process.Messages;
import org.weir.engine.process.Options;
import org.weir.engine.process.Predecessors;
import org.weir.engine.process.ProcessSignal;
import org.weir.engine.process.ProxyCoreFactory;
import org.weir.engine.process.StartFailure;

/** The proxy at work, as the program runs it, but for what belongs to a process alone: signal handlers, privileges, the pid file. */
final class Weir implements AutoCloseable {
    private final Scenario scenario;
    private final Path file;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
    private final Messages messages = new Messages(new PrintStream(printed, true, StandardCharsets.UTF_8), "weir");
    private final ProxyCoreFactory factory;
    private Core core;

    Weir(Scenario scenario, Path file, ProxyCoreFactory factory) {
        this.scenario = scenario;
        this.file = file;
        this.factory = factory;
    }

    /** @param early signals that reach it while it starts */
    void start(ProcessSignal... early) {
        Options options = new Options(
                List.of(file.toString()), null, false, false, true, false, false, false, false, false, null, null, 0, 0, List.of(), List.of());
        try {
            core = factory.load(List.of(file), options, messages);
            for (ProcessSignal signal : early) {
                signal(signal);
            }
            core.bind(new Predecessors(List.of()));
        } catch (StartFailure e) {
            throw new AssertionError("cannot start: " + e.getMessage() + '\n' + messages(), e);
        }
        Thread.ofPlatform().name("weir-main").start(this::run);
    }

    private void run() {
        messages.detach();
        try {
            int status = core.run();
            messages.finish();
            exitStatus.complete(status);
        } catch (RuntimeException | Error e) {
            exitStatus.completeExceptionally(e);
        }
    }

    /** What went to standard error. */
    String messages() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    void signal(ProcessSignal signal) {
        core.signals().onSignal(signal);
    }

    /** What {@code -c} and the start ask. */
    boolean isStartable() {
        return core.hasListeners();
    }

    boolean isRunning() {
        return !exitStatus.isDone();
    }

    void expectExit(int status) {
        try {
            assertEquals(status, exitStatus.get(Deadline.DEFAULT_MILLIS, TimeUnit.MILLISECONDS), this::messages);
        } catch (TimeoutException e) {
            throw new AssertionError("the proxy does not end", e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the proxy failed\n" + messages(), e);
        }
    }

    /** One command on the stats socket {@code {path:cli}}, as socat would send it; its whole answer. */
    String cli(String command) {
        try (Peer operator = Peer.connect("operator", UnixDomainSocketAddress.of(scenario.path("cli")), 0)) {
            operator.send(command + "\n").finish();
            return operator.readTextToEnd();
        }
    }

    @Override
    public void close() {
        if (core != null && isRunning()) {
            signal(ProcessSignal.TERM);
            expectExit(ProcessSignal.TERM.exitStatus());
        }
    }
}

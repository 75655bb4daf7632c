package org.weir.engine.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.weir.analytics.latency.LatencyLogAgent;
import org.weir.analytics.latency.LatencyLogFeed;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.proxy.EngineParts;

/** Main thread. The latency log of a configuration that has one: its file, which is opened with the privileges of the start, and its thread. */
final class LatencyLogging {
    private static final int IDLE_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EngineParts engine;
    private final LatencyLogFeed feed;
    private final LatencyLogAgent agent;
    private final AgentThreads thread;

    private LatencyLogging(EngineParts engine, LatencyLogFeed feed, LatencyLogAgent agent, AgentThreads thread) {
        this.engine = engine;
        this.feed = feed;
        this.agent = agent;
        this.thread = thread;
    }

    /**
     * Opens the file and makes the engine write to it.
     *
     * @param alert told when the file cannot be written
     * @return null when the configuration has none
     * @throws StartFailure when the file cannot be opened
     */
    static LatencyLogging open(GlobalConfig.LatencyLog config, EngineParts engine, Messages messages, Consumer<String> alert,
            AgentThreads.Failure failure) throws StartFailure {
        if (config == null) {
            return null;
        }
        LatencyLogFeed feed = new LatencyLogFeed(engine.latency(), config.intervalSeconds(), engine.clock().nanos(), engine.clock().epochMicros());
        try {
            LatencyLogAgent agent = LatencyLogAgent.open(Path.of(config.file()), feed, engine.latency(), cause ->
                    alert.accept("Cannot write the latency log " + config.file() + ": " + cause.getMessage()
                            + "; intervals are lost until it can be written"));
            engine.latencyDuty().feed(feed);
            return new LatencyLogging(engine, feed, agent, new AgentThreads(Map.of(), messages, failure));
        } catch (IOException e) {
            throw new StartFailure("[weir.main()] Cannot open the latency log " + config.file() + ": " + e.getMessage(), e);
        }
    }

    void start() {
        thread.start(agent, new SleepingMillisIdleStrategy(IDLE_MILLIS));
    }

    /** After the engine's end: writes the interval that it did not finish. */
    void end() throws InterruptedException {
        engine.clock().update();
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (!feed.finish(engine.clock().epochMicros()) && System.nanoTime() - deadlineNanos < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        thread.end(() -> { });
    }
}

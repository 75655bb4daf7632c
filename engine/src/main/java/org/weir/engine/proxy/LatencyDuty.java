package org.weir.engine.proxy;

import org.weir.analytics.latency.LatencyLogFeed;
import org.weir.analytics.latency.LatencyRecorder;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;

/**
 * Engine agent only. Ends the slots of time of latency histograms, and the intervals of the latency log. It is on the timers so that an idle agent wakes
 * up for it, and in the duty cycle so that it does a little at a time.
 */
public final class LatencyDuty extends Timed implements EngineAgent.Work {
    private final LatencyRecorder recorder;
    private final Timers timers;
    private final CachedClock clock;
    private LatencyLogFeed feed;

    LatencyDuty(LatencyRecorder recorder, Timers timers, CachedClock clock) {
        this.recorder = recorder;
        this.timers = timers;
        this.clock = clock;
        timers.update(this);
    }

    /** Writes a log too; before the agent starts. */
    public void feed(LatencyLogFeed toLog) {
        feed = toLog;
        timers.update(this);
    }

    @Override
    public int run(long nowNanos) {
        int done = recorder.sweep(nowNanos);
        if (feed != null) {
            done += feed.run(nowNanos, clock.epochMicros());
            if (feed.isUnfinished()) {
                timers.update(this);
            }
        }
        return done;
    }

    @Override
    public long deadlineNanos() {
        return feed == null ? recorder.nextSweepNanos() : Math.min(recorder.nextSweepNanos(), feed.dueNanos());
    }

    @Override
    public void onDeadline(long nowNanos) {
        run(nowNanos);
        timers.update(this);
    }
}

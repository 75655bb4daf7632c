package org.weir.engine.proxy;

import org.weir.analytics.latency.LatencyRecorder;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;

/**
 * Engine agent only. Ends the slots of time of latency histograms. It is on the timers so that an idle agent wakes up for it, and in the duty cycle so
 * that it does a little at a time.
 */
public final class LatencyDuty extends Timed implements EngineAgent.Work {
    private final LatencyRecorder recorder;
    private final Timers timers;

    LatencyDuty(LatencyRecorder recorder, Timers timers) {
        this.recorder = recorder;
        this.timers = timers;
        timers.update(this);
    }

    @Override
    public int run(long nowNanos) {
        return recorder.sweep(nowNanos);
    }

    @Override
    public long deadlineNanos() {
        return recorder.nextSweepNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        run(nowNanos);
        timers.update(this);
    }
}

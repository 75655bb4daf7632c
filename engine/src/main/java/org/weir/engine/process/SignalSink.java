package org.weir.engine.process;

/** Takes signals over from the JVM's signal threads; must hand them on without blocking. */
@FunctionalInterface
public interface SignalSink {
    void onSignal(ProcessSignal signal);
}

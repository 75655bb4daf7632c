package org.weir.engine.log;

import org.weir.engine.expr.SampleContext;

/** Engine agent only. Takes one record of each stream: when it is over, with {@code option logasap} when its response begins. */
public interface StreamLog {
    /**
     * A stream is to be logged.
     *
     * @param outcome what there is to say; valid during the call only
     * @param context for sample expressions of custom formats
     * @return whether the configuration wants a line of it
     */
    boolean record(StreamOutcome outcome, SampleContext context);
}

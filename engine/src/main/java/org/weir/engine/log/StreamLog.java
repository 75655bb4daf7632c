package org.weir.engine.log;

import org.weir.engine.expr.SampleContext;

/** Engine agent only. Takes the record of each stream that is over. */
public interface StreamLog {
    /**
     * A stream is over.
     *
     * @param outcome what there is to say; valid during the call only
     * @param context for sample expressions of custom formats
     */
    void streamEnded(StreamOutcome outcome, SampleContext context);
}

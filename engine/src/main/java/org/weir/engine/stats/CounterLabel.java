package org.weir.engine.stats;

/** An entry of a table of counters. */
public interface CounterLabel {
    /** The name in statistics and in the counters file; at most {@link Counters#LABEL_BYTES} ASCII bytes. */
    String label();
}

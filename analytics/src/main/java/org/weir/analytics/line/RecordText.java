package org.weir.analytics.line;

import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamRecordDecoder;

/** A format in which the record of a stream is written as text. One per thread. */
public interface RecordText {
    /** Appends what stands before all records, ends of line included: nothing for most. */
    default void begin(LineBuffer out) {
        out.ensure(0);
    }

    /**
     * Appends a record's text, without an end of line.
     *
     * @param record none of whose texts has been visited
     * @param names what the numbers in it stand for
     */
    void append(StreamRecordDecoder record, RecordNames names, LineBuffer out);
}

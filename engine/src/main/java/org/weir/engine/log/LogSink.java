package org.weir.engine.log;

import org.agrona.DirectBuffer;

/** Journal agent only. Takes every record as it came through the ring, in its binary form (package {@code org.weir.analytics.record}). */
public interface LogSink {
    /** The agent's thread has started. */
    default void onStart() {}

    /** A record; its bytes are valid during the call. */
    void onRecord(int type, DirectBuffer buffer, int offset, int lengthBytes);

    /** A batch is over. */
    void onBatchEnd();

    /** The last batch is over, and the thread ends. */
    default void onClose() {}
}

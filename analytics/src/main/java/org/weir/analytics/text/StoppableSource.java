package org.weir.analytics.text;

/** A source that waits for lines yet to be written, until it is told to stop. */
public interface StoppableSource extends BlockSource {
    /** Has {@link #next} say that there is no more, now and in threads that wait in it. What was handed out before is complete. */
    void stop();
}

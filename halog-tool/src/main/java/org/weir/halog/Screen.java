package org.weir.halog;

import java.io.IOException;
import java.util.List;

import org.weir.analytics.live.LiveView;

/** A terminal that shows one picture after the other. */
interface Screen extends AutoCloseable {
    /** How large it is now. */
    LiveView.Size size();

    /** Shows a picture in place of the one before. */
    void paint(List<LiveView.Line> lines) throws IOException;

    /** Has an action run, by another thread, when the user presses {@code q}. */
    void onQuit(Runnable action);

    /** Leaves the terminal as it was. */
    @Override
    void close() throws IOException;
}

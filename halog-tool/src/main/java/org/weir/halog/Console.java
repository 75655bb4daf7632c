package org.weir.halog;

import java.io.OutputStream;

/** Where a run without an end meets its user. */
interface Console {
    /** Has an action run, by another thread, when the user wants the run to stop. */
    void onStop(Runnable action);

    /** True if standard input is a terminal: what is typed there is no log. */
    default boolean isInputTerminal() {
        return false;
    }

    /** The terminal to show a live view on, set up for that; null if standard output is none. */
    default Screen screen(final OutputStream out) {
        return null;
    }
}

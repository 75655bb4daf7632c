package org.weir.halog;

/** Tells when the user wants a run without an end to stop. */
interface StopSignals {
    /** Has an action run, by another thread, when that is. */
    void onStop(Runnable action);
}

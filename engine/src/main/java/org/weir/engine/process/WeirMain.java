package org.weir.engine.process;

import org.weir.os.SignalActions;

/** The {@code weir} program. */
public final class WeirMain {
    private WeirMain() {
    }

    /**
     * Ends the process at once: with a status, or, for that of {@link ProcessSignal#TERM} and {@link ProcessSignal#INT}, by that signal, so that the
     * parent sees what it would see of HAProxy.
     */
    static void exit(int status) {
        System.out.flush();
        System.err.flush();
        if (status == ProcessSignal.TERM.exitStatus()) {
            SignalActions.dieOf(ProcessSignal.TERM.number());
        } else if (status == ProcessSignal.INT.exitStatus()) {
            SignalActions.dieOf(ProcessSignal.INT.number());
        }
        Runtime.getRuntime().halt(status);
    }
}

package org.weir.engine.process;

/** The proxy as the program around it sees it: a configuration that was read without error, then its life. All calls are on the main thread. */
public interface Core {
    /** What the configuration says about the process. */
    ProcessSettings settings();

    /** Whether there is anything to listen on. */
    boolean hasListeners();

    /** Takes signals; may be called before {@link #bind} and until the process ends. */
    SignalSink signals();

    /**
     * Opens every listening socket, with the privileges of the start.
     *
     * @param predecessors who may have an address that is wanted here
     * @throws StartFailure when one could not be opened; its alerts are printed
     */
    void bind(Predecessors predecessors) throws StartFailure;

    /** Serves until told to stop. @return the exit status, {@link ProcessSignal#exitStatus} for a signal that ends the process at once */
    int run();
}

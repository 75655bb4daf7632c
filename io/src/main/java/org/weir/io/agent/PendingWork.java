package org.weir.io.agent;

/** Says whether an agent has work that its poller does not know of: events in its rings, overflow to be flushed. */
@FunctionalInterface
public interface PendingWork {
    /** Whether there is something to do now. Called right before sleeping; must be cheap and see what other agents published. */
    boolean hasWork();
}

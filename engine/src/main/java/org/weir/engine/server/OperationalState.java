package org.weir.engine.server;

/** What a server is able to do; the ordinal is {@code srv_op_state} of {@code show servers state}. */
public enum OperationalState {
    /** Down, or in maintenance. */
    STOPPED,
    /** Up, its weight still growing ({@code slowstart}). */
    STARTING,
    RUNNING,
    /** Takes no new clients, only those bound to it ({@code disable-on-404}). */
    STOPPING
}

package org.weir.analytics.latency;

/** The phases of a stream that are measured, named as in the timing events of log lines. */
public enum LatencyTimer {
    /** Time for the request head. */
    REQUEST("Tq"),
    /** Time in queues. */
    QUEUE("Tw"),
    /** Time to connect to the server. */
    CONNECT("Tc"),
    /** Time until the response head. */
    RESPONSE("Tr"),
    /** Time to transfer the response. */
    DATA("Td"),
    /** Time from the request's first byte to the end; in TCP mode all of the session. */
    ACTIVE("Ta");

    private final String label;

    LatencyTimer(String label) {
        this.label = label;
    }

    /** As lists, log tags and statistics name it. */
    public String label() {
        return label;
    }
}

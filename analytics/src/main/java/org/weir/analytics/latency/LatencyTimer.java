package org.weir.analytics.latency;

/** The phases of a stream that are measured, named as in the timing events of log lines. */
public enum LatencyTimer {
    REQUEST("Tq", "Time for the request head"),
    QUEUE("Tw", "Time in queues"),
    CONNECT("Tc", "Time to connect to the server"),
    RESPONSE("Tr", "Time until the response head"),
    DATA("Td", "Time to transfer the response"),
    /** In TCP mode this is all of the session. */
    ACTIVE("Ta", "Time from the request's first byte to the end");

    private final String label;
    private final String description;

    LatencyTimer(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** As lists, log tags and statistics name it. */
    public String label() {
        return label;
    }

    public String description() {
        return description;
    }
}

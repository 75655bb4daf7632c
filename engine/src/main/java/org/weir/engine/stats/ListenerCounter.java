package org.weir.engine.stats;

/** What is counted per listener. The order is the order in the counters file: add at the end only. */
public enum ListenerCounter implements CounterLabel {
    /** Sessions now. */
    SCUR("scur"),
    /** Highest scur. */
    SMAX("smax"),
    /** Sessions since the start. */
    STOT("stot"),
    /** Bytes from clients. */
    BIN("bin"),
    /** Bytes to clients. */
    BOUT("bout"),
    /** Requests denied by rules. */
    DREQ("dreq"),
    /** Responses denied by rules. */
    DRESP("dresp"),
    /** Request errors. */
    EREQ("ereq"),
    /** Connections since the start. */
    CONN_TOT("conn_tot"),
    /** Connections denied by tcp-request connection rules. */
    DCON("dcon"),
    /** Sessions denied by tcp-request session rules. */
    DSES("dses"),
    /** Header rewrites that failed. */
    WREW("wrew"),
    /** Internal errors. */
    EINT("eint");

    private final String label;

    ListenerCounter(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}

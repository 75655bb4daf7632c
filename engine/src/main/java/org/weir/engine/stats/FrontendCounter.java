package org.weir.engine.stats;

/** What is counted per frontend. The order is the order in the counters file: add at the end only. */
public enum FrontendCounter implements CounterLabel {
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
    /** Request errors: bad requests, early closes, timeouts of clients. */
    EREQ("ereq"),
    /** Highest number of sessions in a second. */
    RATE_MAX("rate_max"),
    /** HTTP responses with a 1xx status. */
    HRSP_1XX("hrsp_1xx"),
    /** HTTP responses with a 2xx status. */
    HRSP_2XX("hrsp_2xx"),
    /** HTTP responses with a 3xx status. */
    HRSP_3XX("hrsp_3xx"),
    /** HTTP responses with a 4xx status. */
    HRSP_4XX("hrsp_4xx"),
    /** HTTP responses with a 5xx status. */
    HRSP_5XX("hrsp_5xx"),
    /** HTTP responses with another status. */
    HRSP_OTHER("hrsp_other"),
    /** Highest number of HTTP requests in a second. */
    REQ_RATE_MAX("req_rate_max"),
    /** HTTP requests. */
    REQ_TOT("req_tot"),
    /** Response bytes given to the compressor. */
    COMP_IN("comp_in"),
    /** Bytes that came out of the compressor. */
    COMP_OUT("comp_out"),
    /** Bytes that bypassed the compressor. */
    COMP_BYP("comp_byp"),
    /** Compressed responses. */
    COMP_RSP("comp_rsp"),
    /** Highest number of connections in a second. */
    CONN_RATE_MAX("conn_rate_max"),
    /** Connections since the start. */
    CONN_TOT("conn_tot"),
    /** Requests that the proxy answered itself: monitor, statistics. */
    INTERCEPTED("intercepted"),
    /** Connections denied by tcp-request connection rules. */
    DCON("dcon"),
    /** Sessions denied by tcp-request session rules. */
    DSES("dses"),
    /** Header rewrites that failed. */
    WREW("wrew"),
    /** Internal errors. */
    EINT("eint"),
    /** Cache look-ups. */
    CACHE_LOOKUPS("cache_lookups"),
    /** Cache hits. */
    CACHE_HITS("cache_hits"),
    /** Sessions that are not HTTP/1, 2 or 3. */
    SESS_OTHER("sess_other"),
    /** HTTP/1 sessions. */
    H1SESS("h1sess"),
    /** HTTP/2 sessions. */
    H2SESS("h2sess"),
    /** HTTP/3 sessions. */
    H3SESS("h3sess"),
    /** Requests of other kinds. */
    REQ_OTHER("req_other"),
    /** HTTP/1 requests. */
    H1REQ("h1req"),
    /** HTTP/2 requests. */
    H2REQ("h2req"),
    /** HTTP/3 requests. */
    H3REQ("h3req");

    private final String label;

    FrontendCounter(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}

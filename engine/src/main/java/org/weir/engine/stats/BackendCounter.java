package org.weir.engine.stats;

/** What is counted per backend. The order is the order in the counters file: add at the end only. */
public enum BackendCounter implements CounterLabel {
    /** Requests waiting now. */
    QCUR("qcur"),
    /** Highest qcur. */
    QMAX("qmax"),
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
    /** Connection errors. */
    ECON("econ"),
    /** Response errors, aborts by servers included. */
    ERESP("eresp"),
    /** Connection retries. */
    WRETR("wretr"),
    /** Redispatches to another server. */
    WREDIS("wredis"),
    /** Times that the whole backend went down. */
    CHKDOWN("chkdown"),
    /** Times that load balancing selected it. */
    LBTOT("lbtot"),
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
    /** HTTP requests. */
    REQ_TOT("req_tot"),
    /** Transfers aborted by the client. */
    CLI_ABRT("cli_abrt"),
    /** Transfers aborted by the server. */
    SRV_ABRT("srv_abrt"),
    /** Response bytes given to the compressor. */
    COMP_IN("comp_in"),
    /** Bytes that came out of the compressor. */
    COMP_OUT("comp_out"),
    /** Bytes that bypassed the compressor. */
    COMP_BYP("comp_byp"),
    /** Compressed responses. */
    COMP_RSP("comp_rsp"),
    /** Connection attempts. */
    CONNECT("connect"),
    /** Requests sent over a connection that had been used before. */
    REUSE("reuse"),
    /** Longest queue time in milliseconds. */
    QTIME_MAX("qtime_max"),
    /** Longest connect time in milliseconds. */
    CTIME_MAX("ctime_max"),
    /** Longest response time in milliseconds. */
    RTIME_MAX("rtime_max"),
    /** Longest total session time in milliseconds. */
    TTIME_MAX("ttime_max"),
    /** Requests that the proxy answered itself. */
    INTERCEPTED("intercepted"),
    /** Header rewrites that failed. */
    WREW("wrew"),
    /** Internal errors. */
    EINT("eint"),
    /** Cache look-ups. */
    CACHE_LOOKUPS("cache_lookups"),
    /** Cache hits. */
    CACHE_HITS("cache_hits");

    private final String label;

    BackendCounter(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}

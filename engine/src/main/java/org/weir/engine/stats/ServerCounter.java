package org.weir.engine.stats;

/** What is counted per server. The order is the order in the counters file: add at the end only. */
public enum ServerCounter implements CounterLabel {
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
    /** Failed checks while it was up. */
    CHKFAIL("chkfail"),
    /** Times that it went from up to down. */
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
    /** Failures seen in its traffic. */
    HANAFAIL("hanafail"),
    /** HTTP requests. */
    REQ_TOT("req_tot"),
    /** Transfers aborted by the client. */
    CLI_ABRT("cli_abrt"),
    /** Transfers aborted by the server. */
    SRV_ABRT("srv_abrt"),
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
    /** Idle connections that may be reused. */
    SRV_ICUR("srv_icur"),
    /** Idle connections that are not known to be safe. */
    IDLE_CONN_CUR("idle_conn_cur"),
    /** Idle connections that are safe to reuse. */
    SAFE_CONN_CUR("safe_conn_cur"),
    /** Connections in use. */
    USED_CONN_CUR("used_conn_cur"),
    /** Estimated need of connections. */
    NEED_CONN_EST("need_conn_est"),
    /** Header rewrites that failed. */
    WREW("wrew"),
    /** Internal errors. */
    EINT("eint");

    private final String label;

    ServerCounter(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}

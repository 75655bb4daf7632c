package org.weir.engine.stats;

/** What is counted per process. The order is the order in the counters file: add at the end only. */
public enum ProcessCounter implements CounterLabel {
    /** Connections of clients now. */
    CURR_CONNS("CurrConns"),
    /** Connections since the start. */
    CUM_CONNS("CumConns"),
    /** Requests since the start. */
    CUM_REQ("CumReq"),
    /** Highest number of connections in a second. */
    MAX_CONN_RATE("MaxConnRate"),
    /** Highest number of sessions in a second. */
    MAX_SESS_RATE("MaxSessRate"),
    /** TLS endpoints now. */
    CURR_SSL_CONNS("CurrSslConns"),
    /** TLS endpoints since the start. */
    CUM_SSL_CONNS("CumSslConns"),
    /** Highest number of TLS connections in a second. */
    MAX_SSL_RATE("MaxSslRate"),
    /** Highest number of private key operations of frontends in a second. */
    SSL_FRONTEND_MAX_KEY_RATE("SslFrontendMaxKeyRate"),
    /** Highest number of key operations of backends in a second. */
    SSL_BACKEND_MAX_KEY_RATE("SslBackendMaxKeyRate"),
    /** Look-ups of TLS sessions. */
    SSL_CACHE_LOOKUPS("SslCacheLookups"),
    /** Look-ups of TLS sessions without a find. */
    SSL_CACHE_MISSES("SslCacheMisses"),
    /** Buffers that could not be had. */
    POOL_FAILED("PoolFailed"),
    /** Pipes in use for splicing. */
    PIPES_USED("PipesUsed"),
    /** Pipes kept for splicing. */
    PIPES_FREE("PipesFree"),
    /** Connections, listeners and other jobs now. */
    JOBS("Jobs"),
    /** Jobs that do not delay the end of the process. */
    UNSTOPPABLE_JOBS("Unstoppable Jobs"),
    /** Active listeners. */
    LISTENERS("Listeners"),
    /** Peers being connected or connected. */
    ACTIVE_PEERS("ActivePeers"),
    /** Peers past the connect step. */
    CONNECTED_PEERS("ConnectedPeers"),
    /** Log messages that could not be delivered. */
    DROPPED_LOGS("DroppedLogs"),
    /** Names that could not be resolved. */
    FAILED_RESOLUTIONS("FailedResolutions"),
    /** Bytes sent. */
    TOTAL_BYTES_OUT("TotalBytesOut"),
    /** Bytes sent by splicing. */
    TOTAL_SPLICED_BYTES_OUT("TotalSplicedBytesOut"),
    /** Debug commands run. */
    DEBUG_COMMANDS_ISSUED("DebugCommandsIssued"),
    /** Messages received by log-forward listeners. */
    CUM_RECV_LOGS("CumRecvLogs"),
    /** Warnings issued. */
    TOTAL_WARNINGS("TotalWarnings"),
    /** Connections accepted at the limit of the process. */
    MAXCONN_REACHED("MaxconnReached"),
    /** Streams now. */
    CURR_STREAMS("CurrStreams"),
    /** Streams since the start. */
    CUM_STREAMS("CumStreams");

    private final String label;

    ProcessCounter(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}

package org.weir.engine.stats;

/**
 * The fields of {@code show info}. Names, positions and tags are those of HAProxy's management guide, section 9.3, and never change; a position without
 * an entry is a figure that Weir does not have.
 */
public enum InfoField {
    NAME(0, "Name", FieldType.STR, "POS", "Product name"),
    VERSION(1, "Version", FieldType.STR, "POS", "Product version"),
    NBTHREAD(3, "Nbthread", FieldType.U32, "CGS", "Threads that carry traffic"),
    NBPROC(4, "Nbproc", FieldType.U32, "CGS", "Processes, always 1"),
    PROCESS_NUM(5, "Process_num", FieldType.U32, "KGP", "Number of the process, always 1"),
    PID(6, "Pid", FieldType.U32, "SGP", "Process id"),
    UPTIME(7, "Uptime", FieldType.STR, "MDP", "Time since the start, in days, hours, minutes and seconds"),
    UPTIME_SEC(8, "Uptime_sec", FieldType.U32, "MDP", "Seconds since the start"),
    MEMMAX_MB(9, "Memmax_MB", FieldType.U32, "CLP", "Limit of memory in MB, 0 for none"),
    POOLALLOC_MB(10, "PoolAlloc_MB", FieldType.U32, "MGP", "Off-heap memory allocated, MB"),
    POOLUSED_MB(11, "PoolUsed_MB", FieldType.U32, "MGP", "Off-heap memory used, MB"),
    POOLFAILED(12, "PoolFailed", FieldType.U32, "MCP", "Buffers that could not be had"),
    ULIMIT_N(13, "Ulimit-n", FieldType.U32, "CLP", "Limit of open descriptors"),
    MAXSOCK(14, "Maxsock", FieldType.U32, "CLP", "Limit of sockets"),
    MAXCONN(15, "Maxconn", FieldType.U32, "CLP", "Limit of client connections"),
    HARD_MAXCONN(16, "Hard_maxconn", FieldType.U32, "CLP", "Highest value that Maxconn may be set to"),
    CURRCONNS(17, "CurrConns", FieldType.U32, "MGP", "Client connections now"),
    CUMCONNS(18, "CumConns", FieldType.U32, "MCP", "Client connections since the start"),
    CUMREQ(19, "CumReq", FieldType.U32, "MCP", "Requests since the start"),
    MAXSSLCONNS(20, "MaxSslConns", FieldType.U32, "MMP", "Limit of TLS connections, 0 for none"),
    CURRSSLCONNS(21, "CurrSslConns", FieldType.U32, "MGP", "TLS connections now"),
    CUMSSLCONNS(22, "CumSslConns", FieldType.U32, "MCP", "TLS connections since the start"),
    MAXPIPES(23, "Maxpipes", FieldType.U32, "CLP", "Limit of pipes for splicing"),
    PIPESUSED(24, "PipesUsed", FieldType.U32, "MGP", "Pipes in use"),
    PIPESFREE(25, "PipesFree", FieldType.U32, "MGP", "Pipes kept ready"),
    CONNRATE(26, "ConnRate", FieldType.U32, "MRP", "Client connections in the last second"),
    CONNRATELIMIT(27, "ConnRateLimit", FieldType.U32, "CLP", "Limit of ConnRate, 0 for none"),
    MAXCONNRATE(28, "MaxConnRate", FieldType.U32, "MMP", "Highest ConnRate"),
    SESSRATE(29, "SessRate", FieldType.U32, "MRP", "Sessions in the last second"),
    SESSRATELIMIT(30, "SessRateLimit", FieldType.U32, "CLP", "Limit of SessRate, 0 for none"),
    MAXSESSRATE(31, "MaxSessRate", FieldType.U32, "MRP", "Highest SessRate"),
    SSLRATE(32, "SslRate", FieldType.U32, "MRP", "TLS connections in the last second"),
    SSLRATELIMIT(33, "SslRateLimit", FieldType.U32, "CLP", "Limit of SslRate, 0 for none"),
    MAXSSLRATE(34, "MaxSslRate", FieldType.U32, "MMP", "Highest SslRate"),
    SSLFRONTENDKEYRATE(35, "SslFrontendKeyRate", FieldType.U32, "MGP", "Private key operations for clients in the last second"),
    SSLFRONTENDMAXKEYRATE(36, "SslFrontendMaxKeyRate", FieldType.U32, "MMP", "Highest SslFrontendKeyRate"),
    SSLFRONTENDSESSIONREUSE_PCT(37, "SslFrontendSessionReuse_pct", FieldType.U32, "MGP", "TLS sessions of clients resumed, percent"),
    SSLBACKENDKEYRATE(38, "SslBackendKeyRate", FieldType.U32, "MRP", "Key operations towards servers in the last second"),
    SSLBACKENDMAXKEYRATE(39, "SslBackendMaxKeyRate", FieldType.U32, "MMP", "Highest SslBackendKeyRate"),
    SSLCACHELOOKUPS(40, "SslCacheLookups", FieldType.U32, "MCP", "Look-ups of TLS sessions"),
    SSLCACHEMISSES(41, "SslCacheMisses", FieldType.U32, "MCP", "Look-ups of TLS sessions that found none"),
    COMPRESSBPSIN(42, "CompressBpsIn", FieldType.U32, "MRP", "Bytes given to the compressor in the last second"),
    COMPRESSBPSOUT(43, "CompressBpsOut", FieldType.U32, "MRP", "Bytes that the compressor emitted in the last second"),
    COMPRESSBPSRATELIM(44, "CompressBpsRateLim", FieldType.U32, "CLP", "Limit of CompressBpsOut, 0 for none"),
    TASKS(47, "Tasks", FieldType.U32, "MGP", "Timers armed on the engine"),
    IDLE_PCT(49, "Idle_pct", FieldType.U32, "MaP", "Part of the last second that the threads did not use, percent"),
    NODE(50, "node", FieldType.STR, "COS", "Name of the node"),
    NODE_DESCRIPTION(51, "description", FieldType.STR, "COS", "Description of the node"),
    STOPPING(52, "Stopping", FieldType.U32, "MGP", "1 during a soft stop"),
    JOBS(53, "Jobs", FieldType.U32, "MGP", "Client connections, operators' connections and listeners"),
    UNSTOPPABLE_JOBS(54, "Unstoppable Jobs", FieldType.U32, "MGP", "Jobs that do not delay a soft stop: operators' connections and sockets"),
    LISTENERS(55, "Listeners", FieldType.U32, "MGP", "Listening sockets of frontends and operators"),
    ACTIVEPEERS(56, "ActivePeers", FieldType.U32, "MGP", "Peers connecting or connected"),
    CONNECTEDPEERS(57, "ConnectedPeers", FieldType.U32, "MGP", "Peers connected"),
    DROPPEDLOGS(58, "DroppedLogs", FieldType.U32, "MGP", "Log messages that could not be delivered"),
    BUSYPOLLING(59, "BusyPolling", FieldType.U32, "MGP", "1 when idle threads spin"),
    FAILEDRESOLUTIONS(60, "FailedResolutions", FieldType.U32, "MGP", "Names that could not be resolved"),
    TOTALBYTESOUT(61, "TotalBytesOut", FieldType.U64, "MGP", "Bytes sent to clients"),
    TOTALSPLICEDBYTESOUT(62, "TotalSplicedBytesOut", FieldType.U64, "MGP", "Bytes sent by splicing"),
    BYTESOUTRATE(63, "BytesOutRate", FieldType.U64, "MRP", "Bytes sent to clients in the last second"),
    DEBUGCOMMANDSISSUED(64, "DebugCommandsIssued", FieldType.U32, "MGP", "Debugging commands carried out"),
    CUMRECVLOGS(65, "CumRecvLogs", FieldType.U32, "MCP", "Messages received by log forwarders"),
    BUILD_INFO(66, "Build info", FieldType.STR, "POS", "Product version in full"),
    MEMMAX_BYTES(67, "Memmax_bytes", FieldType.U32, "CLP", "Limit of memory in bytes, 0 for none"),
    POOLALLOC_BYTES(68, "PoolAlloc_bytes", FieldType.U64, "MGP", "Off-heap memory allocated, bytes"),
    POOLUSED_BYTES(69, "PoolUsed_bytes", FieldType.U64, "MGP", "Off-heap memory used, bytes"),
    START_TIME_SEC(70, "Start_time_sec", FieldType.U32, "MDP", "Start, seconds since the epoch"),
    TAINTED(71, "Tainted", FieldType.STR, "SGP", "Experimental features in use, 0 for none"),
    TOTALWARNINGS(72, "TotalWarnings", FieldType.U32, "MCP", "Warnings issued"),
    MAXCONNREACHED(73, "MaxconnReached", FieldType.U32, "MCP", "Connections that met the limit of the process or of their frontend"),
    CURRSTREAMS(76, "CurrStreams", FieldType.U64, "MGP", "Streams now"),
    CUMSTREAMS(77, "CumStreams", FieldType.U64, "MGP", "Streams since the start");

    private final int position;
    private final String label;
    private final FieldType type;
    private final FieldTags tags;
    private final String description;

    InfoField(int position, String label, FieldType type, String tags, String description) {
        this.position = position;
        this.label = label;
        this.type = type;
        this.tags = FieldTags.of(tags);
        this.description = description;
    }

    public int position() {
        return position;
    }

    /** As the output names it. */
    public String label() {
        return label;
    }

    public FieldType type() {
        return type;
    }

    public FieldTags tags() {
        return tags;
    }

    public String description() {
        return description;
    }
}

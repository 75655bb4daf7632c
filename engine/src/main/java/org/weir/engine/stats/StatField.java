package org.weir.engine.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * The fields of {@code show stat}, of the CSV page and of exporters: the order is the order of the columns and the ordinal the position in typed output,
 * neither ever changes. Names, positions and tags up to {@link #PROTO} are those of HAProxy's management guide, sections 9.1 and 9.2; what follows is
 * Weir's, and stands where HAProxy has the columns of its modules.
 */
public enum StatField {
    PXNAME("pxname", FieldType.STR, "KNS", "LFBS", "Name of the proxy"),
    SVNAME("svname", FieldType.STR, "KNS", "LFBS", "FRONTEND, BACKEND, or the name of the server or listener"),
    QCUR("qcur", FieldType.U32, "MGP", "BS", "Requests waiting now"),
    QMAX("qmax", FieldType.U32, "MMP", "BS", "Most requests that ever waited"),
    SCUR("scur", FieldType.U32, "MGP", "LFBS", "Sessions now"),
    SMAX("smax", FieldType.U32, "MMP", "LFBS", "Most sessions at a time"),
    SLIM("slim", FieldType.U32, "CLP", "LFBS", "Limit of sessions (maxconn; fullconn of a backend)"),
    STOT("stot", FieldType.U64, "MCP", "LFBS", "Sessions since the start"),
    BIN("bin", FieldType.U64, "MCP", "LFBS", "Bytes from clients"),
    BOUT("bout", FieldType.U64, "MCP", "LFBS", "Bytes to clients"),
    DREQ("dreq", FieldType.U64, "MCP", "LFB", "Requests denied by rules"),
    DRESP("dresp", FieldType.U64, "MCP", "LFBS", "Responses denied by rules"),
    EREQ("ereq", FieldType.U64, "MCP", "LF", "Requests that were invalid, incomplete or too slow"),
    ECON("econ", FieldType.U64, "MCP", "BS", "Connections to servers that failed"),
    ERESP("eresp", FieldType.U64, "MCP", "BS", "Responses that were invalid or broken off"),
    WRETR("wretr", FieldType.U64, "MCP", "BS", "Connection attempts repeated"),
    WREDIS("wredis", FieldType.U64, "MCP", "BS", "Requests given to another server"),
    STATUS("status", FieldType.STR, "SGP", "LFBS", "State: OPEN, PAUSED, STOP; UP, DOWN, MAINT, DRAIN, NOLB, no check"),
    WEIGHT("weight", FieldType.U32, "MaP", "BS", "Effective weight; of a backend the sum"),
    ACT("act", FieldType.U32, "SGP", "MGP", "BS", "Servers in use; 1 for a server that is no backup"),
    BCK("bck", FieldType.U32, "SGP", "MGP", "BS", "Backup servers in use; 1 for a backup server"),
    CHKFAIL("chkfail", FieldType.U64, "MCP", "S", "Checks that failed while the server was up"),
    CHKDOWN("chkdown", FieldType.U64, "MCP", "BS", "Changes from up to down"),
    LASTCHG("lastchg", FieldType.U32, "MAP", "BS", "Seconds since the last change of state"),
    DOWNTIME("downtime", FieldType.U32, "MCP", "BS", "Seconds down in total"),
    QLIMIT("qlimit", FieldType.U32, "CGS", "S", "Limit of waiting requests (maxqueue)"),
    PID("pid", FieldType.U32, "KGP", "LFBS", "Number of the process, always 1"),
    IID("iid", FieldType.U32, "KGS", "LFBS", "Number of the proxy"),
    SID("sid", FieldType.U32, "KGS", "LS", "Number of the server or listener in its proxy"),
    THROTTLE("throttle", FieldType.U32, "MaP", "S", "Percentage of the weight while the server starts slowly"),
    LBTOT("lbtot", FieldType.U64, "MCP", "BS", "Times that load balancing chose it"),
    TRACKED("tracked", FieldType.STR, "CNS", "S", "Server whose state it follows"),
    TYPE("type", FieldType.U32, "CGS", "LFBS", "Kind of the object: 0 frontend, 1 backend, 2 server, 3 listener"),
    RATE("rate", FieldType.U32, "MRP", "MGP", "FBS", "Sessions in the last second"),
    RATE_LIM("rate_lim", FieldType.U32, "CLP", "F", "Limit of sessions per second"),
    RATE_MAX("rate_max", FieldType.U32, "MMP", "MGP", "FBS", "Most sessions in a second"),
    CHECK_STATUS("check_status", FieldType.STR, "MOP", "S", "Result of the last health check, after \"* \" while the next one runs"),
    CHECK_CODE("check_code", FieldType.U32, "MOP", "S", "Status code of the last health check"),
    CHECK_DURATION("check_duration", FieldType.U64, "MDP", "S", "Milliseconds that the last health check took"),
    HRSP_1XX("hrsp_1xx", FieldType.U64, "MCP", "FBS", "HTTP responses with a 1xx status"),
    HRSP_2XX("hrsp_2xx", FieldType.U64, "MCP", "FBS", "HTTP responses with a 2xx status"),
    HRSP_3XX("hrsp_3xx", FieldType.U64, "MCP", "FBS", "HTTP responses with a 3xx status"),
    HRSP_4XX("hrsp_4xx", FieldType.U64, "MCP", "FBS", "HTTP responses with a 4xx status"),
    HRSP_5XX("hrsp_5xx", FieldType.U64, "MCP", "FBS", "HTTP responses with a 5xx status"),
    HRSP_OTHER("hrsp_other", FieldType.U64, "MCP", "FBS", "HTTP responses with another status"),
    HANAFAIL("hanafail", FieldType.U64, "MCP", "S", "Failures seen in live traffic"),
    REQ_RATE("req_rate", FieldType.U32, "MRP", "F", "HTTP requests in the last second"),
    REQ_RATE_MAX("req_rate_max", FieldType.U32, "MMP", "F", "Most HTTP requests in a second"),
    REQ_TOT("req_tot", FieldType.U64, "MCP", "FBS", "HTTP requests since the start"),
    CLI_ABRT("cli_abrt", FieldType.U64, "MCP", "BS", "Transfers aborted by clients"),
    SRV_ABRT("srv_abrt", FieldType.U64, "MCP", "BS", "Transfers aborted by servers"),
    COMP_IN("comp_in", FieldType.U64, "MCP", "FB", "Response bytes given to the compressor"),
    COMP_OUT("comp_out", FieldType.U64, "MCP", "FB", "Response bytes that the compressor emitted"),
    COMP_BYP("comp_byp", FieldType.U64, "MCP", "FB", "Response bytes that bypassed the compressor"),
    COMP_RSP("comp_rsp", FieldType.U64, "MCP", "FB", "Responses compressed"),
    LASTSESS("lastsess", FieldType.S32, "MAP", "BS", "Seconds since the last session, -1 for none yet"),
    LAST_CHK("last_chk", FieldType.STR, "MOP", "S", "Text of the last health check"),
    LAST_AGT("last_agt", FieldType.STR, "MOP", "S", "Text of the last agent check"),
    QTIME("qtime", FieldType.U32, "MaP", "BS", "Mean queue time of the last 1024 requests, milliseconds"),
    CTIME("ctime", FieldType.U32, "MaP", "BS", "Mean connect time of the last 1024 requests, milliseconds"),
    RTIME("rtime", FieldType.U32, "MaP", "BS", "Mean response time of the last 1024 requests, milliseconds"),
    TTIME("ttime", FieldType.U32, "MaP", "BS", "Mean total time of the last 1024 requests, milliseconds"),
    AGENT_STATUS("agent_status", FieldType.STR, "MOP", "S", "Result of the last agent check"),
    AGENT_CODE("agent_code", FieldType.U32, "MOP", "S", "Code of the last agent check"),
    AGENT_DURATION("agent_duration", FieldType.U64, "MDP", "S", "Milliseconds that the last agent check took"),
    CHECK_DESC("check_desc", FieldType.STR, "MOP", "S", "Result of the last health check in words"),
    AGENT_DESC("agent_desc", FieldType.STR, "MOP", "S", "Result of the last agent check in words"),
    CHECK_RISE("check_rise", FieldType.U32, "CGS", "S", "Successes in a row to come up"),
    CHECK_FALL("check_fall", FieldType.U32, "CGS", "S", "Failures in a row to go down"),
    CHECK_HEALTH("check_health", FieldType.U32, "CGS", "S", "Health, from 0 to rise + fall - 1"),
    AGENT_RISE("agent_rise", FieldType.U32, "CGS", "S", "Agent successes to come up"),
    AGENT_FALL("agent_fall", FieldType.U32, "CGS", "S", "Agent failures to go down"),
    AGENT_HEALTH("agent_health", FieldType.U32, "CGS", "S", "Health by agent checks"),
    ADDR("addr", FieldType.STR, "CGS", "LS", "Address and port"),
    COOKIE("cookie", FieldType.STR, "CNS", "BS", "Cookie value of the server"),
    MODE("mode", FieldType.STR, "CGS", "LFBS", "tcp or http"),
    ALGO("algo", FieldType.STR, "CGS", "B", "Load balancing algorithm"),
    CONN_RATE("conn_rate", FieldType.U32, "MRP", "F", "Connections in the last second"),
    CONN_RATE_MAX("conn_rate_max", FieldType.U32, "MMP", "F", "Most connections in a second"),
    CONN_TOT("conn_tot", FieldType.U64, "MCP", "F", "Connections since the start"),
    INTERCEPTED("intercepted", FieldType.U64, "MCP", "F", "Requests that the proxy answered itself"),
    DCON("dcon", FieldType.U64, "MCP", "LF", "Connections denied by rules"),
    DSES("dses", FieldType.U64, "MCP", "LF", "Sessions denied by rules"),
    WREW("wrew", FieldType.U64, "MCP", "LFBS", "Header rewrites that failed"),
    CONNECT("connect", FieldType.U64, "MCP", "BS", "Connections opened to servers"),
    REUSE("reuse", FieldType.U64, "MCP", "BS", "Requests sent over a used connection"),
    CACHE_LOOKUPS("cache_lookups", FieldType.U64, "MCP", "FB", "Cache look-ups"),
    CACHE_HITS("cache_hits", FieldType.U64, "MCP", "FB", "Cache hits"),
    SRV_ICUR("srv_icur", FieldType.U32, "MGP", "S", "Idle connections that may be reused"),
    SRC_ILIM("src_ilim", FieldType.U32, "CLP", "S", "Limit of idle connections"),
    QTIME_MAX("qtime_max", FieldType.U32, "MMP", "BS", "Longest queue time, milliseconds"),
    CTIME_MAX("ctime_max", FieldType.U32, "MMP", "BS", "Longest connect time, milliseconds"),
    RTIME_MAX("rtime_max", FieldType.U32, "MMP", "BS", "Longest response time, milliseconds"),
    TTIME_MAX("ttime_max", FieldType.U32, "MMP", "BS", "Longest total time, milliseconds"),
    EINT("eint", FieldType.U64, "MCP", "LFBS", "Internal errors"),
    IDLE_CONN_CUR("idle_conn_cur", FieldType.U32, "MGP", "S", "Idle connections not known to be safe"),
    SAFE_CONN_CUR("safe_conn_cur", FieldType.U32, "MGP", "S", "Idle connections safe to reuse"),
    USED_CONN_CUR("used_conn_cur", FieldType.U32, "MGP", "S", "Connections in use"),
    NEED_CONN_EST("need_conn_est", FieldType.U32, "MGP", "S", "Connections needed, estimated"),
    UWEIGHT("uweight", FieldType.U32, "MaP", "BS", "Weight as set by configuration or operator; of a backend the sum"),
    AGG_SERVER_STATUS("agg_server_status", FieldType.U32, "MGP", "B", "Servers by state, for exporters"),
    AGG_SERVER_CHECK_STATUS("agg_server_check_status", FieldType.U32, "MGP", "B", "Servers by state, former name"),
    AGG_CHECK_STATUS("agg_check_status", FieldType.U32, "MGP", "B", "Servers by check result, for exporters"),
    SRID("srid", FieldType.U32, "KGS", "S", "Revision of the server number"),
    SESS_OTHER("sess_other", FieldType.U64, "MCP", "F", "Sessions that are not HTTP"),
    H1SESS("h1sess", FieldType.U64, "MCP", "F", "HTTP/1 sessions"),
    H2SESS("h2sess", FieldType.U64, "MCP", "F", "HTTP/2 sessions"),
    H3SESS("h3sess", FieldType.U64, "MCP", "F", "HTTP/3 sessions"),
    REQ_OTHER("req_other", FieldType.U64, "MCP", "F", "Requests of other kinds"),
    H1REQ("h1req", FieldType.U64, "MCP", "F", "HTTP/1 requests"),
    H2REQ("h2req", FieldType.U64, "MCP", "F", "HTTP/2 requests"),
    H3REQ("h3req", FieldType.U64, "MCP", "F", "HTTP/3 requests"),
    PROTO("proto", FieldType.STR, "CGS", "L", "Protocol of the listener"),
    TQ_COUNT("tq_count", FieldType.U64, "MCP", "FBS", "Streams whose request head was measured"),
    TQ_P50_US("tq_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this request head, microseconds"),
    TQ_P90_US("tq_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this request head, microseconds"),
    TQ_P99_US("tq_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this request head, microseconds"),
    TQ_P999_US("tq_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this request head, microseconds"),
    TQ_MAX_US("tq_max_us", FieldType.U64, "MMP", "FBS", "Longest request head, microseconds"),
    TW_COUNT("tw_count", FieldType.U64, "MCP", "FBS", "Streams whose time in queues was measured"),
    TW_P50_US("tw_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this time in queues, microseconds"),
    TW_P90_US("tw_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this time in queues, microseconds"),
    TW_P99_US("tw_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this time in queues, microseconds"),
    TW_P999_US("tw_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this time in queues, microseconds"),
    TW_MAX_US("tw_max_us", FieldType.U64, "MMP", "FBS", "Longest time in queues, microseconds"),
    TC_COUNT("tc_count", FieldType.U64, "MCP", "FBS", "Streams whose connect time was measured"),
    TC_P50_US("tc_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this connect time, microseconds"),
    TC_P90_US("tc_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this connect time, microseconds"),
    TC_P99_US("tc_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this connect time, microseconds"),
    TC_P999_US("tc_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this connect time, microseconds"),
    TC_MAX_US("tc_max_us", FieldType.U64, "MMP", "FBS", "Longest connect time, microseconds"),
    TR_COUNT("tr_count", FieldType.U64, "MCP", "FBS", "Streams whose response time was measured"),
    TR_P50_US("tr_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this response time, microseconds"),
    TR_P90_US("tr_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this response time, microseconds"),
    TR_P99_US("tr_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this response time, microseconds"),
    TR_P999_US("tr_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this response time, microseconds"),
    TR_MAX_US("tr_max_us", FieldType.U64, "MMP", "FBS", "Longest response time, microseconds"),
    TD_COUNT("td_count", FieldType.U64, "MCP", "FBS", "Streams whose data time was measured"),
    TD_P50_US("td_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this data time, microseconds"),
    TD_P90_US("td_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this data time, microseconds"),
    TD_P99_US("td_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this data time, microseconds"),
    TD_P999_US("td_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this data time, microseconds"),
    TD_MAX_US("td_max_us", FieldType.U64, "MMP", "FBS", "Longest data time, microseconds"),
    TA_COUNT("ta_count", FieldType.U64, "MCP", "FBS", "Streams whose active time was measured"),
    TA_P50_US("ta_p50_us", FieldType.U64, "MDP", "FBS", "Half of the streams had at most this active time, microseconds"),
    TA_P90_US("ta_p90_us", FieldType.U64, "MDP", "FBS", "90 % of the streams had at most this active time, microseconds"),
    TA_P99_US("ta_p99_us", FieldType.U64, "MDP", "FBS", "99 % of the streams had at most this active time, microseconds"),
    TA_P999_US("ta_p999_us", FieldType.U64, "MDP", "FBS", "99.9 % of the streams had at most this active time, microseconds"),
    TA_MAX_US("ta_max_us", FieldType.U64, "MMP", "FBS", "Longest active time, microseconds");

    private static final Map<String, StatField> BY_LABEL = new HashMap<>();

    static {
        for (StatField field : values()) {
            BY_LABEL.put(field.label, field);
        }
    }

    private final String label;
    private final FieldType type;
    private final FieldTags tags;
    private final FieldTags backendTags;
    private final String scopes;
    private final String description;

    StatField(String label, FieldType type, String tags, String scopes, String description) {
        this(label, type, tags, tags, scopes, description);
    }

    /** @param scopes letters of the kinds of objects that have it: L, F, B, S */
    StatField(String label, FieldType type, String tags, String backendTags, String scopes, String description) {
        this.label = label;
        this.type = type;
        this.tags = FieldTags.of(tags);
        this.backendTags = FieldTags.of(backendTags);
        this.scopes = scopes;
        this.description = description;
    }

    /** The field of that name, or null. */
    public static StatField byLabel(String label) {
        return BY_LABEL.get(label);
    }

    /** As columns and typed output name it. */
    public String label() {
        return label;
    }

    public FieldType type() {
        return type;
    }

    /** What kind of figure it is, which a backend may see differently from its servers. */
    public FieldTags tags(StatRow.Kind kind) {
        return kind == StatRow.Kind.BACKEND ? backendTags : tags;
    }

    /** Whether objects of this kind have it. */
    public boolean appliesTo(StatRow.Kind kind) {
        return scopes.indexOf(kind.letter()) >= 0;
    }

    public String description() {
        return description;
    }
}

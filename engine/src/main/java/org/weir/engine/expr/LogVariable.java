package org.weir.engine.expr;

/**
 * The variables of log-format strings, configuration manual section "custom log format". One entry each: name, and whether it
 * is of HTTP alone.
 */
public enum LogVariable {
    CLIENT_IP("ci"), CLIENT_PORT("cp"), FRONTEND_IP("fi"), FRONTEND_PORT("fp"), BACKEND_IP("bi"), BACKEND_PORT("bp"),
    SERVER_IP("si"), SERVER_PORT("sp"), FRONTEND("f"), FRONTEND_TRANSPORT("ft"), BACKEND("b"), SERVER("s"),
    ACCEPT_DATE("t"), ACCEPT_DATE_LOCAL("Tl"), ACCEPT_DATE_GMT("T"), ACCEPT_SECONDS("Ts"), ACCEPT_MILLIS("ms"),
    REQUEST_DATE("tr", true), REQUEST_DATE_LOCAL("trl", true), REQUEST_DATE_GMT("trg", true),
    TIME_HANDSHAKE("Th"), TIME_IDLE("Ti", true), TIME_REQUEST("TR", true), TIME_TQ("Tq", true),
    TIME_QUEUE("Tw"), TIME_CONNECT("Tc"), TIME_RESPONSE("Tr", true),
    TIME_DATA("Td"), TIME_ACTIVE("Ta", true), TIME_TOTAL("Tt"), TIME_USER("Tu"),
    STATUS("ST"), BYTES_READ("B"), BYTES_UPLOADED("U"), REQUEST_COOKIE("CC", true), RESPONSE_COOKIE("CS", true),
    TERMINATION("ts"), TERMINATION_COOKIE("tsc"), ACTIVE_CONNECTIONS("ac"), FRONTEND_CONNECTIONS("fc"), BACKEND_CONNECTIONS("bc"),
    SERVER_CONNECTIONS("sc"), RETRIES("rc"), SERVER_QUEUE("sq"), BACKEND_QUEUE("bq"),
    REQUEST_CAPTURES("hr"), REQUEST_CAPTURES_LIST("hrl"), RESPONSE_CAPTURES("hs"), RESPONSE_CAPTURES_LIST("hsl"),
    REQUEST_LINE("r", true), METHOD("HM", true), URI("HU", true), PATH("HP", true), QUERY("HQ", true), VERSION("HV", true), PATH_ONLY("HPO", true),
    HOSTNAME("H"), PID("pid"), REQUEST_COUNTER("rt"), UNIQUE_ID("ID"), LOG_COUNTER("lc"), TLS_CIPHERS("sslc"), TLS_VERSION("sslv");

    private final String keyword;
    private final boolean httpOnly;

    LogVariable(String keyword) {
        this(keyword, false);
    }

    LogVariable(String keyword, boolean httpOnly) {
        this.keyword = keyword;
        this.httpOnly = httpOnly;
    }

    /** The name after the percent sign. */
    public String keyword() {
        return keyword;
    }

    /** Whether it is refused in {@code mode tcp}, where HTTP's own timers, dates and texts do not exist. */
    public boolean isHttpOnly() {
        return httpOnly;
    }
}

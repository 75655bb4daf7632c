package org.weir.engine.expr;

/**
 * The variables of log-format strings, configuration manual section "custom log format". One entry each: name, what it shows, and whether it
 * is only known when the stream ends.
 */
public enum LogVariable {
    CLIENT_IP("ci"), CLIENT_PORT("cp"), FRONTEND_IP("fi"), FRONTEND_PORT("fp"), BACKEND_IP("bi"), BACKEND_PORT("bp"),
    SERVER_IP("si"), SERVER_PORT("sp"), FRONTEND("f"), FRONTEND_TRANSPORT("ft"), BACKEND("b"), SERVER("s"),
    ACCEPT_DATE("t"), ACCEPT_DATE_LOCAL("Tl"), ACCEPT_DATE_GMT("T"), ACCEPT_SECONDS("Ts"), ACCEPT_MILLIS("ms"),
    REQUEST_DATE("tr"), REQUEST_DATE_LOCAL("trl"), REQUEST_DATE_GMT("trg"),
    TIME_HANDSHAKE("Th"), TIME_IDLE("Ti"), TIME_REQUEST("TR"), TIME_TQ("Tq"), TIME_QUEUE("Tw"), TIME_CONNECT("Tc"), TIME_RESPONSE("Tr"),
    TIME_DATA("Td"), TIME_ACTIVE("Ta"), TIME_TOTAL("Tt"), TIME_USER("Tu"),
    STATUS("ST"), BYTES_READ("B"), BYTES_UPLOADED("U"), REQUEST_COOKIE("CC"), RESPONSE_COOKIE("CS"),
    TERMINATION("ts"), TERMINATION_COOKIE("tsc"), ACTIVE_CONNECTIONS("ac"), FRONTEND_CONNECTIONS("fc"), BACKEND_CONNECTIONS("bc"),
    SERVER_CONNECTIONS("sc"), RETRIES("rc"), SERVER_QUEUE("sq"), BACKEND_QUEUE("bq"),
    REQUEST_CAPTURES("hr"), REQUEST_CAPTURES_LIST("hrl"), RESPONSE_CAPTURES("hs"), RESPONSE_CAPTURES_LIST("hsl"),
    REQUEST_LINE("r"), METHOD("HM"), URI("HU"), PATH("HP"), QUERY("HQ"), VERSION("HV"), PATH_ONLY("HPO"),
    HOSTNAME("H"), PID("pid"), REQUEST_COUNTER("rt"), UNIQUE_ID("ID"), LOG_COUNTER("lc"), TLS_CIPHERS("sslc"), TLS_VERSION("sslv");

    private final String keyword;

    LogVariable(String keyword) {
        this.keyword = keyword;
    }

    /** The name after the percent sign. */
    public String keyword() {
        return keyword;
    }
}

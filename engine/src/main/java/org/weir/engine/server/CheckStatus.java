package org.weir.engine.server;

/** Outcomes of a health check: code and number as statistics and {@code show servers state} give them, and the text of messages. */
public enum CheckStatus {
    UNKNOWN(0, "UNK", "Unknown", false),
    INITIALIZING(1, "INI", "Initializing", false),
    SOCKET_ERROR(5, "SOCKERR", "Socket error", false),
    L4_OK(6, "L4OK", "Layer4 check passed", true),
    L4_TIMEOUT(7, "L4TOUT", "Layer4 timeout", false),
    L4_CONNECTION(8, "L4CON", "Layer4 connection problem", false),
    L7_TIMEOUT(12, "L7TOUT", "Layer7 timeout", false),
    L7_RESPONSE(13, "L7RSP", "Layer7 invalid response", false),
    L7_OK(15, "L7OK", "Layer7 check passed", true),
    L7_OK_CONDITIONALLY(16, "L7OKC", "Layer7 check conditionally passed", true),
    L7_STATUS(17, "L7STS", "Layer7 wrong status", false);

    private final int number;
    private final String code;
    private final String description;
    private final boolean passed;

    CheckStatus(int number, String code, String description, boolean passed) {
        this.number = number;
        this.code = code;
        this.description = description;
        this.passed = passed;
    }

    /** As in {@code show servers state}. */
    public int number() {
        return number;
    }

    /** As in {@code show stat}. */
    public String code() {
        return code;
    }

    public String description() {
        return description;
    }

    public boolean passed() {
        return passed;
    }
}

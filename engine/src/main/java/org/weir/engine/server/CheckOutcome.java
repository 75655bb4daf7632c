package org.weir.engine.server;

/**
 * The result of one health check.
 *
 * @param code status code of the response, 0 = none
 * @param info what went wrong in words, or null
 */
public record CheckOutcome(CheckStatus status, int code, String info, long durationMillis) {
    /** Where nothing went wrong after all. */
    CheckOutcome withoutInfo() {
        return new CheckOutcome(status, code, null, durationMillis);
    }

    /** Before the first check. */
    public static final CheckOutcome NONE = new CheckOutcome(CheckStatus.INITIALIZING, 0, null, 0);
}

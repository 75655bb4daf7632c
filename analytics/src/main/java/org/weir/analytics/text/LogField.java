package org.weir.analytics.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be asked of one log entry: the names that {@code --by}, {@code --where} and {@code --timer} take. */
public enum LogField {
    /** The client's address, without its port. */
    SRC(false, "client address"),
    /** The frontend. */
    FRONTEND(false, "frontend"),
    /** The backend. */
    BACKEND(false, "backend"),
    /** Backend and server. */
    SERVER(false, "backend/server"),
    /** The path: the URL without what follows a question mark or semicolon. */
    PATH(false, "URL without its query"),
    /** The whole URL. */
    URL(false, "URL"),
    /** The method. */
    METHOD(false, "method"),
    /** The termination state. */
    TERM(false, "termination state"),
    /** The accept date up to the hour. */
    HOUR(false, "date and hour"),
    /** The accept date up to the minute. */
    MINUTE(false, "date, hour and minute"),
    /** The accept date up to the second; in the bytes, a bracket is before it and what is left of the date behind it. */
    SECOND(false, "date and time"),
    /** The status code. */
    STATUS(true, "status"),
    /** The status code's first digit. */
    CLASS(true, "first digit of the status"),
    /** Bytes sent to the client. */
    BYTES(true, "bytes to the client"),
    /** Time to receive the request, milliseconds. */
    TQ(true, "ms to get the request (TR, Tq)"),
    /** Time in queues, milliseconds. */
    TW(true, "ms in queues"),
    /** Time to connect, milliseconds. */
    TC(true, "ms to connect"),
    /** Time to the response, milliseconds. */
    TR(true, "ms to the response"),
    /** Time to send the data, milliseconds. */
    TD(true, "ms of data"),
    /** Total time, milliseconds. */
    TT(true, "ms in all (Ta, Tt)"),
    /** Position in the server's queue. */
    SRVQUEUE(true, "place in the server's queue"),
    /** Position in the backend's queue. */
    BACKQUEUE(true, "place in the backend's queue"),
    /** Connections of the process. */
    ACTCONN(true, "connections of the process"),
    /** Retries. */
    RETRIES(true, "retries");

    private final boolean number;
    private final String meaning;

    LogField(final boolean number, final String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** True if its values are numbers, false if they are text. */
    public boolean isNumber() {
        return number;
    }

    /** True if it is a time, in milliseconds. */
    public boolean isTime() {
        return compareTo(TQ) >= 0 && compareTo(TT) <= 0;
    }

    /** What it says, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The field of a name, in any case; {@code ta}, {@code tt} and {@code total} are one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LogField named(final String name) {
        final String wanted = name.toUpperCase(Locale.ROOT);
        if (wanted.equals("TA") || wanted.equals("TOTAL")) {
            return TT;
        }
        for (final LogField field : values()) {
            if (field.name().equals(wanted)) {
                return field;
            }
        }
        throw new IllegalArgumentException("no field '" + name + "': there are "
            + Arrays.stream(values()).map(LogField::label).collect(Collectors.joining(" ")));
    }
}

package org.weir.analytics.text;

/**
 * Where the fields of HAProxy's HTTP log format are, counted from 0.
 *
 * @param source the client's address and port
 * @param accept the accept date
 * @param server backend and server
 * @param timers the timers
 * @param status the status code
 * @param length bytes sent to the client
 * @param termination the termination state
 * @param queues positions in server and backend queue
 * @param request the captures, or the request's method if there are none
 */
public record FieldLayout(int source, int accept, int server, int timers, int status, int length, int termination, int queues, int request) {
    /** Fields before the client's address in a line that syslog wrote into a file, less one. */
    public static final int SYSLOG_SKIP = 1;

    /** The layout of lines with {@code 4 + skip} fields before the client's address. */
    public static FieldLayout skipping(final int skip) {
        return new FieldLayout(4 + skip, 5 + skip, 7 + skip, 8 + skip, 9 + skip, 10 + skip, 13 + skip, 15 + skip, 16 + skip);
    }
}

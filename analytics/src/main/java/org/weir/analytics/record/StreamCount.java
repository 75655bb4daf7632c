package org.weir.analytics.record;

/**
 * The numbers of a stream record that are 32 bits wide, in the order of the record.
 *
 * <p>Names are numbers that a {@link NameRecord} explains; -1 is no name.
 */
public enum StreamCount {
    FRONTEND_NAME, BACKEND_NAME, SERVER_NAME, STATUS, ACTIVE_CONNECTIONS, FRONTEND_CONNECTIONS, BACKEND_CONNECTIONS, SERVER_CONNECTIONS, RETRIES,
    SERVER_QUEUE, BACKEND_QUEUE, REQUEST_COUNTER, LOG_COUNTER;

    static final int COUNT = 13;

    final int offset = StreamLayout.INTS + Integer.BYTES * ordinal();
}

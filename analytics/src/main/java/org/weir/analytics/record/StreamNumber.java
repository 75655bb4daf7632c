package org.weir.analytics.record;

/**
 * The numbers of a stream record that are 64 bits wide, in the order of the record: times in microseconds (durations are -1 where the point was
 * never reached), sizes in bytes.
 */
public enum StreamNumber {
    STREAM_ID, ACCEPTED_EPOCH, REQUEST_EPOCH, LOGGED_EPOCH, HANDSHAKE, IDLE, REQUEST, QUEUE, CONNECT, RESPONSE, DATA, ACTIVE, TOTAL, BYTES_READ,
    BYTES_UPLOADED;

    static final int COUNT = 15;

    final int offset = StreamLayout.LONGS + Long.BYTES * ordinal();
}

package org.weir.analytics.record;

/**
 * Where things are in a stream record.
 *
 * <pre>
 *    0        8                     128                   224                   276        280
 *   +--------+---------------------+---------------------+---------------------+----------+
 *   | header | 15 x 64 bits        | 4 addresses         | 13 x 32 bits        | ending   |
 *   |        | {@link StreamNumber}        | {@link StreamAddress}       | {@link StreamCount}         |          |
 *   +--------+---------------------+---------------------+---------------------+----------+
 *    280     281     282               284                286        288
 *   +-------+-------+-----------------+------------------+----------+-----------------------
 *   | flags | level | request captures| response captures| values   | texts …
 *   +-------+-------+-----------------+------------------+----------+-----------------------
 *
 *   address (24 bytes):  | high 64 | low 64 | port 32 | family 32 |    family: 0 unknown, 1 UNIX, 4, 6
 *   ending (4 bytes):    | cause | phase | cookie of the request | cookie of the response |
 *   flags:               1 = HTTP, 2 = redispatched, 4 = logged before its end (option logasap)
 *   text:                | length 16 | bytes … |                        length 65535 = unset
 *   texts, in order:     method, uri, version, request cookie, response cookie, unique id,
 *                        request captures, response captures, values of the format's expressions
 * </pre>
 */
final class StreamLayout {
    static final int LONGS = RecordHeader.LENGTH;
    static final int ADDRESSES = LONGS + Long.BYTES * StreamNumber.COUNT;
    static final int ADDRESS_BYTES = 24;
    static final int ADDRESS_LOW = 8;
    static final int ADDRESS_PORT = 16;
    static final int ADDRESS_FAMILY = 20;
    static final int INTS = ADDRESSES + ADDRESS_BYTES * StreamAddress.COUNT;
    static final int ENDING = INTS + Integer.BYTES * StreamCount.COUNT;
    static final int FLAGS = ENDING + 4;
    static final int LEVEL = FLAGS + 1;
    static final int REQUEST_CAPTURES = FLAGS + 2;
    static final int RESPONSE_CAPTURES = FLAGS + 4;
    static final int VALUES = FLAGS + 6;
    static final int TEXTS = FLAGS + 8;

    static final int HTTP = 1;
    static final int REDISPATCHED = 2;
    static final int EARLY = 4;

    private StreamLayout() {}
}

package org.weir.analytics.line;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;

/**
 * HAProxy's standard lines (configuration manual, sections 8.2.2 and 8.2.3): {@code option httplog} for HTTP, {@code option tcplog} for TCP. Text and
 * journal have the same lines because both are written here. Allocates nothing. One thread.
 */
public final class StandardLine implements RecordText {
    private static final byte[] BAD_REQUEST = LogText.ascii("<BADREQ>");
    private static final int DATE_BYTES = "21/Nov/2026:06:17:29".length();
    private static final int FIXED_BYTES = 1024;
    private static final int NAMES = 3;
    private static final int MICROS_PER_MILLI = 1000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private final byte[] date = new byte[DATE_BYTES];
    private final UnsafeBuffer dateBuffer = new UnsafeBuffer(date);
    private long dateSecond = Long.MIN_VALUE;

    /** How many bytes a line takes at most. */
    static int bound(StreamRecordDecoder record, RecordNames names) {
        return bound(record, NAMES * names.longestBytes());
    }

    private static int bound(StreamRecordDecoder record, int namesBytes) {
        // A byte becomes three when it is encoded; a list has a delimiter for each of its texts.
        return FIXED_BYTES + 3 * (namesBytes + record.lengthBytes() + record.requestCaptures() + record.responseCaptures());
    }

    @Override
    public void append(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        append(record, names.bytes(record.count(StreamCount.FRONTEND_NAME)), names.bytes(record.count(StreamCount.BACKEND_NAME)),
                names.bytes(record.count(StreamCount.SERVER_NAME)), out);
    }

    /** As {@link #append(StreamRecordDecoder, RecordNames, LineBuffer)}, for names that were looked up before; those that there are not are empty. */
    public void append(StreamRecordDecoder record, byte[] frontend, byte[] backend, byte[] server, LineBuffer out) {
        out.ensure(bound(record, frontend.length + backend.length + server.length));
        begin(record, record.isHttp() ? StreamNumber.REQUEST_EPOCH : StreamNumber.ACCEPTED_EPOCH, out);
        name(frontend, out);
        out.put(' ');
        name(backend, out);
        out.put('/');
        name(server, out);
        out.put(' ');
        if (record.isHttp()) {
            http(record, out);
        } else {
            tcp(record, out);
        }
    }

    // Pieces of a size that compiles well: a method that becomes too long calls what it would have inlined, byte by byte.

    private static void http(StreamRecordDecoder record, LineBuffer out) {
        figures(record, out);
        boolean understood = record.nextText();
        int method = record.textOffset();
        int methodBytes = record.textLength();
        int uriBytes = record.nextText() ? record.textLength() : 0;
        int uri = record.textOffset();
        int versionBytes = record.nextText() ? record.textLength() : -1;
        int version = record.textOffset();
        cookie(record, out);
        out.put(' ');
        cookie(record, out);
        out.put(' ');
        record.nextText();
        ending(record, 4, out);
        out.put(' ');
        counters(record, out);
        out.put(' ');
        captures(record, record.requestCaptures(), understood, out);
        captures(record, record.responseCaptures(), understood, out);
        out.put('"');
        if (understood) {
            request(record.buffer(), method, methodBytes, uri, uriBytes, out);
            version(record.buffer(), version, versionBytes, out);
        } else {
            out.put(BAD_REQUEST);
        }
        out.put('"');
    }

    /** Timers, status and bytes. */
    private static void figures(StreamRecordDecoder record, LineBuffer out) {
        millis(record, StreamNumber.REQUEST, out);
        out.put('/');
        millis(record, StreamNumber.QUEUE, out);
        out.put('/');
        millis(record, StreamNumber.CONNECT, out);
        out.put('/');
        millis(record, StreamNumber.RESPONSE, out);
        out.put('/');
        growing(record, out);
        millis(record, StreamNumber.ACTIVE, out);
        out.put(' ');
        out.number(LogText.status(record.count(StreamCount.STATUS)));
        out.put(' ');
        growing(record, out);
        out.number(record.number(StreamNumber.BYTES_READ));
        out.put(' ');
    }

    /** Appends the first characters of the termination state. */
    public static void ending(StreamRecordDecoder record, int characters, LineBuffer out) {
        int start = out.length();
        for (int i = 0; i < characters; i++) {
            out.put((char) record.ending(i));
        }
        out.withoutLineEnds(start);
    }

    private static void request(DirectBuffer texts, int method, int methodBytes, int uri, int uriBytes, LineBuffer out) {
        out.encoded(texts, method, methodBytes);
        out.put(' ');
        out.encoded(texts, uri, uriBytes);
    }

    /** Where the line was cut before the version, neither that nor a space is there. */
    private static void version(DirectBuffer texts, int version, int versionBytes, LineBuffer out) {
        if (versionBytes >= 0) {
            out.put(' ');
            out.encoded(texts, version, versionBytes);
        }
    }

    private static void tcp(StreamRecordDecoder record, LineBuffer out) {
        millis(record, StreamNumber.QUEUE, out);
        out.put('/');
        millis(record, StreamNumber.CONNECT, out);
        out.put('/');
        growing(record, out);
        millis(record, StreamNumber.TOTAL, out);
        out.put(' ');
        growing(record, out);
        out.number(record.number(StreamNumber.BYTES_READ));
        out.put(' ');
        ending(record, 2, out);
        out.put(' ');
        counters(record, out);
    }

    /** Client and date. */
    private void begin(StreamRecordDecoder record, StreamNumber moment, LineBuffer out) {
        HostText.host(record, StreamAddress.CLIENT, out);
        out.put(':');
        HostText.port(record, StreamAddress.CLIENT, out);
        out.put(' ');
        date(record.number(moment), out);
        out.put(' ');
    }

    /** Appends a date in brackets, local and with its milliseconds; some 30 bytes. */
    public void date(long epochMicros, LineBuffer out) {
        long second = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        if (second != dateSecond) {
            LogDate.local(dateBuffer, 0, DATE_BYTES, second);
            dateSecond = second;
        }
        out.put('[');
        out.put(date, DATE_BYTES);
        out.put('.');
        out.padded(Math.floorMod(epochMicros, MICROS_PER_SECOND) / MICROS_PER_MILLI, 3);
        out.put(']');
    }

    private static void counters(StreamRecordDecoder record, LineBuffer out) {
        out.number(record.count(StreamCount.ACTIVE_CONNECTIONS));
        out.put('/');
        out.number(record.count(StreamCount.FRONTEND_CONNECTIONS));
        out.put('/');
        out.number(record.count(StreamCount.BACKEND_CONNECTIONS));
        out.put('/');
        out.number(record.count(StreamCount.SERVER_CONNECTIONS));
        out.put('/');
        retries(record, out);
        out.put(' ');
        out.number(record.count(StreamCount.SERVER_QUEUE));
        out.put('/');
        out.number(record.count(StreamCount.BACKEND_QUEUE));
    }

    /** Appends the number of retries, behind a plus sign when the last went to another server. */
    public static void retries(StreamRecordDecoder record, LineBuffer out) {
        if (record.isRedispatched()) {
            out.put('+');
        }
        out.number(record.count(StreamCount.RETRIES));
    }

    /** Appends the name of a proxy or server, a dash when it is empty. */
    public static void name(byte[] name, LineBuffer out) {
        if (name.length == 0) {
            out.put('-');
        } else {
            int start = out.length();
            out.put(name);
            out.withoutLineEnds(start);
        }
    }

    static void millis(StreamRecordDecoder record, StreamNumber span, LineBuffer out) {
        long micros = record.number(span);
        out.number(micros < 0 ? -1 : micros / MICROS_PER_MILLI);
    }

    /** With {@code option logasap}, figures that may still grow have a plus sign. */
    static void growing(StreamRecordDecoder record, LineBuffer out) {
        if (record.isEarly()) {
            out.put('+');
        }
    }

    private static void cookie(StreamRecordDecoder record, LineBuffer out) {
        if (record.nextText() && record.textLength() > 0) {
            int start = out.length();
            out.put(record.buffer(), record.textOffset(), record.textLength());
            out.withoutLineEnds(start);
        } else {
            out.put('-');
        }
    }

    /** The captured headers in braces, and a space. Those of what was no request do not show. */
    private static void captures(StreamRecordDecoder record, int count, boolean understood, LineBuffer out) {
        if (count == 0 || !understood) {
            return;
        }
        out.put('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put('|');
            }
            if (record.nextText()) {
                out.encodedHeader(record.buffer(), record.textOffset(), record.textLength());
            }
        }
        out.put('}');
        out.put(' ');
    }
}

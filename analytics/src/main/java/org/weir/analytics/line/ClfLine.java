package org.weir.analytics.line;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;

/**
 * The Common Log Format with HAProxy's figures behind it: {@code option httplog clf} for HTTP (configuration manual, section 8.2.3) and what later
 * versions write with {@code option tcplog clf} for TCP. One thread.
 */
public final class ClfLine implements RecordText {
    private static final byte[] NOTHING_TWICE = LogText.ascii(" \"\" \"\" ");
    private static final byte[] BAD_REQUEST = LogText.ascii("<BADREQ>");
    private static final byte[] TCP_REQUEST = LogText.ascii("\"TCP \" 000");
    private static final int DATE_BYTES = "21/Nov/2026:06:17:29 +0000".length();
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int MICROS_PER_MILLI = 1000;

    private final byte[] date = new byte[DATE_BYTES];
    private final UnsafeBuffer dateBuffer = new UnsafeBuffer(date);
    private long dateSecond = Long.MIN_VALUE;

    @Override
    public void append(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        out.ensure(StandardLine.bound(record, names));
        HostText.host(record, StreamAddress.CLIENT, out);
        out.put(LogText.ascii(" - - ["));
        date(record.number(record.isHttp() ? StreamNumber.REQUEST_EPOCH : StreamNumber.ACCEPTED_EPOCH), out);
        out.put(']');
        out.put(' ');
        if (record.isHttp()) {
            http(record, names, out);
        } else {
            tcp(record, names, out);
        }
    }

    private void http(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        boolean understood = record.nextText();
        request(record, understood, out);
        out.put(' ');
        out.number(LogText.status(record.count(StreamCount.STATUS)));
        traffic(record, names, out);
        spans(record, out, StreamNumber.REQUEST, StreamNumber.QUEUE, StreamNumber.CONNECT, StreamNumber.RESPONSE);
        StandardLine.growing(record, out);
        StandardLine.millis(record, StreamNumber.ACTIVE, out);
        out.put(' ');
        StandardLine.ending(record, 4, out);
        counters(record, out);
        cookie(record, out);
        out.put(' ');
        cookie(record, out);
        record.nextText();
        captures(record, record.requestCaptures(), understood, out);
        captures(record, record.responseCaptures(), understood, out);
        if (!understood || record.responseCaptures() == 0) {
            // The space before a list stands, whether the list does or not.
            out.put(' ');
        }
    }

    private void tcp(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        out.put(TCP_REQUEST);
        traffic(record, names, out);
        spans(record, out, StreamNumber.HANDSHAKE, StreamNumber.QUEUE, StreamNumber.CONNECT);
        StandardLine.growing(record, out);
        StandardLine.millis(record, StreamNumber.TOTAL, out);
        out.put(' ');
        out.number(record.number(StreamNumber.BYTES_UPLOADED));
        out.put(' ');
        StandardLine.ending(record, 2, out);
        out.put('-');
        out.put('-');
        counters(record, out);
        out.put(LogText.ascii("\"\" \"\" "));
    }

    private void date(long epochMicros, LineBuffer out) {
        long second = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        if (second != dateSecond) {
            LogDate.gmt(dateBuffer, 0, DATE_BYTES, second);
            dateSecond = second;
        }
        out.put(date);
    }

    /** The method is the current text; leaves the version the current one. */
    private static void request(StreamRecordDecoder record, boolean understood, LineBuffer out) {
        DirectBuffer texts = record.buffer();
        out.put('"');
        if (understood) {
            out.encoded(texts, record.textOffset(), record.textLength());
            out.put(' ');
            if (record.nextText()) {
                out.encoded(texts, record.textOffset(), record.textLength());
            }
            if (record.nextText()) {
                out.put(' ');
                out.encoded(texts, record.textOffset(), record.textLength());
            }
        } else {
            out.put(BAD_REQUEST);
            record.nextText();
            record.nextText();
        }
        out.put('"');
    }

    /** Bytes, two fields that are nobody's, port, milliseconds of the accept date, and the names. */
    private static void traffic(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        out.put(' ');
        StandardLine.growing(record, out);
        out.number(record.number(StreamNumber.BYTES_READ));
        out.put(NOTHING_TWICE);
        HostText.port(record, StreamAddress.CLIENT, out);
        out.put(' ');
        out.padded(Math.floorMod(record.number(StreamNumber.ACCEPTED_EPOCH), MICROS_PER_SECOND) / MICROS_PER_MILLI, 3);
        out.put(' ');
        name(names, record.count(StreamCount.FRONTEND_NAME), out);
        name(names, record.count(StreamCount.BACKEND_NAME), out);
        name(names, record.count(StreamCount.SERVER_NAME), out);
    }

    private static void spans(StreamRecordDecoder record, LineBuffer out, StreamNumber... spans) {
        for (StreamNumber span : spans) {
            StandardLine.millis(record, span, out);
            out.put(' ');
        }
    }

    private static void counters(StreamRecordDecoder record, LineBuffer out) {
        out.put(' ');
        counter(record, StreamCount.ACTIVE_CONNECTIONS, out);
        counter(record, StreamCount.FRONTEND_CONNECTIONS, out);
        counter(record, StreamCount.BACKEND_CONNECTIONS, out);
        counter(record, StreamCount.SERVER_CONNECTIONS, out);
        StandardLine.retries(record, out);
        out.put(' ');
        counter(record, StreamCount.SERVER_QUEUE, out);
        counter(record, StreamCount.BACKEND_QUEUE, out);
    }

    private static void counter(StreamRecordDecoder record, StreamCount field, LineBuffer out) {
        out.number(record.count(field));
        out.put(' ');
    }

    private static void name(RecordNames names, int number, LineBuffer out) {
        int start = out.length() + 1;
        out.put('"');
        out.put(names.bytes(number));
        out.withoutLineEnds(start);
        out.put('"');
        out.put(' ');
    }

    private static void cookie(StreamRecordDecoder record, LineBuffer out) {
        out.put('"');
        if (record.nextText()) {
            int start = out.length();
            out.put(record.buffer(), record.textOffset(), record.textLength());
            out.withoutLineEnds(start);
        }
        out.put('"');
    }

    private static void captures(StreamRecordDecoder record, int count, boolean understood, LineBuffer out) {
        if (!understood) {
            return;
        }
        for (int i = 0; i < count; i++) {
            out.put(' ');
            out.put('"');
            if (record.nextText()) {
                out.encodedHeader(record.buffer(), record.textOffset(), record.textLength());
            }
            out.put('"');
        }
    }
}

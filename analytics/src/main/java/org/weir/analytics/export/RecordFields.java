package org.weir.analytics.export;

import java.time.Instant;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.HostText;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.LogText;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;

/** All fields of a stream's record, in the order in which JSON and CSV have them. One thread. */
final class RecordFields {
    private static final int HOST_BYTES = 64;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final LineBuffer scratch = new LineBuffer(HOST_BYTES);
    private final UnsafeBuffer scratchBytes = new UnsafeBuffer(0, 0);
    private long timeSecond = Long.MIN_VALUE;
    private byte[] timeToSecond;

    /** Tells a record, none of whose texts has been visited. */
    void tell(StreamRecordDecoder record, RecordNames names, FieldSink sink) {
        long logged = record.number(StreamNumber.LOGGED_EPOCH);
        time(logged, sink);
        sink.number("stream_id", record.number(StreamNumber.STREAM_ID));
        sink.word("mode", record.isHttp() ? "http" : "tcp");
        sink.number("level", record.level());
        sink.flag("early", record.isEarly());
        sink.number("accepted_at_us", record.number(StreamNumber.ACCEPTED_EPOCH));
        sink.number("requested_at_us", record.number(StreamNumber.REQUEST_EPOCH));
        sink.number("logged_at_us", logged);
        name("frontend", names, record.count(StreamCount.FRONTEND_NAME), sink);
        name("backend", names, record.count(StreamCount.BACKEND_NAME), sink);
        name("server", names, record.count(StreamCount.SERVER_NAME), sink);
        address("client_ip", "client_port", record, StreamAddress.CLIENT, sink);
        address("frontend_ip", "frontend_port", record, StreamAddress.FRONTEND, sink);
        address("server_local_ip", "server_local_port", record, StreamAddress.SERVER_LOCAL, sink);
        address("server_ip", "server_port", record, StreamAddress.SERVER, sink);
        spans(record, sink);
        status(record, sink);
        counts(record, sink);
        texts(record, sink);
    }

    private void time(long epochMicros, FieldSink sink) {
        long second = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        if (second != timeSecond) {
            String whole = Instant.ofEpochSecond(second).toString();
            timeToSecond = LogText.ascii(whole.substring(0, whole.length() - 1));
            timeSecond = second;
        }
        scratch.clear();
        scratch.put(timeToSecond);
        scratch.put('.');
        scratch.padded((int) Math.floorMod(epochMicros, MICROS_PER_SECOND), 6);
        scratch.put('Z');
        scratchBytes.wrap(scratch.bytes());
        sink.text("time", scratchBytes, 0, scratch.length());
    }

    private void name(String field, RecordNames names, int number, FieldSink sink) {
        byte[] name = names.bytes(number);
        if (name.length == 0) {
            sink.none(field);
        } else {
            scratchBytes.wrap(name);
            sink.text(field, scratchBytes, 0, name.length);
        }
    }

    private void address(String host, String port, StreamRecordDecoder record, StreamAddress field, FieldSink sink) {
        if (HostText.isKnown(record.family(field))) {
            scratch.clear();
            HostText.host(record, field, scratch);
            scratchBytes.wrap(scratch.bytes());
            sink.text(host, scratchBytes, 0, scratch.length());
            sink.number(port, record.port(field));
        } else {
            sink.none(host);
            sink.none(port);
        }
    }

    private static void spans(StreamRecordDecoder record, FieldSink sink) {
        reached("handshake_us", record.number(StreamNumber.HANDSHAKE), sink);
        reached("idle_us", record.number(StreamNumber.IDLE), sink);
        reached("request_us", record.number(StreamNumber.REQUEST), sink);
        reached("queue_us", record.number(StreamNumber.QUEUE), sink);
        reached("connect_us", record.number(StreamNumber.CONNECT), sink);
        reached("response_us", record.number(StreamNumber.RESPONSE), sink);
        reached("data_us", record.number(StreamNumber.DATA), sink);
        reached("active_us", record.number(StreamNumber.ACTIVE), sink);
        reached("total_us", record.number(StreamNumber.TOTAL), sink);
    }

    private static void reached(String field, long micros, FieldSink sink) {
        if (micros < 0) {
            sink.none(field);
        } else {
            sink.number(field, micros);
        }
    }

    private void status(StreamRecordDecoder record, FieldSink sink) {
        int status = record.count(StreamCount.STATUS);
        if (status <= 0) {
            sink.none("status");
        } else {
            sink.number("status", status);
        }
        byte[] ending = {record.ending(0), record.ending(1), record.ending(2), record.ending(3)};
        scratchBytes.wrap(ending);
        sink.text("termination", scratchBytes, 0, record.isHttp() ? ending.length : 2);
        sink.number("bytes_read", record.number(StreamNumber.BYTES_READ));
        sink.number("bytes_uploaded", record.number(StreamNumber.BYTES_UPLOADED));
    }

    private static void counts(StreamRecordDecoder record, FieldSink sink) {
        sink.number("active_connections", record.count(StreamCount.ACTIVE_CONNECTIONS));
        sink.number("frontend_connections", record.count(StreamCount.FRONTEND_CONNECTIONS));
        sink.number("backend_connections", record.count(StreamCount.BACKEND_CONNECTIONS));
        sink.number("server_connections", record.count(StreamCount.SERVER_CONNECTIONS));
        sink.number("retries", record.count(StreamCount.RETRIES));
        sink.flag("redispatched", record.isRedispatched());
        sink.number("server_queue", record.count(StreamCount.SERVER_QUEUE));
        sink.number("backend_queue", record.count(StreamCount.BACKEND_QUEUE));
        sink.number("request_counter", Integer.toUnsignedLong(record.count(StreamCount.REQUEST_COUNTER)));
        sink.number("log_counter", Integer.toUnsignedLong(record.count(StreamCount.LOG_COUNTER)));
    }

    private static void texts(StreamRecordDecoder record, FieldSink sink) {
        text("method", record, sink);
        text("uri", record, sink);
        text("version", record, sink);
        text("request_cookie", record, sink);
        text("response_cookie", record, sink);
        text("unique_id", record, sink);
        list("request_captures", record.requestCaptures(), record, sink);
        list("response_captures", record.responseCaptures(), record, sink);
        list("values", record.values(), record, sink);
    }

    private static void text(String field, StreamRecordDecoder record, FieldSink sink) {
        if (record.nextText()) {
            sink.text(field, record.buffer(), record.textOffset(), record.textLength());
        } else {
            sink.none(field);
        }
    }

    private static void list(String field, int count, StreamRecordDecoder record, FieldSink sink) {
        sink.beginList(field);
        for (int i = 0; i < count; i++) {
            text(null, record, sink);
        }
        sink.endList();
    }
}

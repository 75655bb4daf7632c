package org.weir.engine.log;

import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.io.net.NetAddress;

/** Journal agent only. Reads the record of a stream back into an outcome of its own, all but the names, which are numbers there. */
final class RecordReader {
    private static final CapturedText[] NONE = {};

    private RecordReader() {}

    /** Afterwards, the record's next texts are the values of the format's expressions. */
    static void read(StreamRecordDecoder record, StreamOutcome o) {
        o.http = record.isHttp();
        o.redispatched = record.isRedispatched();
        o.terminationCause = record.ending(0);
        o.terminationPhase = record.ending(1);
        o.cookieRequest = record.ending(2);
        o.cookieResponse = record.ending(3);
        numbers(record, o);
        counts(record, o);
        address(record, StreamAddress.CLIENT, o.client);
        address(record, StreamAddress.FRONTEND, o.frontend);
        address(record, StreamAddress.SERVER_LOCAL, o.serverLocal);
        address(record, StreamAddress.SERVER, o.server);
        text(record, o.method);
        text(record, o.uri);
        text(record, o.version);
        text(record, o.requestCookie);
        text(record, o.responseCookie);
        text(record, o.uniqueId);
        o.requestCaptures = captures(record, o.requestCaptures, record.requestCaptures());
        o.responseCaptures = captures(record, o.responseCaptures, record.responseCaptures());
    }

    private static void numbers(StreamRecordDecoder record, StreamOutcome o) {
        o.streamId = record.number(StreamNumber.STREAM_ID);
        o.acceptedEpochMicros = record.number(StreamNumber.ACCEPTED_EPOCH);
        o.requestEpochMicros = record.number(StreamNumber.REQUEST_EPOCH);
        o.handshakeMicros = record.number(StreamNumber.HANDSHAKE);
        o.idleMicros = record.number(StreamNumber.IDLE);
        o.requestMicros = record.number(StreamNumber.REQUEST);
        o.queueMicros = record.number(StreamNumber.QUEUE);
        o.connectMicros = record.number(StreamNumber.CONNECT);
        o.responseMicros = record.number(StreamNumber.RESPONSE);
        o.dataMicros = record.number(StreamNumber.DATA);
        o.activeMicros = record.number(StreamNumber.ACTIVE);
        o.totalMicros = record.number(StreamNumber.TOTAL);
        o.bytesRead = record.number(StreamNumber.BYTES_READ);
        o.bytesUploaded = record.number(StreamNumber.BYTES_UPLOADED);
    }

    private static void counts(StreamRecordDecoder record, StreamOutcome o) {
        o.status = record.count(StreamCount.STATUS);
        o.activeConnections = record.count(StreamCount.ACTIVE_CONNECTIONS);
        o.frontendConnections = record.count(StreamCount.FRONTEND_CONNECTIONS);
        o.backendConnections = record.count(StreamCount.BACKEND_CONNECTIONS);
        o.serverConnections = record.count(StreamCount.SERVER_CONNECTIONS);
        o.retries = record.count(StreamCount.RETRIES);
        o.serverQueue = record.count(StreamCount.SERVER_QUEUE);
        o.backendQueue = record.count(StreamCount.BACKEND_QUEUE);
        o.requestCounter = record.count(StreamCount.REQUEST_COUNTER);
        o.logCounter = record.count(StreamCount.LOG_COUNTER);
    }

    private static void address(StreamRecordDecoder record, StreamAddress field, NetAddress into) {
        into.set(record.family(field), record.addressHigh(field), record.addressLow(field), record.port(field));
    }

    private static void text(StreamRecordDecoder record, CapturedText into) {
        if (record.nextText()) {
            into.set(record.buffer(), record.textOffset(), record.textLength());
        } else {
            into.clear();
        }
    }

    private static CapturedText[] captures(StreamRecordDecoder record, CapturedText[] present, int count) {
        CapturedText[] captures = present.length == count ? present : fresh(count);
        for (CapturedText captured : captures) {
            text(record, captured);
        }
        return captures;
    }

    private static CapturedText[] fresh(int count) {
        if (count == 0) {
            return NONE;
        }
        CapturedText[] captures = new CapturedText[count];
        for (int i = 0; i < count; i++) {
            captures[i] = new CapturedText(0xFFFF);
        }
        return captures;
    }
}

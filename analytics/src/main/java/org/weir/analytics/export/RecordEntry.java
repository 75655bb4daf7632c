package org.weir.analytics.export;

import org.agrona.DirectBuffer;
import org.weir.analytics.line.HostText;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.LogText;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.Swar;

/**
 * Reads the record of a stream as an entry: what {@link org.weir.analytics.text.StandardEntryParser} finds in the line that {@link StandardLine} makes of
 * it, without the line and only as far as asked for. The only place that knows how a record becomes an entry. One thread.
 *
 * <p>What would move or change the fields of a line (a space in a name, a cookie or a URL, a request that was cut, the plus signs of {@code option
 * logasap}) is not done again here: such a record is left to its line.
 */
final class RecordEntry {
    private static final int HOUR_BYTES = "19/Feb/2023:04".length();
    private static final int MINUTE_BYTES = HOUR_BYTES + 3;
    private static final int SECOND_BYTES = MINUTE_BYTES + 3;
    private static final int FIXED_BYTES = 1024;
    private static final int HTTP_ENDING = 4;
    private static final int TCP_ENDING = 2;
    private static final int COOKIES = 2;
    private static final int MICROS_PER_MILLI = 1000;

    private final StandardLine line = new StandardLine();
    private final LineBuffer text = new LineBuffer(2 * FIXED_BYTES);

    private final boolean wantsSource;
    private final boolean wantsDate;
    private final boolean wantsFrontend;
    private final boolean wantsServer;
    private final boolean wantsTimers;
    private final boolean wantsStatusText;
    private final boolean wantsBytes;
    private final boolean wantsBytesText;
    private final boolean wantsEnding;
    private final boolean wantsCounters;
    private final boolean wantsRequest;
    private final int captureBlock;
    private final int captureField;

    RecordEntry(FieldDemand demand) {
        wantsSource = demand.wantsText(LogField.SRC);
        wantsDate = demand.wantsText(LogField.HOUR, LogField.MINUTE, LogField.SECOND);
        wantsFrontend = demand.wantsText(LogField.FRONTEND);
        wantsServer = demand.wantsText(LogField.BACKEND, LogField.SERVER);
        wantsTimers = demand.wantsNumber(LogField.TQ, LogField.TW, LogField.TC, LogField.TR, LogField.TD, LogField.TT);
        wantsStatusText = demand.wantsText(LogField.STATUS, LogField.CLASS) || demand.wantsNumber(LogField.CLASS);
        wantsBytes = demand.wantsNumber(LogField.BYTES);
        wantsBytesText = demand.wantsText(LogField.BYTES);
        wantsEnding = demand.wantsText(LogField.TERM);
        wantsCounters = wantsCounter(demand, LogField.ACTCONN, LogField.RETRIES, LogField.SRVQUEUE, LogField.BACKQUEUE);
        wantsRequest = demand.wantsText(LogField.METHOD, LogField.URL, LogField.PATH);
        captureBlock = demand.captureBlock();
        captureField = demand.captureField();
    }

    private static boolean wantsCounter(FieldDemand demand, LogField... fields) {
        return demand.wantsNumber(fields) || demand.wantsText(fields);
    }

    /**
     * Fills an entry.
     *
     * @param record none of whose texts has been visited
     * @return false if only its line tells
     */
    boolean read(StreamRecordDecoder record, RecordNames names, LogEntry entry) {
        return !names.hasSpaces() && read(record, names.bytes(record.count(StreamCount.FRONTEND_NAME)),
                names.bytes(record.count(StreamCount.BACKEND_NAME)), names.bytes(record.count(StreamCount.SERVER_NAME)), entry);
    }

    /** As {@link #read(StreamRecordDecoder, RecordNames, LogEntry)}, for names that were looked up before and have no space. */
    boolean read(StreamRecordDecoder record, byte[] frontend, byte[] backend, byte[] server, LogEntry entry) {
        if (record.isEarly()) {
            return false;
        }
        text.clear();
        text.ensure(FIXED_BYTES + 3 * (frontend.length + backend.length + server.length + record.lengthBytes()));
        entry.begin(text.bytes());
        boolean isHttp = record.isHttp();
        if (wantsDate) {
            date(record.number(isHttp ? StreamNumber.REQUEST_EPOCH : StreamNumber.ACCEPTED_EPOCH), entry);
        }
        if (wantsSource) {
            int start = text.length();
            HostText.host(record, StreamAddress.CLIENT, text);
            entry.setText(LogField.SRC, start, text.length());
        }
        if (wantsFrontend) {
            int start = text.length();
            StandardLine.name(frontend, text);
            entry.setText(LogField.FRONTEND, start, text.length());
        }
        if (wantsServer) {
            server(backend, server, entry);
        }
        return isHttp ? http(record, entry) : tcp(record, entry);
    }

    private void date(long epochMicros, LogEntry entry) {
        int start = text.length() + 1;
        line.date(epochMicros, text);
        entry.setText(LogField.HOUR, start, start + HOUR_BYTES);
        entry.setText(LogField.MINUTE, start, start + MINUTE_BYTES);
        entry.setText(LogField.SECOND, start, start + SECOND_BYTES);
    }

    private void server(byte[] backend, byte[] server, LogEntry entry) {
        int start = text.length();
        StandardLine.name(backend, text);
        text.put('/');
        StandardLine.name(server, text);
        entry.setText(LogField.SERVER, start, text.length());
        int slash = start;
        while (text.bytes()[slash] != '/') {
            slash++;
        }
        entry.setText(LogField.BACKEND, start, slash);
    }

    private boolean http(StreamRecordDecoder record, LogEntry entry) {
        status(LogText.status(record.count(StreamCount.STATUS)), entry);
        if (wantsTimers) {
            timers(record, entry);
        }
        bytes(record, entry);
        if (!wantsEnding && !wantsCounters && !wantsRequest && captureBlock == 0) {
            return true;
        }
        return ending(record, HTTP_ENDING, entry) && counters(record, entry) && texts(record, entry);
    }

    private boolean tcp(StreamRecordDecoder record, LogEntry entry) {
        if (wantsTimers) {
            entry.setNumber(LogField.TW, millis(record, StreamNumber.QUEUE), 0, 0);
            entry.setNumber(LogField.TC, millis(record, StreamNumber.CONNECT), 0, 0);
            entry.setNumber(LogField.TT, millis(record, StreamNumber.TOTAL), 0, 0);
        }
        bytes(record, entry);
        return ending(record, TCP_ENDING, entry) && counters(record, entry);
    }

    private void timers(StreamRecordDecoder record, LogEntry entry) {
        int request = millis(record, StreamNumber.REQUEST);
        int queue = millis(record, StreamNumber.QUEUE);
        int connect = millis(record, StreamNumber.CONNECT);
        int response = millis(record, StreamNumber.RESPONSE);
        int active = millis(record, StreamNumber.ACTIVE);
        entry.setNumber(LogField.TQ, request, 0, 0);
        entry.setNumber(LogField.TW, queue, 0, 0);
        entry.setNumber(LogField.TC, connect, 0, 0);
        entry.setNumber(LogField.TR, response, 0, 0);
        entry.setNumber(LogField.TT, active, 0, 0);
        if ((request | queue | connect | response) >= 0) {
            entry.setNumber(LogField.TD, Math.max(0, active - request - queue - connect - response), 0, 0);
        }
    }

    /** Numbers of lines are read into 32 bits, of which larger ones keep the lowest. */
    private static int millis(StreamRecordDecoder record, StreamNumber span) {
        long micros = record.number(span);
        return micros < 0 ? -1 : (int) (micros / MICROS_PER_MILLI);
    }

    private void status(int status, LogEntry entry) {
        if (!wantsStatusText) {
            entry.setNumber(LogField.STATUS, status, 0, 0);
            return;
        }
        int start = text.length();
        text.number(status);
        entry.setStatus(status, start, text.length());
    }

    private void bytes(StreamRecordDecoder record, LogEntry entry) {
        if (wantsBytesText) {
            number(LogField.BYTES, record.number(StreamNumber.BYTES_READ), entry);
        } else if (wantsBytes) {
            entry.setNumber(LogField.BYTES, record.number(StreamNumber.BYTES_READ), 0, 0);
        }
    }

    private void number(LogField field, long value, LogEntry entry) {
        int start = text.length();
        text.number(value);
        entry.setNumber(field, value, start, text.length());
    }

    /** The termination state, and a space, so that there are as many bytes as those who read it without looking take. */
    private boolean ending(StreamRecordDecoder record, int characters, LogEntry entry) {
        int start = text.length();
        StandardLine.ending(record, characters, text);
        int end = text.length();
        text.put(' ');
        entry.setText(LogField.TERM, start, end);
        return Swar.fieldEnd(text.bytes(), start) == end;
    }

    private boolean counters(StreamRecordDecoder record, LogEntry entry) {
        if (wantsCounters) {
            number(LogField.ACTCONN, record.count(StreamCount.ACTIVE_CONNECTIONS), entry);
            number(LogField.RETRIES, record.count(StreamCount.RETRIES), entry);
            number(LogField.SRVQUEUE, record.count(StreamCount.SERVER_QUEUE), entry);
            number(LogField.BACKQUEUE, record.count(StreamCount.BACKEND_QUEUE), entry);
        }
        return true;
    }

    /** What is wanted of the texts; and that no cookie moves the fields behind it. */
    private boolean texts(StreamRecordDecoder record, LogEntry entry) {
        boolean isRequest = record.nextText();
        boolean understood = isRequest && record.textLength() > 0;
        int method = record.textOffset();
        int methodBytes = record.textLength();
        understood &= record.nextText() && record.textLength() > 0;
        int uri = record.textOffset();
        int uriBytes = record.textLength();
        understood &= record.nextText();
        for (int cookie = 0; cookie < COOKIES; cookie++) {
            if (isNextSpaced(record)) {
                return false;
            }
        }
        if (captureBlock > 0 && isRequest) {
            capture(record, entry);
        }
        return !wantsRequest || understood && request(record.buffer(), method, methodBytes, uri, uriBytes, entry);
    }

    /** A list without a text is no block of a line. The cookies have been visited. */
    private void capture(StreamRecordDecoder record, LogEntry entry) {
        int requestCaptures = record.requestCaptures();
        boolean isOfRequest = captureBlock == 1 && requestCaptures > 0;
        boolean isOfResponse = !isOfRequest && captureBlock == (requestCaptures > 0 ? 2 : 1);
        int count = isOfRequest ? requestCaptures : isOfResponse ? record.responseCaptures() : 0;
        if (Integer.compareUnsigned(captureField, count) > 0) {
            return;
        }
        // The unique id is before them.
        for (int passed = isOfRequest ? 0 : -requestCaptures; passed < captureField; passed++) {
            record.nextText();
        }
        if (record.nextText()) {
            int start = text.length();
            text.encodedHeader(record.buffer(), record.textOffset(), record.textLength());
            entry.setCapture(start, text.length());
        }
    }

    private static boolean isNextSpaced(StreamRecordDecoder record) {
        if (record.nextText()) {
            DirectBuffer buffer = record.buffer();
            for (int at = record.textOffset(), end = at + record.textLength(); at < end; at++) {
                if (buffer.getByte(at) == ' ') {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean request(DirectBuffer texts, int method, int methodBytes, int uri, int uriBytes, LogEntry entry) {
        int start = text.length();
        text.encoded(texts, method, methodBytes);
        int methodEnd = text.length();
        text.put(' ');
        int url = text.length();
        text.encoded(texts, uri, uriBytes);
        int end = text.length();
        text.put(' ');
        byte[] bytes = text.bytes();
        if (Swar.fieldEnd(bytes, start) != methodEnd || Swar.fieldEnd(bytes, url) != end) {
            return false;
        }
        int pathEnd = url;
        while (pathEnd < end && bytes[pathEnd] != '?' && bytes[pathEnd] != ';') {
            pathEnd++;
        }
        entry.setText(LogField.METHOD, start, methodEnd);
        entry.setText(LogField.URL, url, end);
        entry.setText(LogField.PATH, url, pathEnd);
        return true;
    }
}

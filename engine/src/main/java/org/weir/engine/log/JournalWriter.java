package org.weir.engine.log;

import java.util.List;
import org.agrona.collections.Object2IntHashMap;
import org.agrona.collections.Object2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.MessageRecord;
import org.weir.analytics.record.NameRecord;
import org.weir.analytics.record.RecordHeader;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;
import org.weir.analytics.record.StreamRecordEncoder;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.expr.Expression;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.Sample;
import org.weir.engine.expr.SampleContext;
import org.weir.io.net.NetAddress;

/** Engine agent only. Decides which streams are logged and writes their records, and the process's messages, into the journal ring. */
public final class JournalWriter implements StreamLog {
    private static final int MAX_RECORD_BYTES = 32 * 1024;
    private static final int UNKNOWN = -1;

    private final JournalRing ring;
    private final Object2ObjectHashMap<String, LoggedFrontend> frontends = new Object2ObjectHashMap<>();
    private final Object2IntHashMap<String> names = new Object2IntHashMap<>(UNKNOWN);
    private final StreamRecordEncoder encoder = new StreamRecordEncoder();
    private final UnsafeBuffer scratch;

    /** A frontend that is logged: what its records need, and how many there were. */
    private static final class LoggedFrontend {
        final int maxLevel;
        final boolean journal;
        final Expression[] values;
        int lines;

        LoggedFrontend(ProxyConfig proxy) {
            maxLevel = proxy.logging().targets().stream().mapToInt(LogTarget::maxLevel).max().orElse(0);
            journal = proxy.logging().journal();
            LogFormat format = proxy.logging().format();
            values = format == null ? new Expression[0] : format.nodes().stream()
                    .filter(LogFormat.Node.Value.class::isInstance).map(node -> ((LogFormat.Node.Value) node).expression()).toArray(Expression[]::new);
        }
    }

    /** @param proxies all of them; those without targets and journal are not logged */
    public JournalWriter(List<ProxyConfig> proxies, JournalRing ring) {
        this.ring = ring;
        scratch = new UnsafeBuffer(new byte[Math.min(MAX_RECORD_BYTES, ring.maxRecordBytes())]);
        for (ProxyConfig proxy : proxies) {
            if (proxy.hasFrontend() && (proxy.logging().journal() || !proxy.logging().targets().isEmpty())) {
                frontends.put(proxy.name(), new LoggedFrontend(proxy));
            }
        }
    }

    @Override
    public boolean record(StreamOutcome outcome, SampleContext context) {
        LoggedFrontend frontend = frontends.get(outcome.frontendName);
        if (frontend == null) {
            return false;
        }
        int level = LogPolicy.level(outcome);
        if (level == LogPolicy.SILENT) {
            return false;
        }
        outcome.logCounter = frontend.lines++;
        if (level <= frontend.maxLevel || frontend.journal) {
            int length = encode(outcome, frontend, level, context);
            if (length > 0) {
                ring.offer(RecordHeader.STREAM, scratch, 0, length);
            }
        }
        return true;
    }

    /**
     * A message about a proxy.
     *
     * @param proxy its proxy
     * @param level syslog severity
     */
    public void message(ProxyConfig proxy, int level, String text, long epochMicros) {
        int name = number(proxy.name());
        if (name == UNKNOWN) {
            return;
        }
        int side = proxy.hasFrontend() ? MessageRecord.FRONTEND : MessageRecord.BACKEND;
        int length = MessageRecord.encode(scratch, 0, scratch.capacity(), epochMicros, name, side, level, text);
        ring.offer(RecordHeader.MESSAGE, scratch, 0, length);
    }

    /** @return the record's length, or 0 when a name in it could not be announced */
    private int encode(StreamOutcome o, LoggedFrontend frontend, int level, SampleContext context) {
        int frontendName = number(o.frontendName);
        int backendName = number(o.backendName);
        int serverName = number(o.serverName);
        if (frontendName == UNKNOWN || backendName == UNKNOWN || serverName == UNKNOWN) {
            return 0;
        }
        encoder.wrap(scratch, 0, scratch.capacity())
                .kind(o.http, o.redispatched, o.logging.logAsap(), level)
                .ending(o.terminationCause, o.terminationPhase, o.cookieRequest, o.cookieResponse)
                .lists(o.requestCaptures.length, o.responseCaptures.length, frontend.values.length)
                .count(StreamCount.FRONTEND_NAME, frontendName)
                .count(StreamCount.BACKEND_NAME, backendName)
                .count(StreamCount.SERVER_NAME, serverName);
        numbers(o, context.epochMicros());
        counts(o);
        texts(o);
        for (Expression value : frontend.values) {
            Sample sample = value.text(context);
            if (sample == null) {
                encoder.noText();
            } else {
                encoder.text(sample.bytes(), sample.offset(), sample.length());
            }
        }
        return encoder.finish();
    }

    private void numbers(StreamOutcome o, long epochMicros) {
        encoder.number(StreamNumber.STREAM_ID, o.streamId)
                .number(StreamNumber.ACCEPTED_EPOCH, o.acceptedEpochMicros)
                .number(StreamNumber.REQUEST_EPOCH, o.requestEpochMicros)
                .number(StreamNumber.LOGGED_EPOCH, epochMicros)
                .number(StreamNumber.HANDSHAKE, o.handshakeMicros)
                .number(StreamNumber.IDLE, o.idleMicros)
                .number(StreamNumber.REQUEST, o.requestMicros)
                .number(StreamNumber.QUEUE, o.queueMicros)
                .number(StreamNumber.CONNECT, o.connectMicros)
                .number(StreamNumber.RESPONSE, o.responseMicros)
                .number(StreamNumber.DATA, o.dataMicros)
                .number(StreamNumber.ACTIVE, o.activeMicros)
                .number(StreamNumber.TOTAL, o.totalMicros)
                .number(StreamNumber.BYTES_READ, o.bytesRead)
                .number(StreamNumber.BYTES_UPLOADED, o.bytesUploaded);
    }

    private void counts(StreamOutcome o) {
        encoder.count(StreamCount.STATUS, o.status)
                .count(StreamCount.ACTIVE_CONNECTIONS, o.activeConnections)
                .count(StreamCount.FRONTEND_CONNECTIONS, o.frontendConnections)
                .count(StreamCount.BACKEND_CONNECTIONS, o.backendConnections)
                .count(StreamCount.SERVER_CONNECTIONS, o.serverConnections)
                .count(StreamCount.RETRIES, o.retries)
                .count(StreamCount.SERVER_QUEUE, o.serverQueue)
                .count(StreamCount.BACKEND_QUEUE, o.backendQueue)
                .count(StreamCount.REQUEST_COUNTER, o.requestCounter)
                .count(StreamCount.LOG_COUNTER, o.logCounter);
        address(StreamAddress.CLIENT, o.client);
        address(StreamAddress.FRONTEND, o.frontend);
        address(StreamAddress.SERVER_LOCAL, o.serverLocal);
        address(StreamAddress.SERVER, o.server);
    }

    private void address(StreamAddress field, NetAddress address) {
        encoder.address(field, address.family(), address.high(), address.low(), address.port());
    }

    private void texts(StreamOutcome o) {
        text(o.method);
        requestTarget(o);
        text(o.requestCookie);
        text(o.responseCookie);
        text(o.uniqueId);
        for (CapturedText captured : o.requestCaptures) {
            text(captured);
        }
        for (CapturedText captured : o.responseCaptures) {
            text(captured);
        }
    }

    /** The request line is cut where HAProxy's buffer for it ends; what is cut off whole is unset. */
    private void requestTarget(StreamOutcome o) {
        int left = o.uri.capacity() - 1 - o.method.length() - 1;
        if (!o.uri.isSet() || !o.method.isSet()) {
            text(o.uri);
            text(o.version);
            return;
        }
        int uriBytes = Math.clamp(left, 0, o.uri.length());
        encoder.text(o.uri.bytes(), uriBytes);
        left -= uriBytes + 1;
        if (left < 0) {
            encoder.noText();
        } else {
            encoder.text(o.version.bytes(), Math.min(left, o.version.length()));
        }
    }

    private void text(CapturedText captured) {
        if (captured.isSet()) {
            encoder.text(captured.bytes(), captured.length());
        } else {
            encoder.noText();
        }
    }

    /** The number of a name, announced to the journal when it is new; {@link #UNKNOWN} when the ring had no room for that. */
    private int number(String name) {
        int known = names.getValue(name);
        if (known != UNKNOWN) {
            return known;
        }
        int number = names.size();
        int length = NameRecord.encode(scratch, 0, number, name);
        if (!ring.offer(RecordHeader.NAME, scratch, 0, length)) {
            return UNKNOWN;
        }
        names.put(name, number);
        return number;
    }
}

package org.weir.engine.log;

import org.agrona.MutableDirectBuffer;
import org.weir.analytics.line.LogDate;
import org.weir.analytics.line.LogText;
import org.weir.engine.expr.LogVariable;
import org.weir.io.net.NetAddress;

/**
 * Renders variables of log-format strings from what is known of a stream, allocation-free (configuration manual, section "custom log format").
 * Any thread that owns the outcome.
 */
public final class LogVariableRenderer {
    private static final byte[] BAD_REQUEST = LogText.ascii("<BADREQ>");
    private static final byte[] NOTHING = {};
    private static final int MILLI = 1_000;
    private static final int SECOND = 1_000_000;

    private LogVariableRenderer() {}

    /** Appends a variable where rules use it: a missing value is nothing. @return the new end, cut at {@code limit} */
    public static int appendInRule(LogVariable variable, StreamOutcome outcome, MutableDirectBuffer out, int offset, int limit) {
        return append(variable, LogFlags.of(false, false, false, false), outcome, out, offset, limit);
    }

    /** Appends a variable without flags; a missing value is a dash. @return the new end, cut at {@code limit} */
    public static int append(LogVariable variable, StreamOutcome outcome, MutableDirectBuffer out, int offset, int limit) {
        return append(variable, LogFlags.NONE, outcome, out, offset, limit);
    }

    /**
     * Appends a variable.
     *
     * @param flags of {@link LogFlags}
     * @return the new end, cut at {@code limit}
     */
    static int append(LogVariable variable, int flags, StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        return switch (variable) {
            case CLIENT_IP -> host(o.client, flags, out, offset, limit);
            case CLIENT_PORT -> port(o.client, flags, out, offset, limit);
            case FRONTEND_IP -> host(o.frontend, flags, out, offset, limit);
            case FRONTEND_PORT -> port(o.frontend, flags, out, offset, limit);
            case BACKEND_IP -> host(o.serverLocal, flags, out, offset, limit);
            case BACKEND_PORT -> port(o.serverLocal, flags, out, offset, limit);
            case SERVER_IP -> host(o.server, flags, out, offset, limit);
            case SERVER_PORT -> port(o.server, flags, out, offset, limit);
            case FRONTEND, FRONTEND_TRANSPORT -> name(o.frontendName, flags, out, offset, limit);
            case BACKEND -> name(o.backendName, flags, out, offset, limit);
            case SERVER -> name(o.serverName, flags, out, offset, limit);
            case HOSTNAME -> name(ProcessIdentity.HOSTNAME, flags, out, offset, limit);
            case ACCEPT_DATE, ACCEPT_DATE_LOCAL, ACCEPT_DATE_GMT, ACCEPT_SECONDS, ACCEPT_MILLIS, REQUEST_DATE, REQUEST_DATE_LOCAL, REQUEST_DATE_GMT ->
                date(variable, flags, o, out, offset, limit);
            case TIME_HANDSHAKE, TIME_IDLE, TIME_REQUEST, TIME_TQ, TIME_QUEUE, TIME_CONNECT, TIME_RESPONSE, TIME_DATA, TIME_ACTIVE, TIME_TOTAL, TIME_USER ->
                span(variable, o, out, offset, limit);
            case STATUS -> LogText.number(out, offset, limit, o.http ? LogText.status(o.status) : o.status);
            case BYTES_READ -> LogText.number(out, open(o, out, offset, limit), limit, o.bytesRead);
            case BYTES_UPLOADED -> LogText.number(out, offset, limit, o.bytesUploaded);
            case REQUEST_COOKIE -> plain(o.requestCookie, flags, out, offset, limit);
            case RESPONSE_COOKIE -> plain(o.responseCookie, flags, out, offset, limit);
            case UNIQUE_ID -> plain(o.uniqueId, flags, out, offset, limit);
            case TERMINATION -> termination(o, false, out, offset, limit);
            case TERMINATION_COOKIE -> termination(o, true, out, offset, limit);
            case ACTIVE_CONNECTIONS -> LogText.number(out, offset, limit, o.activeConnections);
            case FRONTEND_CONNECTIONS -> LogText.number(out, offset, limit, o.frontendConnections);
            case BACKEND_CONNECTIONS -> LogText.number(out, offset, limit, o.backendConnections);
            case SERVER_CONNECTIONS -> LogText.number(out, offset, limit, o.serverConnections);
            case RETRIES -> LogText.number(out, o.redispatched ? LogText.put(out, offset, limit, '+') : offset, limit, o.retries);
            case SERVER_QUEUE -> LogText.number(out, offset, limit, o.serverQueue);
            case BACKEND_QUEUE -> LogText.number(out, offset, limit, o.backendQueue);
            case REQUEST_CAPTURES -> captures(o, o.requestCaptures, flags, out, offset, limit);
            case RESPONSE_CAPTURES -> captures(o, o.responseCaptures, flags, out, offset, limit);
            case REQUEST_CAPTURES_LIST -> captureList(o, o.requestCaptures, flags, out, offset, limit);
            case RESPONSE_CAPTURES_LIST -> captureList(o, o.responseCaptures, flags, out, offset, limit);
            case REQUEST_LINE, METHOD, URI, PATH, QUERY, VERSION, PATH_ONLY -> request(variable, flags, o, out, offset, limit);
            case PID -> number(ProcessIdentity.PID, 0, flags, out, offset, limit);
            case REQUEST_COUNTER -> number(Integer.toUnsignedLong(o.requestCounter), 4, flags, out, offset, limit);
            case LOG_COUNTER -> number(Integer.toUnsignedLong(o.logCounter), 4, flags, out, offset, limit);
            case TLS_CIPHERS, TLS_VERSION -> text(NOTHING, 0, flags, out, offset, limit);
        };
    }

    private static int number(long value, int hexDigits, int flags, MutableDirectBuffer out, int offset, int limit) {
        return LogFlags.isHexadecimal(flags) ? LogText.hex(out, offset, limit, value, hexDigits) : LogText.number(out, offset, limit, value);
    }

    /** In hexadecimal, addresses and ports have a fixed width and no quotes. */
    private static int host(NetAddress address, int flags, MutableDirectBuffer out, int offset, int limit) {
        if (LogFlags.isHexadecimal(flags) && address.family() == NetAddress.INET4) {
            return LogText.hex(out, offset, limit, address.low(), 8);
        }
        if (LogFlags.isHexadecimal(flags) && address.family() == NetAddress.INET6) {
            return LogText.hex(out, LogText.hex(out, offset, limit, address.high(), 16), limit, address.low(), 16);
        }
        if (address.family() == NetAddress.UNKNOWN) {
            return text(NOTHING, 0, flags, out, offset, limit);
        }
        int start = LogFlags.open(flags, out, offset, limit);
        // Only what is left of a line that is nearly full is too small for any address.
        int end = limit - start < NetAddress.MAX_HOST_BYTES ? start : start + address.formatHost(out, start);
        return LogFlags.close(flags, out, start, end, limit);
    }

    private static int port(NetAddress address, int flags, MutableDirectBuffer out, int offset, int limit) {
        if (address.family() == NetAddress.UNKNOWN) {
            return text(NOTHING, 0, flags, out, offset, limit);
        }
        return number(address.port(), 4, flags, out, offset, limit);
    }

    private static int name(String name, int flags, MutableDirectBuffer out, int offset, int limit) {
        if (name == null || name.isEmpty()) {
            return text(NOTHING, 0, flags, out, offset, limit);
        }
        int start = LogFlags.open(flags, out, offset, limit);
        return LogFlags.close(flags, out, start, LogText.put(out, start, limit, name), limit);
    }

    private static int text(byte[] bytes, int lengthBytes, int flags, MutableDirectBuffer out, int offset, int limit) {
        int start = LogFlags.open(flags, out, offset, limit);
        int end = lengthBytes == 0 ? LogFlags.missing(flags, out, start, limit) : LogText.put(out, start, limit, bytes, 0, lengthBytes);
        return LogFlags.close(flags, out, start, end, limit);
    }

    private static int plain(CapturedText captured, int flags, MutableDirectBuffer out, int offset, int limit) {
        return text(captured.bytes(), captured.length(), flags, out, offset, limit);
    }

    private static int date(LogVariable variable, int flags, StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        long accepted = Math.floorDiv(o.acceptedEpochMicros, SECOND);
        long requested = Math.floorDiv(o.requestEpochMicros, SECOND);
        int acceptedMillis = (int) Math.floorMod(o.acceptedEpochMicros, (long) SECOND) / MILLI;
        return switch (variable) {
            case ACCEPT_DATE -> LogDate.localMillis(out, offset, limit, o.acceptedEpochMicros);
            case REQUEST_DATE -> LogDate.localMillis(out, offset, limit, o.requestEpochMicros);
            case ACCEPT_DATE_LOCAL -> LogDate.localZoned(out, offset, limit, accepted);
            case REQUEST_DATE_LOCAL -> LogDate.localZoned(out, offset, limit, requested);
            case ACCEPT_DATE_GMT -> LogDate.gmt(out, offset, limit, accepted);
            case REQUEST_DATE_GMT -> LogDate.gmt(out, offset, limit, requested);
            case ACCEPT_SECONDS -> number(accepted, 0, flags, out, offset, limit);
            case ACCEPT_MILLIS -> LogFlags.isHexadecimal(flags)
                    ? LogText.hex(out, offset, limit, acceptedMillis, 2)
                    : LogText.padded(out, offset, limit, acceptedMillis, 3);
            default -> offset;
        };
    }

    private static int span(LogVariable variable, StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        return switch (variable) {
            case TIME_HANDSHAKE -> millis(o.handshakeMicros, out, offset, limit);
            case TIME_IDLE -> millis(o.idleMicros, out, offset, limit);
            case TIME_REQUEST -> millis(o.requestMicros, out, offset, limit);
            case TIME_TQ -> millis(o.requestMicros < 0 ? -1 : o.handshakeMicros + o.idleMicros + o.requestMicros, out, offset, limit);
            case TIME_QUEUE -> millis(o.queueMicros, out, offset, limit);
            case TIME_CONNECT -> millis(o.connectMicros, out, offset, limit);
            case TIME_RESPONSE -> millis(o.responseMicros, out, offset, limit);
            case TIME_DATA -> millis(o.dataMicros, out, offset, limit);
            case TIME_ACTIVE -> millis(o.activeMicros, out, open(o, out, offset, limit), limit);
            case TIME_TOTAL -> millis(o.totalMicros, out, open(o, out, offset, limit), limit);
            case TIME_USER -> millis(o.totalMicros < 0 ? -1 : o.totalMicros - o.idleMicros, out, open(o, out, offset, limit), limit);
            default -> offset;
        };
    }

    private static int millis(long micros, MutableDirectBuffer out, int offset, int limit) {
        return LogText.number(out, offset, limit, micros < 0 ? -1 : micros / MILLI);
    }

    /** With {@code option logasap}, figures that may still grow have a plus sign. */
    private static int open(StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        return o.logging != null && o.logging.logAsap() ? LogText.put(out, offset, limit, '+') : offset;
    }

    private static int termination(StreamOutcome o, boolean withCookies, MutableDirectBuffer out, int offset, int limit) {
        int end = LogText.put(out, LogText.put(out, offset, limit, (char) o.terminationCause), limit, (char) o.terminationPhase);
        return withCookies ? LogText.put(out, LogText.put(out, end, limit, (char) o.cookieRequest), limit, (char) o.cookieResponse) : end;
    }

    private static int captures(StreamOutcome o, CapturedText[] captured, int flags, MutableDirectBuffer out, int offset, int limit) {
        if (captured.length == 0 || !o.method.isSet()) {
            return offset;
        }
        int start = LogFlags.open(flags, out, offset, limit);
        int end = LogText.put(out, start, limit, '{');
        for (int i = 0; i < captured.length; i++) {
            end = i == 0 ? end : LogText.put(out, end, limit, '|');
            end = LogText.encodedHeader(out, end, limit, captured[i].bytes(), 0, captured[i].length());
        }
        return LogFlags.close(flags, out, start, LogText.put(out, end, limit, '}'), limit);
    }

    private static int captureList(StreamOutcome o, CapturedText[] captured, int flags, MutableDirectBuffer out, int offset, int limit) {
        if (!o.method.isSet()) {
            return offset;
        }
        int end = offset;
        for (int i = 0; i < captured.length; i++) {
            end = i == 0 ? end : LogText.put(out, end, limit, ' ');
            int start = LogFlags.open(flags, out, end, limit);
            end = captured[i].length() > 0
                    ? LogText.encodedHeader(out, start, limit, captured[i].bytes(), 0, captured[i].length())
                    : LogFlags.missing(LogFlags.MANDATORY | flags, out, start, limit);
            end = LogFlags.close(flags, out, start, end, limit);
        }
        return end;
    }

    private static int request(LogVariable variable, int flags, StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        if (!o.method.isSet()) {
            return text(BAD_REQUEST, BAD_REQUEST.length, flags, out, offset, limit);
        }
        int start = LogFlags.open(flags, out, offset, limit);
        byte[] uri = o.uri.bytes();
        int length = o.uri.length();
        int query = indexOf(uri, 0, length, '?');
        int end = switch (variable) {
            case REQUEST_LINE -> requestLine(o, out, start, limit);
            case METHOD -> LogText.encoded(out, start, limit, o.method.bytes(), 0, o.method.length());
            case URI -> LogText.encoded(out, start, limit, uri, 0, length);
            case VERSION -> LogText.encoded(out, start, limit, o.version.bytes(), 0, o.version.length());
            case PATH -> LogText.encoded(out, start, limit, uri, 0, query);
            case QUERY -> LogText.encoded(out, start, limit, uri, query, length - query);
            case PATH_ONLY -> {
                int path = pathStart(uri, query);
                yield LogText.encoded(out, start, limit, uri, path, query - path);
            }
            default -> start;
        };
        return LogFlags.close(flags, out, start, end, limit);
    }

    /** The whole line is cut where HAProxy's buffer for it ends. */
    private static int requestLine(StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        int left = o.uri.capacity() - 1;
        int end = LogText.encoded(out, offset, limit, o.method.bytes(), 0, o.method.length());
        left -= o.method.length() + 1;
        int length = Math.clamp(left, 0, o.uri.length());
        end = LogText.encoded(out, LogText.put(out, end, limit, ' '), limit, o.uri.bytes(), 0, length);
        left -= length + 1;
        if (left < 0) {
            return end;
        }
        return LogText.encoded(out, LogText.put(out, end, limit, ' '), limit, o.version.bytes(), 0, Math.min(left, o.version.length()));
    }

    /** After scheme and authority, where the target has them. */
    private static int pathStart(byte[] uri, int end) {
        if (end == 0 || uri[0] == '/') {
            return 0;
        }
        int colon = indexOf(uri, 0, end, ':');
        if (colon + 2 < end && uri[colon + 1] == '/' && uri[colon + 2] == '/') {
            return indexOf(uri, colon + 3, end, '/');
        }
        return uri[0] == '*' ? 0 : end;
    }

    private static int indexOf(byte[] text, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return to;
    }
}

package org.weir.engine.log;

import org.weir.engine.config.model.ProxyLogging;
import org.weir.io.net.NetAddress;

/**
 * What a log line can say of one stream. Filled by the engine agent while the stream lives, read when it ends; mutable and reused. Times are in
 * microseconds; a duration of -1 was never reached.
 */
public final class StreamOutcome {
    /** Longest request target that is kept, see {@code tune.http.logurilen}. */
    public static final int DEFAULT_URI_BYTES = 1024;

    private static final int MAX_COOKIE_BYTES = 16_384;

    public final NetAddress client = new NetAddress();
    public final NetAddress frontend = new NetAddress();
    public final NetAddress serverLocal = new NetAddress();
    public final NetAddress server = new NetAddress();

    /** The frontend's logging settings. */
    public ProxyLogging logging;

    public String frontendName;

    /** The backend's name, or the frontend's when none was chosen. */
    public String backendName;

    /** The server's name, {@code <NOSRV>}, or {@code <STATS>}. */
    public String serverName;

    public boolean http;

    /** When the connection was accepted, and when the request's first byte came, since the epoch. */
    public long acceptedEpochMicros;

    public long requestEpochMicros;

    public long handshakeMicros;
    public long idleMicros;

    /** TR: from the first byte to the end of the request head. */
    public long requestMicros;

    public long queueMicros;
    public long connectMicros;
    public long responseMicros;

    /** Td: from the end of the response head to the last byte. */
    public long dataMicros;

    /** Ta: all but handshake and idle time; Tt: all. */
    public long activeMicros;

    public long totalMicros;

    /** 0 = none, -1 = interim responses alone: see {@link org.weir.analytics.line.LogText#status}. */
    public int status;

    public long bytesRead;
    public long bytesUploaded;

    /** Termination state: who, when, and the two cookie flags. */
    public byte terminationCause = '-';

    public byte terminationPhase = '-';
    public byte cookieRequest = '-';
    public byte cookieResponse = '-';

    public int activeConnections;
    public int frontendConnections;
    public int backendConnections;
    public int serverConnections;
    public int retries;
    public boolean redispatched;
    public int serverQueue;
    public int backendQueue;

    /** Number of the request in the process. */
    public int requestCounter;

    /** Number of the line among those of its frontend, from 0. */
    public int logCounter;

    /** Number of the stream in the process: names the record in the journal. */
    public long streamId;

    /** The request line as received, cut at the configured length; empty = {@code <BADREQ>}. */
    public final CapturedText method = new CapturedText(32);

    public final CapturedText uri;
    public final CapturedText version = new CapturedText(16);

    /** What {@code unique-id-format} gave; unset without it. */
    public final CapturedText uniqueId = new CapturedText(128);

    /** Captured cookies, {@code name=value}, cut at the length of their capture line. */
    public final CapturedText requestCookie = new CapturedText(MAX_COOKIE_BYTES);

    public final CapturedText responseCookie = new CapturedText(MAX_COOKIE_BYTES);

    /** Captured headers by the number of their capture line; an unset one is empty. */
    public CapturedText[] requestCaptures = {};

    public CapturedText[] responseCaptures = {};

    public StreamOutcome(int uriBytes) {
        uri = new CapturedText(uriBytes);
    }
}

package org.weir.engine.proxy;

import org.weir.engine.http.HttpParseError;

/**
 * Engine agent only. The last message of each kind that was not understood, for {@code show errors}. Bytes themselves are kept by the I/O agent
 * with the exchange only as long as it lives, so they are copied here.
 */
public final class ErrorSnapshots {
    private final java.util.Map<String, Snapshot> requests = new java.util.LinkedHashMap<>();
    private final java.util.Map<String, Snapshot> responses = new java.util.LinkedHashMap<>();
    private long total;

    /**
     * A captured message.
     *
     * @param position offset of the offending byte
     */
    public record Snapshot(
            long epochMicros, long number, String proxy, int proxyId, String otherProxy, String server, String source, long streamId, boolean isRequest,
            HttpParseError error, int position, byte[] bytes) {}

    void request(Stream stream, long epochMicros) {
        Snapshot snapshot = snapshot(stream, epochMicros, true);
        requests.put(snapshot.proxy(), snapshot);
    }

    void response(Stream stream, long epochMicros) {
        Snapshot snapshot = snapshot(stream, epochMicros, false);
        responses.put(snapshot.proxy(), snapshot);
    }

    private Snapshot snapshot(Stream stream, long epochMicros, boolean isRequest) {
        String frontend = stream.frontend.name();
        String backend = stream.backend == null ? null : stream.backend.name();
        int proxyId = isRequest || stream.backend == null ? stream.frontend.config().id() : stream.backend.config().id();
        return new Snapshot(epochMicros, total++, isRequest ? frontend : backend, proxyId, isRequest ? backend : frontend, stream.serverName(),
                stream.source().toString(), stream.id(), isRequest, stream.exchange.parseError, stream.exchange.parseErrorOffset,
                stream.exchange.faultyBytes);
    }

    /** How many messages were captured since the start. */
    public long total() {
        return total;
    }

    /** The latest faulty request and response of each proxy, oldest first. */
    public java.util.List<Snapshot> all() {
        java.util.List<Snapshot> all = new java.util.ArrayList<>(requests.values());
        all.addAll(responses.values());
        all.sort(java.util.Comparator.comparingLong(Snapshot::number));
        return all;
    }
}

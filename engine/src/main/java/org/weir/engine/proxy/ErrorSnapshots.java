package org.weir.engine.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.http.HttpParseError;

/**
 * Engine agent only. The last message of each kind and proxy that was not understood, for {@code show errors}. Its bytes are the copy that the I/O agent made
 * for the exchange, which lets go of it.
 */
public final class ErrorSnapshots {
    private final Map<String, Snapshot> requests = new LinkedHashMap<>();
    private final Map<String, Snapshot> responses = new LinkedHashMap<>();
    private long total;

    /**
     * A captured message. What it has no other proxy or server for is null, its id -1.
     *
     * @param position offset of the offending byte
     */
    public record Snapshot(
            long epochMicros, long number, String proxy, int proxyId, String otherProxy, int otherProxyId, String server, int serverId, String source,
            long streamId, boolean isRequest, HttpParseError error, int position, byte[] bytes) {}

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
        int frontendId = stream.frontend.config().id();
        String backend = stream.backend == null ? null : stream.backend.name();
        int backendId = stream.backend == null ? -1 : stream.backend.config().id();
        int proxyId = isRequest || stream.backend == null ? frontendId : backendId;
        return new Snapshot(epochMicros, total++, isRequest ? frontend : backend, proxyId, isRequest ? backend : frontend, isRequest ? backendId : frontendId,
                stream.serverName(), stream.server == null ? -1 : stream.server.id(), stream.source().toString(), stream.id(), isRequest,
                stream.exchange.parseError, stream.exchange.parseErrorOffset, stream.exchange.faultyBytes);
    }

    /** How many messages were captured since the start. */
    public long total() {
        return total;
    }

    /** The latest faulty request and response of each proxy, oldest first. */
    public List<Snapshot> all() {
        List<Snapshot> all = new ArrayList<>(requests.values());
        all.addAll(responses.values());
        all.sort(Comparator.comparingLong(Snapshot::number));
        return all;
    }
}

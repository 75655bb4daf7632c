package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.Http1Parser;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;
import org.weir.io.net.NetAddress;

/** A stream made of texts: the request from 127.0.0.1 to port 18765 on frontend f. */
public final class FakeContext implements SampleContext {
    private static final int EDIT_BYTES = 4096;

    private final MessageHead request;
    private final MessageHead response;
    private final NetAddress source = new NetAddress();
    private final NetAddress destination = new NetAddress();
    private final Http1Parser parser = new Http1Parser();
    private final FakeDirectory directory = new FakeDirectory();

    private FakeContext(MessageHead request, MessageHead response) {
        this.request = request;
        this.response = response;
        source.set(NetAddress.INET4, 0, 0x7F00_0001L, 40_000);
        destination.set(NetAddress.INET4, 0, 0x7F00_0001L, 18_765);
    }

    /** A context with this request, one byte per character. */
    public static FakeContext ofRequest(String text) {
        return new FakeContext(head(text, true), null);
    }

    /** A context with this request and this response. */
    public static FakeContext of(String request, String response) {
        return new FakeContext(head(request, true), head(response, false));
    }

    /** A context without HTTP. */
    public static FakeContext ofConnection() {
        return new FakeContext(null, null);
    }

    /** Parses the request once more, as it came; does not allocate. */
    public void parseAgain() {
        final UnsafeBuffer buffer = (UnsafeBuffer) request.buffer();
        parser.reset();
        parser.parseRequest(request, buffer, 0, buffer.capacity() - EDIT_BYTES);
        request.editArea(buffer.capacity() - EDIT_BYTES, buffer.capacity());
    }

    private static MessageHead head(String text, boolean isRequest) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + EDIT_BYTES]);
        buffer.putBytes(0, bytes);
        final MessageHead head = new MessageHead();
        final Http1Parser parser = new Http1Parser();
        parser.reset();
        if (isRequest) {
            parser.parseRequest(head, buffer, 0, bytes.length);
        } else {
            parser.parseResponse(head, buffer, 0, bytes.length);
        }
        if (parser.headEnd() != bytes.length) {
            throw new IllegalArgumentException("no head: " + parser.error() + " in " + text);
        }
        head.editArea(bytes.length, buffer.capacity());
        return head;
    }

    /** As in the engine: gone when there is a response. */
    @Override
    public MessageHead request() {
        return response == null ? request : null;
    }

    @Override
    public int requestMethodId() {
        return request == null ? MethodId.OTHER : request.methodId();
    }

    @Override
    public MessageHead response() {
        return response;
    }

    @Override
    public NetAddress source() {
        return source;
    }

    @Override
    public NetAddress destination() {
        return destination;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public String frontendName() {
        return "f";
    }

    @Override
    public String backendName() {
        return null;
    }

    @Override
    public String serverName() {
        return null;
    }

    @Override
    public long epochMicros() {
        return 1_700_000_000_123_456L;
    }

    /** {@code %ci} is the address, {@code %cp} the port, {@code %Ts} a number, every other variable its own name. */
    @Override
    public int appendLogVariable(LogVariable variable, MutableDirectBuffer out, int offset, int capacityLimit) {
        final String text = switch (variable) {
            case CLIENT_IP -> "127.0.0.1";
            case CLIENT_PORT -> "47750";
            case ACCEPT_MILLIS -> "953";
            case REQUEST_COUNTER -> "58";
            default -> variable.keyword();
        };
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final int length = Math.min(bytes.length, capacityLimit - offset);
        out.putBytes(offset, bytes, 0, length);
        return offset + length;
    }

    /** One backend b with two usable servers of which s1 is up, seven connections and three queued. */
    private static final class FakeDirectory implements Directory {
        @Override
        public int usableServers(String backend) {
            return "b".equals(backend) ? 2 : -1;
        }

        @Override
        public boolean serverUp(String backend, String server) {
            return backend.equals("b") && server.equals("s1");
        }

        @Override
        public int frontendConnections(String frontend) {
            return "f".equals(frontend) ? 1 : -1;
        }

        @Override
        public int backendConnections(String backend) {
            return "b".equals(backend) ? 7 : -1;
        }

        @Override
        public int queued(String backend) {
            return "b".equals(backend) ? 3 : -1;
        }
    }
}

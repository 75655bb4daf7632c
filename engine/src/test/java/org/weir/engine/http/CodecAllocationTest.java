package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A request and a response through parser, edits and writer leave nothing on the heap. */
class CodecAllocationTest {
    private static final byte[] REQUEST = AsciiText.bytes("GET /index.html?a=b HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: curl/8.5.0\r\n"
        + "Accept: */*\r\nAccept-Encoding: gzip, deflate\r\nCookie: SERVERID=s1; x=y\r\nConnection: keep-alive\r\n\r\n");
    private static final byte[] RESPONSE = AsciiText.bytes("HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html\r\n"
        + "Content-Length: 34\r\nConnection: keep-alive\r\n\r\n");
    private static final byte[] FORWARDED = AsciiText.bytes("X-Forwarded-For");
    private static final byte[] ADDRESS = AsciiText.bytes("192.0.2.1");
    private static final byte[] PATH = AsciiText.bytes("/new");
    private static final byte[] COOKIE = AsciiText.bytes("x");

    private final MessageHead head = new MessageHead();
    private final Http1Parser parser = new Http1Parser();
    private final Http1Writer writer = new Http1Writer();
    private final Cookies cookies = new Cookies();
    private final UnsafeBuffer in = new UnsafeBuffer(ByteBuffer.allocateDirect(16384));
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(16384));

    @Test
    void allocatesNothing() {
        final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long checksum = 0;
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5 && allocated > 1000; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                checksum += exchange();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(checksum > 0);
        assertTrue(allocated <= 1000, allocated + " bytes for 20000 exchanges");
    }

    private int exchange() {
        in.putBytes(0, REQUEST);
        parser.reset();
        assertEquals(Http1Parser.COMPLETE, parser.parseRequest(head, in, 0, REQUEST.length));
        head.editArea(8192, 16384);
        head.append(FORWARDED, ADDRESS);
        head.setPath(PATH);
        int written = cookies.find(head, COOKIE) ? 1 : 0;
        written += writer.writeRequest(head, out, 0, 16384, BodyFraming.ofRequest(head), head.contentLength(), Http1Writer.CONNECTION_NONE);
        in.putBytes(0, RESPONSE);
        assertEquals(Http1Parser.COMPLETE, parser.parseResponse(head, in, 0, RESPONSE.length));
        final int framing = BodyFraming.ofResponse(head, MethodId.GET);
        return written + writer.writeResponse(head, out, 0, 16384, framing, head.contentLength(), Http1Writer.CONNECTION_NONE);
    }
}

package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class Http1WriterTest {
    private final MessageHead head = new MessageHead();
    private final Http1Parser parser = new Http1Parser();
    private final Http1Writer writer = new Http1Writer();
    private final UnsafeBuffer in = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);

    @Test
    void emitsTheHeadersInOrderAndTheLengthWhereItStood() {
        request("POST /x?y HTTP/1.1\r\nA: 1\r\nConnection: keep-alive, X-Foo\r\nX-Foo:\t1 \r\nKeep-Alive: timeout=5\r\nContent-Length: 02\r\n"
            + "Proxy-Connection: keep-alive\r\nTE:trailers\r\nHost:\r\nUpgrade: h2c\r\nZ: 1\r\n\r\n");
        assertEquals("POST /x?y HTTP/1.1\r\na: 1\r\nconnection: X-Foo\r\nx-foo: 1\r\ncontent-length: 2\r\nte: trailers\r\nhost: \r\n"
                + "z: 1\r\n\r\n", write(BodyFraming.LENGTH, 2, Http1Writer.CONNECTION_NONE));
    }

    @Test
    void keepsAnUpgradeOnlyOnDemand() {
        request("GET / HTTP/1.1\r\nConnection: Upgrade, keep-alive\r\nUpgrade: websocket\r\nHost: a\r\n\r\n");
        assertEquals("GET / HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nhost: a\r\n\r\n",
            write(BodyFraming.NONE, 0, Http1Writer.UPGRADE));
        assertEquals("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
            write(BodyFraming.NONE, 0, Http1Writer.CONNECTION_CLOSE));
    }

    @Test
    void emitsEdits() {
        request("GET /old HTTP/1.0\r\nHost: a\r\nB: 1\r\nC: 2\r\nD: 3\r\n\r\n");
        assertTrue(head.replaceValue(1, AsciiText.bytes("one")));
        head.remove(2);
        assertTrue(head.append(AsciiText.bytes("X-New"), AsciiText.bytes("n")));
        assertTrue(head.append(AsciiText.bytes("X-Newer"), AsciiText.bytes("")));
        assertTrue(head.setPath(AsciiText.bytes("/new")));
        assertTrue(head.setMethod(AsciiText.bytes("HEAD")));
        assertEquals("HEAD /new HTTP/1.0\r\nhost: a\r\nb: one\r\nd: 3\r\nx-new: n\r\nx-newer: \r\nconnection: keep-alive\r\n\r\n",
            write(BodyFraming.NONE, 0, Http1Writer.CONNECTION_KEEP_ALIVE));
    }

    @Test
    void editsThatLieSideBySideAreNotMistakenForLines() {
        request("GET / HTTP/1.1\r\nHost: a\r\nB: 1\r\n\r\n");
        assertTrue(head.replaceValue(1, AsciiText.bytes("x")));
        assertTrue(head.setMethod(AsciiText.bytes("PU")));
        assertTrue(head.append(AsciiText.bytes("c"), AsciiText.bytes("2")));
        assertEquals("PU / HTTP/1.1\r\nhost: a\r\nb: x\r\nc: 2\r\n\r\n", write(BodyFraming.NONE, 0, 0));
    }

    @Test
    void framingOverridesWhatTheHeadSaid() {
        request("POST / HTTP/1.1\r\nContent-Length: 5\r\nHost: a\r\n\r\n");
        assertEquals("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n", write(BodyFraming.CHUNKED, 0, 0));
        assertEquals("POST / HTTP/1.1\r\nhost: a\r\n\r\n", write(BodyFraming.NONE, 0, 0));
        assertTrue(head.append(AsciiText.bytes("Transfer-Encoding"), AsciiText.bytes("gzip")));
        assertEquals("POST / HTTP/1.1\r\ncontent-length: 9\r\nhost: a\r\n\r\n", write(BodyFraming.LENGTH, 9, 0));
    }

    @Test
    void emitsResponses() {
        response("HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nSERVER: x\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nserver: x\r\n\r\n", writeResponse(BodyFraming.CHUNKED, 0));
        assertEquals("HTTP/1.1 200 OK\r\nserver: x\r\nconnection: close\r\n\r\n",
            writeResponse(BodyFraming.UNTIL_CLOSE, Http1Writer.CONNECTION_CLOSE));
        response("HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n");
        assertEquals("HTTP/1.1 304 Not Modified\r\ncontent-length: 77\r\n\r\n", writeResponse(BodyFraming.NONE, 0));
        response("HTTP/1.0 204\r\nContent-Length: 0\r\n\r\n");
        assertEquals("HTTP/1.0 204 \r\n\r\n", writeResponse(BodyFraming.NONE, 0));
        response("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        assertEquals("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
            writeResponse(BodyFraming.TUNNEL, Http1Writer.UPGRADE));
    }

    @Test
    void knowsWhenAResponseNeedsNoWriting() {
        assertAsReceived(true, "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 12\r\nX-Empty: \r\nSet-Cookie:\ta=b\r\n\r\n");
        assertAsReceived(true, "HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\n");
        assertAsReceived(true, "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n");
        assertAsReceived(true, "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 3\r\n\r\n");
    }

    @Test
    void knowsWhenAResponseWouldNotBeWrittenAsItCame() {
        assertAsReceived(false, "HTTP/1.9 200 OK\r\nContent-Length: 12\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200\r\nContent-Length: 12\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 012\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Length: 12\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12, 12\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX:y\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX:\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX:  y\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX: y \r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nX: y \r\nContent-Length: 12\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nKeep-Alive: 5\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n");
        assertAsReceived(false, "HTTP/1.1 200 OK\r\n\r\n");
    }

    @Test
    void noEditIsTakenForWhatWasReceived() {
        final String message = "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 12\r\nB: 2\r\n\r\n";
        response(message);
        assertTrue(head.append(AsciiText.bytes("c"), AsciiText.bytes("3")));
        assertFalse(isAsReceived(200));
        response(message);
        head.remove(2);
        assertFalse(isAsReceived(200));
        response(message);
        assertTrue(head.replaceValue(0, AsciiText.bytes("2")));
        assertFalse(isAsReceived(200));
        response(message);
        assertTrue(head.replaceValue(1, AsciiText.bytes("12")));
        assertFalse(isAsReceived(200));
        response(message);
        head.status(404, head.reasonOffset(), head.reasonLength());
        assertFalse(isAsReceived(200));
        response(message);
        assertTrue(isAsReceived(200));
    }

    @Test
    void neverWritesPastTheLimit() {
        request("POST /x HTTP/1.1\r\nA: 1\r\nConnection: x, upgrade\r\nContent-Length: 5\r\nB:2\r\nUpgrade: z\r\nC:\r\n\r\n");
        final int end = writer.writeRequest(head, out, 0, out.capacity(), BodyFraming.LENGTH, 5, Http1Writer.CONNECTION_CLOSE | Http1Writer.UPGRADE);
        for (int limit = 0; limit < end + 20; limit++) {
            out.setMemory(0, out.capacity(), (byte) '#');
            final int result = writer.writeRequest(head, out, 0, limit, BodyFraming.LENGTH, 5, Http1Writer.CONNECTION_CLOSE | Http1Writer.UPGRADE);
            assertTrue(result == end && limit >= end || result == Http1Writer.NO_ROOM, "limit " + limit);
            for (int i = limit; i < limit + 100; i++) {
                assertEquals('#', out.getByte(i));
            }
        }
        assertEquals(end, writer.writeRequest(head, out, 0, end + 20, BodyFraming.LENGTH, 5, Http1Writer.CONNECTION_CLOSE | Http1Writer.UPGRADE));
    }

    private void request(final String message) {
        parser.reset();
        in.putBytes(0, AsciiText.bytes(message));
        assertEquals(Http1Parser.COMPLETE, parser.parseRequest(head, in, 0, message.length()), () -> parser.error().text());
        head.editArea(parser.headEnd(), in.capacity());
    }

    private void response(final String message) {
        parser.reset();
        in.putBytes(0, AsciiText.bytes(message));
        assertEquals(Http1Parser.COMPLETE, parser.parseResponse(head, in, 0, message.length()), () -> parser.error().text());
        head.editArea(parser.headEnd(), in.capacity());
    }

    /** Besides the answer, that it is a true one. */
    private void assertAsReceived(final boolean expected, final String message) {
        response(message);
        assertEquals(expected, isAsReceived(head.status()), message);
        final String written = AsciiText.string(
            out, 0, writer.writeResponse(head, out, 0, out.capacity(), BodyFraming.LENGTH, head.contentLength(), Http1Writer.CONNECTION_NONE));
        assertEquals(expected, written.equals(AsciiText.string(in, 0, parser.headEnd())), message);
    }

    private boolean isAsReceived(final int status) {
        return Http1Writer.isAsReceived(head, status, 0, parser.headEnd());
    }

    private String write(final int framing, final long length, final int connection) {
        return AsciiText.string(out, 0, writer.writeRequest(head, out, 0, out.capacity(), framing, length, connection));
    }

    private String writeResponse(final int framing, final int connection) {
        return AsciiText.string(out, 0, writer.writeResponse(head, out, 0, out.capacity(), framing, 0, connection));
    }
}

package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final String BODY_503 =
        "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";

    private final UnsafeBuffer out = new UnsafeBuffer(new byte[32768]);

    @Test
    void givesTheRepliesOfHaproxy() {
        final String head = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 107\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n";
        assertEquals(head + "\r\n" + BODY_503, text(ErrorReplies.of(503), Http1Writer.CONNECTION_NONE, true));
        assertEquals(head + "connection: close\r\n\r\n" + BODY_503, text(ErrorReplies.of(503), Http1Writer.CONNECTION_CLOSE, true));
        assertEquals(head + "connection: keep-alive\r\n\r\n", text(ErrorReplies.of(503), Http1Writer.CONNECTION_KEEP_ALIVE, false));
        assertEquals("HTTP/1.1 400 Bad request\r\ncontent-length: 90\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n"
            + "connection: close\r\n\r\n<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n",
            text(ErrorReplies.of(400), Http1Writer.CONNECTION_NONE, true));
        assertEquals("HTTP/1.1 408 Request Time-out\r\nContent-length: 110\r\nCache-Control: no-cache\r\nConnection: close\r\n"
            + "Content-Type: text/html\r\n\r\n<html><body><h1>408 Request Time-out</h1>\n"
            + "Your browser didn't send a complete request in time.\n</body></html>\n",
            text(ErrorReplies.early(408), Http1Writer.CONNECTION_CLOSE, true));
    }

    @Test
    void bodiesHaveTheLengthsOfHaproxy() {
        final int[][] expected = {{200, 58}, {400, 90}, {401, 112}, {403, 93}, {404, 83}, {405, 146}, {407, 112}, {408, 110}, {410, 114},
            {413, 106}, {425, 80}, {429, 117}, {500, 97}, {501, 136}, {502, 107}, {503, 107}, {504, 92}};
        for (final int[] pair : expected) {
            final String reply = text(ErrorReplies.of(pair[0]), 0, true);
            assertTrue(reply.contains("content-length: " + pair[1] + "\r\n"), reply);
            assertEquals(pair[1], reply.length() - reply.indexOf("\r\n\r\n") - 4);
        }
        assertFalse(ErrorReplies.isHandled(418));
    }

    @Test
    void redirectsAsHaproxyDoes() {
        assertEquals("HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /new\r\ncache-control: no-cache\r\n", redirect(302, "/new", null));
        assertEquals("HTTP/1.1 301 Moved Permanently\r\ncontent-length: 0\r\nlocation: /new\r\n", redirect(301, "/new", null));
        assertEquals("HTTP/1.1 303 See Other\r\ncontent-length: 0\r\nlocation: /n\r\ncache-control: no-cache\r\nset-cookie: A=; path=/; Max-Age=0;\r\n",
            redirect(303, "/n", Redirects.clearCookie("A=")));
        assertEquals(null, redirect(302, "/a\r\nEvil: 1", null));
        assertEquals("HTTP/1.1 302 Found\r\ncache-control: no-cache\r\ncontent-length: 0\r\nlocation: http://x/\r\n\r\n",
            text(ErrorReplies.location(500, 302, "http://x/"), 0, true));
    }

    @Test
    void readsAnErrorFileWithoutLength() throws Exception {
        final Reply file = read("HTTP/1.0 503 Service Unavailable\nCache-Control: no-cache\nConnection: close\nContent-Type: text/html\n\n<html>\n");
        assertTrue(file.mustClose());
        assertEquals("HTTP/1.0 503 Service Unavailable\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n\r\n<html>\n",
            text(file, Http1Writer.CONNECTION_KEEP_ALIVE, true));
        assertEquals("HTTP/1.1 503 X\r\nx-a: b\r\nconnection: close\r\n\r\nhi", text(read("HTTP/1.1 503 X\r\nX-A: b\r\n\r\nhi"), 0, true));
    }

    @Test
    void readsAnErrorFileWithLength() throws Exception {
        final Reply file = read("HTTP/1.1 404 Gone\r\nContent-Length: 2\r\n\r\nhi");
        assertFalse(file.mustClose());
        assertEquals("HTTP/1.1 404 Gone\r\ncontent-length: 2\r\n\r\nhi", text(file, 0, true));
        assertTrue(read("").isSilent());
    }

    @Test
    void refusesUnusableErrorFiles() {
        assertEquals("payload size does not match the announced content-length (2 != 5)", fault("HTTP/1.1 503 X\r\nContent-Length: 5\r\n\r\nhi"));
        assertEquals("chunk-encoded payload not supported", fault("HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        assertTrue(fault("hello world\r\n\r\n").startsWith("unable to parse headers (error offset: 0"));
        assertTrue(fault("HTTP/1.1 503 X\r\nA: b\r\n").startsWith("unable to parse headers"));
    }

    @Test
    void findsCookies() {
        final MessageHead head = new MessageHead();
        final String message = "GET / HTTP/1.1\r\nCookie: a=1; SERVERID = s1 ;;flag; e=\r\nX: y\r\nCookie: late=x=y\r\n\r\n";
        final UnsafeBuffer buffer = new UnsafeBuffer(AsciiText.bytes(message));
        assertEquals(Http1Parser.COMPLETE, new Http1Parser().parseRequest(head, buffer, 0, buffer.capacity()));
        final Cookies cookies = new Cookies();
        assertEquals("s1", cookie(cookies, head, "SERVERID"));
        assertEquals("", cookie(cookies, head, "flag"));
        assertEquals("", cookie(cookies, head, "e"));
        assertEquals("x=y", cookie(cookies, head, "late"));
        assertEquals(2, cookies.headerIndex());
        assertEquals(null, cookie(cookies, head, "serverid"));
        cookies.wrapSetCookie(new UnsafeBuffer(AsciiText.bytes("s=v; path=/; HttpOnly")), 0, 21);
        assertTrue(cookies.next());
        assertFalse(cookies.next());
    }

    private static String cookie(final Cookies cookies, final MessageHead head, final String name) {
        return cookies.find(head, AsciiText.bytes(name))
            ? AsciiText.string(head.buffer(), cookies.valueOffset(), cookies.valueLength()) : null;
    }

    private static Reply read(final String content) throws ErrorFileException {
        return ErrorFile.parse(503, AsciiText.bytes(content), "e.http");
    }

    private static String fault(final String content) {
        final String message = assertThrows(ErrorFileException.class, () -> read(content)).getMessage();
        return message.substring(message.indexOf("': ") + 3);
    }

    private String redirect(final int status, final String location, final byte[] cookie) {
        final int end = Redirects.writeHead(out, 0, out.capacity(), status, new UnsafeBuffer(AsciiText.bytes(location)), 0, location.length(),
            cookie);
        return end < 0 ? null : AsciiText.string(out, 0, end);
    }

    private static String text(final Reply reply, final int connection, final boolean withBody) {
        return ReplyTexts.of(reply, connection, withBody);
    }
}

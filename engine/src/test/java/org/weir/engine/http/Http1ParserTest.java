package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class Http1ParserTest {
    private static final int HEAD_ROOM = 16;
    private final MessageHead head = new MessageHead();
    private final Http1Parser parser = new Http1Parser();
    private UnsafeBuffer buffer;

    @Test
    void takesAnOriginFormRequestApart() {
        assertEquals(Http1Parser.COMPLETE, request("GET /a/b?c=d HTTP/1.1\r\nHost: example.org\r\nX-Two:  b c \t\r\nX-None:\r\n\r\nrest"));
        assertTrue(head.isRequest());
        assertEquals("GET", text(head.methodOffset(), head.methodLength()));
        assertEquals(MethodId.GET, head.methodId());
        assertEquals("/a/b?c=d", text(head.targetOffset(), head.targetLength()));
        assertEquals("/a/b", text(head.pathOffset(), head.pathLength()));
        assertTrue(head.hasQuery());
        assertEquals("c=d", text(head.queryOffset(), head.queryLength()));
        assertEquals(0, head.authorityLength());
        assertEquals(11, head.version());
        assertEquals(3, head.headerCount());
        assertEquals(KnownHeader.HOST, head.headerId(0));
        assertEquals("x-two", text(head.nameOffset(1), head.nameLength(1)));
        assertEquals("b c", value(1));
        assertEquals("", value(2));
        assertEquals("rest", text(parser.headEnd(), 4));
        assertEquals(1, head.find(AsciiText.bytes("x-two"), 0));
        assertEquals(1, head.find(new UnsafeBuffer(AsciiText.bytes("X-TWO")), 0));
        assertEquals(-1, head.find(AsciiText.bytes("x-two"), 2));
    }

    @Test
    void takesAbsoluteAndAuthorityFormApart() {
        assertEquals(Http1Parser.COMPLETE, request("GET http://Example.org:80/x?y HTTP/1.1\r\nHost: example.ORG\r\n\r\n"));
        assertEquals("http", text(head.schemeOffset(), head.schemeLength()));
        assertEquals("Example.org", text(head.authorityOffset(), head.authorityLength()));
        assertEquals("/x", text(head.pathOffset(), head.pathLength()));
        assertEquals("y", text(head.queryOffset(), head.queryLength()));
        assertEquals(Http1Parser.COMPLETE, request("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]\r\n\r\n"));
        assertEquals("[::1]:443", text(head.authorityOffset(), head.authorityLength()));
        assertEquals(0, head.pathLength());
        assertEquals(Http1Parser.COMPLETE, request("OPTIONS * HTTP/1.0\r\n\r\n"));
        assertEquals("*", text(head.pathOffset(), head.pathLength()));
        assertEquals(10, head.version());
    }

    @Test
    void keepsPathAndAuthorityWhenEdited() {
        request("GET http://a.b/x?y HTTP/1.1\r\nHost: a.b\r\n\r\n");
        edits();
        assertTrue(head.setPath(AsciiText.bytes("/new/path")));
        assertEquals("http://a.b/new/path?y", text(head.targetOffset(), head.targetLength()));
        assertTrue(head.setQuery(AsciiText.bytes("q=1")));
        assertEquals("http://a.b/new/path?q=1", text(head.targetOffset(), head.targetLength()));
        assertTrue(head.setQuery(AsciiText.bytes("")));
        assertEquals("http://a.b/new/path?", text(head.targetOffset(), head.targetLength()));
        assertEquals("a.b", text(head.authorityOffset(), head.authorityLength()));
        assertFalse(head.setPath(AsciiText.bytes("/x y")));
        assertFalse(head.setPath(AsciiText.bytes("/x\r\nEvil: 1")));
        assertEquals("/new/path", text(head.pathOffset(), head.pathLength()));
    }

    @Test
    void refusesEditsThatInjectOrOverflow() {
        request("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        edits();
        assertFalse(head.append(AsciiText.bytes("x"), AsciiText.bytes("a\r\nb: c")));
        assertFalse(head.append(AsciiText.bytes("x"), AsciiText.bytes("a\nb")));
        assertFalse(head.append(AsciiText.bytes("x"), AsciiText.bytes("a\0b")));
        assertFalse(head.append(AsciiText.bytes("x y"), AsciiText.bytes("a")));
        assertFalse(head.append(AsciiText.bytes(""), AsciiText.bytes("a")));
        assertFalse(head.replaceValue(0, AsciiText.bytes("a\r")));
        assertFalse(head.append(AsciiText.bytes("x"), new byte[5000]));
        assertEquals(1, head.headerCount());
        assertTrue(head.append(AsciiText.bytes("X-Forwarded-For"), AsciiText.bytes(" 1.2.3.4 ")));
        assertEquals(KnownHeader.X_FORWARDED_FOR, head.headerId(1));
        assertEquals("1.2.3.4", value(1));
        head.remove(1);
        assertEquals(-1, head.find(KnownHeader.X_FORWARDED_FOR, 0));
    }

    @Test
    void resumesAfterEveryByte() {
        final String[] messages = {
            "\r\nPOST /u?q HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\tthree\r\nContent-Length: 7\r\nConnection: close, Upgrade, te\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "PUT /x HTTP/1.1\r\nhost:a\r\nTransfer-Encoding:chunked\r\nExpect: 100-Continue\r\n\r\n",
        };
        for (final String message : messages) {
            load(message);
            for (int end = 0; end < message.length(); end++) {
                assertEquals(Http1Parser.INCOMPLETE, parser.parseRequest(head, buffer, HEAD_ROOM, HEAD_ROOM + end));
            }
            assertEquals(Http1Parser.COMPLETE, parser.parseRequest(head, buffer, HEAD_ROOM, HEAD_ROOM + message.length()));
            assertEquals(HEAD_ROOM + message.length(), parser.headEnd());
        }
    }

    @Test
    void unfoldsHeaderLines() {
        assertEquals(Http1Parser.COMPLETE, request("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\tc\r\nW: a\r\n  \r\nY: z\r\n\r\n"));
        assertEquals("a   b  \tc", value(1));
        assertEquals("a", value(2));
        assertEquals("z", value(3));
    }

    @Test
    void readsFramingAndConnectionFacts() {
        request("POST / HTTP/1.1\r\nContent-Length: 007, 7\r\nContent-Length: 7\r\nConnection: Upgrade\r\nConnection: keep-alive,x\r\n"
            + "Upgrade: websocket\r\nExpect: 100-continue\r\n\r\n");
        assertEquals(7, head.contentLength());
        assertEquals("7", value(0));
        assertFalse(head.isLive(1));
        assertTrue(head.upgradeRequested());
        assertTrue(head.expectContinue());
        assertTrue(head.wantsKeepAlive());
        assertEquals(BodyFraming.LENGTH, BodyFraming.ofRequest(head));
    }

    @Test
    void takesAResponseApart() {
        assertEquals(Http1Parser.COMPLETE, response("HTTP/1.1 404 Not \u00e9 here\r\nServer: x\r\n\r\n"));
        assertEquals(404, head.status());
        assertEquals("Not \u00e9 here", text(head.reasonOffset(), head.reasonLength()));
        assertEquals(BodyFraming.UNTIL_CLOSE, BodyFraming.ofResponse(head, MethodId.GET));
        assertEquals(BodyFraming.NONE, BodyFraming.ofResponse(head, MethodId.HEAD));
        assertEquals(Http1Parser.COMPLETE, response("HTTP/1.0 200\r\n\r\n"));
        assertEquals(0, head.reasonLength());
        assertEquals(10, head.version());
        assertEquals(BodyFraming.TUNNEL, BodyFraming.ofResponse(head, MethodId.CONNECT));
    }

    @Test
    void knowsEveryKnownName() {
        for (int id = 1; id <= KnownHeader.MAX_FORWARDS; id++) {
            final byte[] name = KnownHeader.name(id);
            assertEquals(id, KnownHeader.lookup(new UnsafeBuffer(name), 0, name.length));
            assertEquals(id, KnownHeader.lookup(name, 0, name.length));
            assertEquals(id, KnownHeader.idOf(name));
        }
    }

    @Test
    void takesTokensAsNamesAndLowersThem() {
        for (int length = 1; length <= 20; length++) {
            for (int at = 0; at < length; at++) {
                for (int special = ' '; special < 256; special++) {
                    final char b = (char) special;
                    final boolean isToken = AsciiText.tokenLower((byte) b) != 0;
                    final String name = "Ab-Z".repeat(5).substring(0, at) + b + "yX-wV".repeat(4).substring(0, length - at - 1);
                    final int result = request("GET / HTTP/1.1\r\n" + name + ":Value A\r\n\r\n");
                    if (b == ':') {
                        assertEquals(at == 0 ? Http1Parser.ERROR : Http1Parser.COMPLETE, result, name);
                    } else if (isToken) {
                        assertEquals(Http1Parser.COMPLETE, result, name);
                        assertEquals(name.toLowerCase(Locale.ROOT), text(head.nameOffset(0), head.nameLength(0)));
                        assertEquals("Value A", value(0));
                    } else {
                        assertEquals(Http1Parser.ERROR, result, name);
                        assertEquals(b == ' ' && at == 0 ? HttpParseError.FOLD_BEFORE_HEADERS : b == ' ' ? HttpParseError.SPACE_IN_HEADER_NAME
                            : special == 127 ? HttpParseError.CONTROL_CHARACTER : HttpParseError.BAD_HEADER_NAME, parser.error(), name);
                    }
                }
            }
        }
    }

    @Test
    void countsHeadersAsHaproxyDoes() {
        final String line = "X: 1\r\n";
        assertEquals(Http1Parser.COMPLETE, request("GET / HTTP/1.1\r\n" + line.repeat(100) + "\r\n"));
        assertEquals(Http1Parser.ERROR, request("GET / HTTP/1.1\r\n" + line.repeat(101) + "\r\n"));
        assertEquals(HttpParseError.TOO_MANY_HEADERS, parser.error());
    }

    @Test
    void findsControlCharactersAtEveryPosition() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[40]);
        for (int special = 0; special < 256; special++) {
            final boolean control = special < 32 || special == 127;
            for (int at = 0; at < 40; at++) {
                bytes.setMemory(0, 40, (byte) (at % 2 == 0 ? ' ' : 0xFF));
                bytes.putByte(at, (byte) special);
                assertEquals(control ? at : 40, AsciiText.indexOfControl(bytes, 0, 40));
            }
        }
    }

    @Test
    void randomBytesNeverThrowAndNeverReachOutside() {
        final Random random = new Random(20240601);
        final String alphabet = "GET /aHTP1.0:\r\n\r\n \t,;=chunked\0\u007f\u00ff";
        final String seed = "POST http://a/x?y HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\nX: a\r\n b\r\n\r\n";
        for (int round = 0; round < 200_000; round++) {
            final byte[] message = AsciiText.bytes(seed);
            for (int n = random.nextInt(4); n >= 0; n--) {
                message[random.nextInt(message.length)] = (byte) (random.nextBoolean()
                    ? alphabet.charAt(random.nextInt(alphabet.length())) : random.nextInt(256));
            }
            final int length = random.nextInt(message.length + 1);
            final UnsafeBuffer exact = new UnsafeBuffer(new byte[length]);
            exact.putBytes(0, message, 0, length);
            parser.reset();
            final int split = random.nextInt(length + 1);
            int result = parser.parseRequest(head, exact, 0, split);
            if (result == Http1Parser.INCOMPLETE) {
                result = parser.parseRequest(head, exact, 0, length);
            }
            if (result == Http1Parser.ERROR) {
                assertTrue(parser.error() != HttpParseError.NONE && parser.errorOffset() >= 0 && parser.errorOffset() <= length);
            }
        }
    }

    private int request(final String message) {
        load(message);
        return parser.parseRequest(head, buffer, HEAD_ROOM, HEAD_ROOM + message.length());
    }

    private int response(final String message) {
        load(message);
        return parser.parseResponse(head, buffer, HEAD_ROOM, HEAD_ROOM + message.length());
    }

    private void load(final String message) {
        parser.reset();
        buffer = new UnsafeBuffer(new byte[HEAD_ROOM + message.length() + 1024]);
        buffer.putBytes(HEAD_ROOM, AsciiText.bytes(message));
    }

    private void edits() {
        head.editArea(parser.headEnd(), buffer.capacity());
    }

    private String text(final int offset, final int length) {
        return AsciiText.string(buffer, offset, length);
    }

    private String value(final int i) {
        return text(head.valueOffset(i), head.valueLength(i));
    }
}

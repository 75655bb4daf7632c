package org.weir.perf.origin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(110)
class OriginServerTest {

    private static final String ROOT_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Origin: red\r\nContent-Length: 34\r\n";
    private static final String ROOT_BODY = "Hello from red...................\n";

    private OriginServer server;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = OriginServer.start(OriginOptions.loopback("red"));
        client = new Socket("127.0.0.1", server.port());
        client.setSoTimeout(20_000);
        client.setTcpNoDelay(true);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void namesItselfIn34Bytes() throws IOException {
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(34, ROOT_BODY.length());
        expect(ROOT_HEAD + "\r\n" + ROOT_BODY);
    }

    @Test
    void answersARequestThatComesByteByByte() throws IOException {
        for (byte b : ascii("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nT: 1\r\n\r\n")) {
            client.getOutputStream().write(b);
        }
        String head = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertEquals(head + "abc0123456789", textAnswer());
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            requests.append("POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\n").append("%05d".formatted(i));
        }
        Thread writer = Thread.ofVirtual().start(() -> sendQuietly(requests.toString()));
        for (int i = 0; i < 5_000; i++) {
            assertTrue(textAnswer().endsWith("\r\n\r\n%05d".formatted(i)), "answer " + i);
        }
        assertTrue(writer.isAlive() || client.isConnected());
    }

    @Test
    void keepsPipelinedAnswersForAClientThatReadsLate() throws IOException {
        int requests = 200_000;
        Thread writer = Thread.ofVirtual().start(() -> sendQuietly("GET / HTTP/1.1\r\n\r\n".repeat(requests)));
        byte[] wanted = ascii(ROOT_HEAD + "\r\n" + ROOT_BODY);
        for (int i = 0; i < requests; i++) {
            assertArrayEquals(wanted, client.getInputStream().readNBytes(wanted.length), "answer " + i);
        }
        assertTrue(writer.isAlive() || client.isConnected());
    }

    @Test
    void sendsEveryPatternByteToASlowReader() throws IOException {
        send("GET /bytes/40000000 HTTP/1.1\r\n\r\n");
        assertTrue(head().contains("Content-Length: 40000000\r\n"));
        Random random = new Random(7);
        long at = 0;
        while (at < 40_000_000) {
            at += expectPattern(at, (int) Math.min(1 + random.nextInt(300_000), 40_000_000 - at));
        }
        send("GET / HTTP/1.1\r\n\r\n");
        expect(ROOT_HEAD + "\r\n" + ROOT_BODY);
    }

    @Test
    void chunksAddUpToTheSameBytes() throws IOException {
        send("GET /chunked/300001 HTTP/1.1\r\n\r\n");
        assertTrue(head().contains("Transfer-Encoding: chunked\r\n"));
        long at = 0;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            at += expectPattern(at, size);
            expect("\r\n");
        }
        expect("\r\n");
        assertEquals(300_001, at);
    }

    @Test
    void digestsAnUpload() throws Exception {
        byte[] body = new byte[3_000_000];
        new Random(3).nextBytes(body);
        CRC32 crc = new CRC32();
        crc.update(body);
        String wanted = "length=3000000 crc32=%08x sha256=%s\n".formatted(crc.getValue(),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        send("PUT /upload HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n");
        client.getOutputStream().write(body);
        assertEquals(wanted, textAnswer());
        send("PUT /upload HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2DC6C0\r\n");
        client.getOutputStream().write(body);
        send("\r\n0\r\n\r\n");
        assertEquals(wanted, textAnswer());
    }

    @Test
    void invitesTheBodyThatAClientHoldsBack() throws IOException {
        send("POST /upload HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        expect("HTTP/1.1 100 Continue\r\n\r\n");
        send("ok");
        assertTrue(textAnswer().startsWith("length=2 "));
    }

    @Test
    void sendsNoBodyForHeadAndBodilessStatuses() throws IOException {
        send("HEAD /bytes/1000 HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\nGET /status/204 HTTP/1.1\r\n\r\nGET /status/503 HTTP/1.1\r\n\r\n");
        assertTrue(head().contains("Content-Length: 1000\r\n"));
        assertEquals(ROOT_HEAD + "\r\n", head());
        assertTrue(head().startsWith("HTTP/1.1 204 No Content\r\n"));
        assertTrue(head().startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    }

    @Test
    void sendsAnInterimResponseFirst() throws IOException {
        send("GET /status/103 HTTP/1.1\r\n\r\n");
        assertTrue(head().startsWith("HTTP/1.1 103 Early Hints\r\n"));
        expect(ROOT_HEAD + "\r\n" + ROOT_BODY);
    }

    @Test
    void delaysOneAnswerWithoutLosingTheNext() throws IOException {
        long start = System.nanoTime();
        send("GET /delay/120 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        assertEquals("waited 120 ms\n", textAnswer());
        assertTrue(System.nanoTime() - start >= 120_000_000L);
        expect(ROOT_HEAD + "\r\n" + ROOT_BODY);
    }

    @Test
    void closesWhereAskedTo() throws IOException {
        send("GET /close HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        expect(ROOT_HEAD + "Connection: close\r\n\r\n" + ROOT_BODY);
        expectEnd();
    }

    @Test
    void endsAnHttp10BodyOfUnknownLengthWithTheConnection() throws IOException {
        send("GET /chunked/3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertTrue(head().endsWith("Connection: close\r\n\r\n"));
        assertEquals(3, client.getInputStream().readAllBytes().length);
    }

    @Test
    void keepsAnHttp10ConnectionOnRequest() throws IOException {
        send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET / HTTP/1.0\r\n\r\n");
        expect(ROOT_HEAD + "Connection: keep-alive\r\n\r\n" + ROOT_BODY);
        expect(ROOT_HEAD + "Connection: close\r\n\r\n" + ROOT_BODY);
        expectEnd();
    }

    @Test
    void answersAClientThatHalfCloses() throws IOException {
        send("GET /delay/50 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        client.shutdownOutput();
        assertEquals("waited 50 ms\n", textAnswer());
        expect(ROOT_HEAD + "\r\n" + ROOT_BODY);
        expectEnd();
    }

    @Test
    void refusesWhatItCannotFrame() throws IOException {
        String[] malformed = {
            "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nA : x\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        };
        for (String request : malformed) {
            client.close();
            client = new Socket("127.0.0.1", server.port());
            client.setSoTimeout(20_000);
            send(request);
            assertTrue(head().startsWith("HTTP/1.1 400 "), request);
            assertTrue(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("400 "), request);
        }
    }

    @Test
    void refusesAnEndlessHead() throws IOException {
        send("GET / HTTP/1.1\r\nX: ");
        send("x".repeat(64 * 1024));
        assertTrue(head().startsWith("HTTP/1.1 431 "));
    }

    @Test
    void sharesOnePortAmongThreads() throws IOException {
        OriginOptions loopback = OriginOptions.loopback("two");
        try (OriginServer two = OriginServer.start(new OriginOptions(loopback.listen(), "two", 2, 34))) {
            for (int i = 0; i < 20; i++) {
                client.close();
                client = new Socket("127.0.0.1", two.port());
                send("GET / HTTP/1.1\r\n\r\n");
                assertTrue(head().contains("X-Origin: two\r\n"));
            }
        }
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(ascii(text));
    }

    private void sendQuietly(String text) {
        try {
            send(text);
        } catch (IOException e) {
            throw new IllegalStateException("the origin stopped reading", e);
        }
    }

    private void expect(String text) throws IOException {
        byte[] got = client.getInputStream().readNBytes(text.length());
        assertEquals(text, new String(got, StandardCharsets.US_ASCII));
    }

    private int expectPattern(long from, int lengthBytes) throws IOException {
        byte[] wanted = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            wanted[i] = BodyPattern.byteAt(from + i);
        }
        assertArrayEquals(wanted, client.getInputStream().readNBytes(lengthBytes), "bytes from " + from);
        return lengthBytes;
    }

    private void expectEnd() throws IOException {
        assertEquals(-1, client.getInputStream().read());
    }

    private String textAnswer() throws IOException {
        String head = head();
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readThrough("\r\n").strip(), 16);
    }

    private String head() throws IOException {
        return readThrough("\r\n\r\n");
    }

    private String readThrough(String end) throws IOException {
        InputStream in = client.getInputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.US_ASCII).endsWith(end)) {
            int b = in.read();
            assertTrue(b >= 0, () -> "connection ended after: " + text);
            text.write(b);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

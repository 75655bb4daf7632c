package org.weir.engine.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the proxy itself, byte for byte as HAProxy 2.6 was seen to give them, and what becomes of the connection. */
class OwnRepliesTest {
    private static final String KEPT = "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private void start() {
        scenario.file("e400", "HTTP/1.0 400 Mine\nX-AbC: Q\nContent-Length: 2\n\nno");
        scenario.file("e403", "");
        scenario.file("e404", "HTTP/1.0 404 X\r\nX-A: b\r\nConnection: keep-alive\r\n\r\nhi");
        scenario.file("e500", "HTTP/1.0 500 X\nContent-Length: 2\n\nno");
        scenario.file("e503", "HTTP/1.1 503 X\r\nX-A: b\r\n\r\nhi");
        scenario.start("""
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + """
                frontend fe
                    bind {fe}
                    errorfile 400 {path:e400}
                    errorfile 403 {path:e403}
                    errorfile 404 {path:e404}
                    errorfile 500 {path:e500}
                    errorfile 503 {path:e503}
                    errorloc 502 http://x/
                    http-request deny deny_status 403 if { path /403 }
                    http-request deny deny_status 404 if { path /404 }
                    http-request deny deny_status 429 if { path /429 }
                    http-request deny deny_status 500 if { path /500 }
                    http-request deny deny_status 502 if { path /502 }
                    http-request return status 200 content-type a/b string hello hdr X-A Bc if { path /ret }
                    http-request return status 500 default-errorfiles if { path /proxys }
                    http-request return errorfile {path:e500} if { path /file }
                    http-request deny status 429 errorfile {path:e500} if { path /denied }
                    http-request deny default-errorfiles if { path /default }
                    http-request deny status 429 if { path /empty }
                    http-request return errorfile /dev/null if { path /nothing }
                    http-request return status 200 content-type a/b string kept if { path /kept }
                    use_backend none if { path /503 }
                    use_backend own
                frontend plain
                    bind {plain}
                frontend impatient
                    bind {impatient}
                    timeout http-request 300
                backend none
                backend own
                    errorloc303 503 http://own/
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GET /404 HTTP/1.1 | HTTP/1.0 404 X~x-a: b~~hi | closed", "HEAD /404 HTTP/1.1 | HTTP/1.0 404 X~x-a: b~~ | closed",
        "GET /503 HTTP/1.1 | HTTP/1.1 503 X~x-a: b~connection: close~~hi | closed", "GET /403 HTTP/1.1 |'' | closed",
        "GET /500 HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~no | kept",
        "HEAD /500 HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~ | kept",
        "GET /500 HTTP/1.0 | HTTP/1.0 500 X~content-length: 2~~no | closed",
        "GET /502 HTTP/1.1 | HTTP/1.1 302 Found~cache-control: no-cache~content-length: 0~location: http://x/~~ | kept",
        "GET /502 HTTP/1.0 | HTTP/1.1 302 Found~cache-control: no-cache~content-length: 0~location: http://x/~connection: close~~ | closed",
        "GET /other HTTP/1.1 | HTTP/1.1 303 See Other~cache-control: no-cache~content-length: 0~location: http://own/~~ | kept",
        "GET /ret HTTP/1.0 | HTTP/1.1 200 OK~x-a: Bc~content-length: 5~content-type: a/b~connection: close~~hello | closed",
        "GET /proxys HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~no | kept",
        "GET /file HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~no | kept",
        "HEAD /file HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~ | kept",
        "GET /denied HTTP/1.1 | HTTP/1.0 500 X~content-length: 2~connection: keep-alive~~no | kept",
        "GET /empty HTTP/1.1 | HTTP/1.1 429 Too Many Requests~content-length: 0~~ | kept",
        "GET /default HTTP/1.1 |'' | closed", "GET /nothing HTTP/1.1 |'' | closed",
        "HEAD /ret HTTP/1.1 | HTTP/1.1 200 OK~x-a: Bc~content-length: 5~content-type: a/b~~ | kept"})
    void eachGoesOutAsItWasWrittenAndClosesWhereItMust(String request, String reply, String connection) {
        start();
        Peer client = scenario.client("fe").sendLines(request, "Host: a", "").expect(reply.replace("~", "\r\n"));
        if (connection.equals("kept")) {
            client.send(KEPT).expect("HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-type: a/b\r\n\r\nkept");
        } else {
            client.expectClosed();
        }
    }

    @Test
    void whatNeverBecameARequestGetsTheProxysFileOrHaproxysOwnSpelling() {
        start();
        scenario.client("fe").send("\u0001\r\n\r\n").expect("HTTP/1.0 400 Mine\r\nx-abc: Q\r\ncontent-length: 2\r\n\r\nno").expectClosed();
        scenario.client("plain").send("\u0001\r\n\r\n").expect("HTTP/1.1 400 Bad request\r\nContent-length: 90\r\nCache-Control: no-cache\r\n"
                + "Connection: close\r\nContent-Type: text/html\r\n\r\n<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n"
                + "</body></html>\n").expectClosed();
        scenario.client("impatient").expect("HTTP/1.1 408 Request Time-out\r\nContent-length: 110\r\nCache-Control: no-cache\r\n"
                + "Connection: close\r\nContent-Type: text/html\r\n\r\n<html><body><h1>408 Request Time-out</h1>\n"
                + "Your browser didn't send a complete request in time.\n</body></html>\n").expectClosed();
    }

    @Test
    void aReplyLargerThanABufferArrivesWhole() {
        String body = "0123456789abcdef".repeat(8_000);
        scenario.file("large", "HTTP/1.1 503 X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        scenario.start("defaults\n    mode http\n" + Texts.LONG_TIMEOUTS + "frontend fe\n    bind {fe}\n    errorfile 503 {path:large}\n");
        scenario.client("fe").send(KEPT).expect("HTTP/1.1 503 X\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }
}

package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code http-reuse}: how many connections the server sees when clients come one after the other. */
class HttpReuseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin start(String mode) {
        Origin s1 = scenario.server("s1").answerWithName();
        scenario.start(Texts.HTTP + """
                backend be
                    http-reuse %s
                    server s1 {s1}
                """.formatted(mode));
        return s1;
    }

    /** Clients that ask once each, and leave the others' connections idle. */
    @ParameterizedTest
    @CsvSource({"never, 3", "safe, 3", "aggressive, 3", "always, 1"})
    void firstRequestsOfClients(String mode, int connections) {
        Origin s1 = start(mode);
        for (int i = 0; i < 3; i++) {
            Peer client = scenario.client("fe");
            client.send(GET);
            client.expectStatus(200);
        }
        assertEquals(connections, s1.connections());
    }

    /** Each client asks twice before the next one comes. */
    @ParameterizedTest
    @CsvSource({"never, 3", "safe, 3", "aggressive, 1", "always, 1"})
    void clientsThatAskTwice(String mode, int connections) {
        Origin s1 = start(mode);
        for (int i = 0; i < 3; i++) {
            Peer client = scenario.client("fe");
            client.send(GET);
            client.expectStatus(200);
            client.send(GET);
            client.expectStatus(200);
        }
        assertEquals(connections, s1.connections());
    }

    /** The descriptors of the process are counted for as many connections to servers as clients may have. */
    @Test
    void idleConnectionsToOtherServersMakeRoom() {
        Origin s1 = scenario.server("s1").answerWithName();
        Origin s2 = scenario.server("s2").answerWithName();
        Origin s3 = scenario.server("s3").answerWithName();
        scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode shared\n    maxconn 2")
                .replace("default_backend be", "use_backend %[path,field(2,/)]") + """
                backend b1
                    server s1 {s1}
                backend b2
                    server s2 {s2}
                backend b3
                    server s3 {s3}
                """);
        Peer client = scenario.client("fe");
        for (String path : List.of("/b1", "/b2", "/b1", "/b2", "/b3", "/b2", "/b1")) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.expectStatus(200);
        }
        assertEquals("1 2 1", s1.connections() + " " + s2.connections() + " " + s3.connections());
    }

    /** For 50 connections the process has 200 descriptors and some: 2 % of them are 4. Clients come, and stay, and their requests use the idle connection. */
    @ParameterizedTest
    @CsvSource({"0, 100, 6", "2, 100, 3", "100, 2, 3", "3, 100, 1"})
    void withManyDescriptorsInUseNoConnectionStaysIdle(int lowPercent, int highPercent, int connections) {
        Origin s1 = startWithRatios(lowPercent, highPercent);
        for (int i = 0; i < 6; i++) {
            scenario.client("fe").send("GET /b1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        }
        assertEquals(connections, s1.connections());
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "10, 1"})
    void withMoreOfThemInUseANewConnectionClosesAnIdleOne(int highPercent, int connections) {
        Origin s1 = startWithRatios(2, highPercent);
        Peer client = scenario.client("fe");
        client.send("GET /b1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        for (int i = 0; i < 5; i++) {
            scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(503);
        }
        client.send("GET /b2 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        client.send("GET /b1 HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
        assertEquals(connections, s1.connections());
    }

    private Origin startWithRatios(int lowPercent, int highPercent) {
        Origin s1 = scenario.server("s1").answerWithName();
        scenario.server("s2").answerWithName();
        String ratios = "maxconn 50\n    tune.pool-low-fd-ratio %d\n    tune.pool-high-fd-ratio %d".formatted(lowPercent, highPercent);
        scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode shared\n    " + ratios)
                .replace("default_backend be", "use_backend %[path,field(2,/)]") + """
                backend b1
                    http-reuse always
                    server s1 {s1}
                backend b2
                    server s2 {s2}
                """);
        return s1;
    }

    /** Also where no event wakes the agent. */
    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void anIdleConnectionEndsWhenItsTimeIsOver(String mode) {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode " + mode + "\n    idle-strategy block") + """
                backend be
                    server s1 {s1} pool-purge-delay 1s
                """);
        Peer client = scenario.client("fe").send(GET);
        Peer connection = s1.accept();
        answer(connection, Origin.ok("hi"));
        client.expectStatus(200);
        connection.expectOver();
    }

    @Test
    void aConnectionKeptForOneClientEndsWithIt() {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                backend be
                    http-reuse never
                    server s1 {s1}
                """);
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer connection = s1.accept();
        connection.expectRequest();
        connection.send(Origin.ok("hi"));
        client.expectStatus(200);
        client.close();
        connection.expectOver();
    }

    /** What NTLM has authenticated is the connection: whoever sends requests on it is the user. */
    @ParameterizedTest
    @ValueSource(strings = {"WWW-Authenticate: NTLM", "WWW-Authenticate: Basic realm=a, Negotiate"})
    void aConnectionThatAuthenticatesIsItsClientsOwn(String challenge) {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                backend be
                    http-reuse always
                    server s1 {s1}
                """);
        Peer user = scenario.client("fe");
        user.send(GET);
        Peer authenticated = s1.accept();
        answer(authenticated, "HTTP/1.1 401 Unauthorized\r\n" + challenge + "\r\nContent-Length: 0\r\n\r\n");
        user.expectStatus(401);

        Peer other = scenario.client("fe");
        other.send(GET);
        Peer second = s1.accept();
        answer(second, Origin.ok("other"));
        other.expectStatus(200);

        for (int i = 0; i < 3; i++) {
            user.send(GET);
            answer(authenticated, Origin.ok("user"));
            assertEquals("user", user.expectStatus(200).text());
        }
        user.close();
        authenticated.expectOver();
        other.send(GET);
        answer(second, Origin.ok("other"));
        other.expectStatus(200);
    }

    private static void answer(Peer connection, String response) {
        connection.expectRequest();
        connection.send(response);
    }

    @Test
    void aClientReturnsToTheServerThatAuthenticatesItsConnection() {
        for (String name : List.of("s1", "s2", "s3")) {
            scenario.server(name).answerEach(request -> request.startLine().contains("/login")
                    ? "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 2\r\n\r\n" + name : Origin.ok(name));
        }
        scenario.start(Texts.HTTP.replace("default_backend be", "use_backend other if { path /other }\n    default_backend be") + """
                backend be
                    balance roundrobin
                    server s1 {s1}
                    server s2 {s2}
                    server s3 {s3}
                backend other
                    server s1 {s1}
                """);
        Peer user = scenario.client("fe");
        user.send(GET.replace("GET /", "GET /login"));
        String server = user.expectStatus(401).text();
        for (String path : List.of("/", "/", "/other", "/", "/")) {
            user.send(GET.replace("GET /", "GET " + path));
            String answer = user.expectStatus(200).text();
            assertEquals(path.equals("/") ? server : "s1", answer);
        }
    }

    @Test
    void aRequestOnAnIdleConnectionThatTheServerJustClosedIsSentAgain() {
        Origin s1 = scenario.server("s1");
        scenario.start(Texts.HTTP + """
                backend be
                    http-reuse always
                    server s1 {s1}
                """);
        Peer client = scenario.client("fe");
        client.send(GET);
        Peer first = s1.accept();
        first.expectRequest();
        first.send(Origin.ok("one"));
        client.expectStatus(200);
        client.send(GET);
        first.expectRequest();
        first.close();
        Peer second = s1.accept();
        second.expectRequest();
        second.send(Origin.ok("two"));
        assertEquals("two", client.expectStatus(200).text());
    }

    /** The server may have closed before it saw the request; only the client knows whether it may be sent again. */
    @Test
    void aRequestThatMustNotBeSentTwiceEndsTheClientsConnectionWithoutAWord() {
        Origin s1 = scenario.server("s1");
        SyslogSink log = scenario.log();
        scenario.start(Texts.HTTP + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send(GET);
        Peer server = s1.accept();
        server.expectRequest();
        server.send(Origin.ok("one"));
        client.expectStatus(200);
        client.send("POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
        server.expectRequest();
        server.close();
        client.expectClosed();
        Peer other = scenario.client("fe").send("GET /three HTTP/1.1\r\nHost: a\r\n\r\n");
        s1.accept().close();
        other.expectStatus(502);
        log.expectLine(" 502 .*GET /three");
        assertTrue(log.hasNo("POST /two"), log::toString);
    }
}

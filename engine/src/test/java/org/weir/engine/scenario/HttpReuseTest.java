package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}

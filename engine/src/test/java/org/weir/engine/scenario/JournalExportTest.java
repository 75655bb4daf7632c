package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.weir.analytics.export.JournalExport;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.line.StandardLine;

/** What the journal holds says, put out as {@code httplog}, what the text log of the same traffic said. */
class JournalExportTest {
    private static final String PROXY = """
            global
                threading-mode shared
                log {log} len 60000 format raw local0
                journal {path:journal}
                tune.http.logurilen 300
            defaults
                mode http
                log global
                retries 1
                timeout connect 100s
                timeout client 100s
                timeout server 100s
            frontend fe
                bind {fe}
                bind unix@{path:one}
                option httplog
                option log-separate-errors
                capture request header X-A len 60
                capture request header Nope len 20
                capture response header X-B len 20
                capture cookie SESS len 70
                acl deaf path_beg /deaf
                use_backend deaf if deaf
                default_backend be
            frontend impatient
                bind {impatient}
                option httplog
                timeout http-request 200ms
                default_backend be
            frontend early
                bind {early}
                option httplog
                option logasap
                default_backend be
            frontend relay
                mode tcp
                bind {relay}
                option tcplog
                default_backend tcp
            backend be
                server s1 {s1}
            backend deaf
                option redispatch
                server no1 {no1}
                server no2 {no2}
            backend tcp
                mode tcp
                server t1 {t1}
            """;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    @Test
    void theExportOfMixedTrafficIsTheTextLogByteForByte() {
        SyslogSink log = scenario.log();
        scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-B: \u00e9 {b}\r\nSet-Cookie: SESSION=b c; path=/\r\n\r\nok");
        Origin t1 = scenario.server("t1");
        scenario.start(PROXY);
        askWell();
        askBadly();
        relay(t1);
        int lines = 14;
        Deadline.await(() -> lines + " lines, got\n" + log, () -> log.size() == lines);
        String said = String.join("", log.lines());
        Deadline.await(() -> "the journal to say\n" + said + "not\n" + export(), () -> export().length() >= said.length());
        assertEquals(said, export());
        assertEquals(Set.of("----", "PR--", "cR--", "CR--", "SC--", "--", "CD", "SD"), endings(said));
    }

    @Test
    void aJournalThatCannotBeWrittenIsAMatterForTheLog() throws IOException {
        Files.writeString(scenario.path("journal"), "in its way");
        SyslogSink log = scenario.log();
        scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        scenario.start(PROXY);
        log.expectLine("^Cannot write the journal in .*journal is not a directory; records are lost until it can be written");
        get("fe", "/", "");
        Files.delete(scenario.path("journal"));
        Deadline.await(() -> "the journal to be written again\n" + log, () -> {
            get("fe", "/", "");
            return log.lines().stream().anyMatch(line -> line.startsWith("The journal in ") && line.contains("is written again"));
        });
    }

    private void askWell() {
        get("fe", "/index.html?a=%20&b=\"{}", "X-A: a \"q\" \u00e9 \\ ] [ # {b|c} \t tab\r\n");
        get("fe", "/", "Cookie: x=y; SESSION=" + "a".repeat(90) + "\r\n");
        get("fe", "/" + "long/".repeat(100), "");
        get("fe", "/" + "x".repeat(286), "");
        get("fe", "/" + "x".repeat(294), "");
        get("early", "/early", "");
        scenario.unixClient("one").send("GET /unix HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expectStatus(200);
    }

    private void askBadly() {
        scenario.client("fe").send("\u0001\r\n\r\n").expectStatus(400);
        scenario.client("impatient").expectStatus(408);
        scenario.client("fe").send("GET /aborted HTTP/1.1\r\n").reset();
        scenario.client("fe").send("GET /deaf HTTP/1.0\r\n\r\n").expectStatus(503);
    }

    private void relay(Origin t1) {
        Peer client = scenario.client("relay").send("ping");
        Peer server = t1.accept();
        server.expect("ping").send("pong").finish();
        client.expect("pong").finish();
        client.expectClosed();
        Peer broken = scenario.client("relay").send("ping");
        t1.accept().expect("ping").reset();
        broken.expectOver();
        Peer aborting = scenario.client("relay").send("ping");
        Peer waiting = t1.accept().expect("ping");
        aborting.reset();
        waiting.expectOver();
    }

    private void get(String place, String target, String headers) {
        scenario.client(place).send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n").expectStatus(200);
    }

    private String export() {
        try (JournalReader reader = JournalReader.open(scenario.path("journal"))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new JournalExport(reader, new StandardLine(), null, null, -1).run(out);
            assertEquals(0, reader.damaged() + reader.skipped());
            return out.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The termination states that the lines tell of. */
    private static Set<String> endings(String lines) {
        Set<String> endings = new TreeSet<>();
        Matcher ending = Pattern.compile(" (\\S{2,4}) \\d+/\\d+/\\d+/\\d+/\\+?\\d+ \\d+/\\d+").matcher(lines);
        while (ending.find()) {
            endings.add(ending.group(1));
        }
        return endings;
    }
}

package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The two configurations in {@code examples/} that a published walk through a deployment is built on, with its observations. Only addresses, paths,
 * the accounts and the speed of checks are changed, to those of the test.
 */
class ArticleTest {
    private static final String DATE = "\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\]";

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String example) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("weir.root"), "examples", example));
        for (int status : new int[] {400, 403, 408, 500, 502, 503, 504}) {
            scenario.file(status + ".http", "HTTP/1.0 " + status + " Own\r\nCache-Control: no-cache\r\nConnection: close\r\n"
                    + "Content-Type: text/html\r\n\r\n<h1>" + status + "</h1>\n");
        }
        String check = " check inter 500ms fastinter 50ms downinter 50ms";
        Map<String, String> places = Map.of("*:80", "{fe}", "10.2.1.242:80 check", "{s1}" + check, "10.2.1.243:80 check", "{s2}" + check,
                "/dev/log", "{log}", "/run/haproxy/admin.sock", "{path:cli}", "/etc/haproxy/errors/", scenario.path("") + "/");
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
        }
        scenario.log();
        return scenario.start(text.replaceAll("(?m)^ *(chroot|user|group|daemon)\\b.*$", ""));
    }

    /** As curl asks, a connection each time. */
    private Message curl(String path) {
        try (Peer client = scenario.client("fe")) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: 10.2.0.240\r\nUser-Agent: curl/7.74.0\r\nAccept: */*\r\n\r\n");
            return client.expectResponse();
        }
    }

    private void expectLine(String names, String times, String rest) {
        scenario.log().expectLine("^<134>[A-Z][a-z]{2} [ 0-3]\\d \\d\\d:\\d\\d:\\d\\d haproxy\\[\\d+\\]: 127\\.0\\.0\\.1:\\d+ "
                + DATE + ' ' + names + ' ' + times + ' ' + rest + "\n$");
    }

    private void expectTwice(String state) {
        scenario.log().expectLine("^<1(28|29|3[0-5])>.* haproxy\\[\\d+\\]: " + state + "\n$");
        scenario.log().expectLine("^<1(3[6-9]|4[0-3])>.* haproxy\\[\\d+\\]: " + state + "\n$");
    }

    @Test
    void balancesOverTwoServersFailsOverAndReturns() throws IOException {
        scenario.server("s1").answerEach(request -> Origin.ok("2"));
        Origin second = scenario.server("s2").answerEach(request -> Origin.ok("3"));
        Weir weir = start("article-l4.cfg");
        for (String server : List.of("2", "3", "2", "3")) {
            assertEquals(server, curl("/").text());
            expectLine("web_proxy", "web_servers/debian11-" + server + " \\d+/\\d+/\\d+/\\d+/\\d+", "200 \\d+ - - ---- 1/1/0/0/0 0/0 \"GET / HTTP/1\\.1\"");
        }
        second.stop();
        String down = "Server web_servers/debian11-3 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: \\d+ms\\. "
                + "1 active and 0 backup servers left\\. 0 sessions active, 0 requeued, 0 remaining in queue\\.";
        expectTwice(down);
        Deadline.await(weir::messages, () -> weir.messages().matches("(?s).*\\[WARNING\\] .*\\(\\d+\\) : " + down + "\n.*"));
        assertEquals("2", curl("/").text());
        assertEquals("2", curl("/").text());
        scenario.server("s2").answerEach(request -> Origin.ok("3"));
        String up = "Server web_servers/debian11-3 is UP, reason: Layer4 check passed, check duration: \\d+ms\\. "
                + "2 active and 0 backup servers online\\. 0 sessions requeued, 0 total in queue\\.";
        expectTwice(up);
        Deadline.await(weir::messages, () -> weir.messages().matches("(?s).*\\[WARNING\\] .*\\(\\d+\\) : " + up + "\n.*"));
        assertEquals("5", Integer.toString(Integer.parseInt(curl("/").text()) + Integer.parseInt(curl("/").text())));
    }

    @Test
    void switchesOnThePathAndSaysWhenABackendIsGone() throws IOException {
        Origin first = scenario.server("s1").answerEach(request -> Origin.ok("1 " + request.target()));
        Origin second = scenario.server("s2").answerEach(request -> Origin.ok("2 " + request.target()));
        Weir weir = start("article-l7.cfg");
        assertEquals("1 /", curl("/").text());
        expectLine("web_proxy", "web_server01/debian11-2 \\d+/\\d+/\\d+/\\d+/\\d+", "200 \\d+ - - ---- 1/1/0/0/0 0/0 \"GET / HTTP/1\\.1\"");
        assertEquals("1 /", curl("/app1").text());
        expectLine("web_proxy", "web_server01/debian11-2 \\d+/\\d+/\\d+/\\d+/\\d+", "200 \\d+ - - ---- 1/1/0/0/0 0/0 \"GET /app1 HTTP/1\\.1\"");
        assertEquals("2 /", curl("/app2").text());
        expectLine("web_proxy", "web_server02/debian11-2 \\d+/\\d+/\\d+/\\d+/\\d+", "200 \\d+ - - ---- 1/1/0/0/0 0/0 \"GET /app2 HTTP/1\\.1\"");
        assertEquals("2 /x/y?z", curl("/app2/x/y?z").text());
        assertEquals("127.0.0.1", first.requests().getFirst().header("x-forwarded-for"));
        second.stop();
        expectTwice("Server web_server02/debian11-2 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: \\d+ms\\. "
                + "0 active and 0 backup servers left\\. 0 sessions active, 0 requeued, 0 remaining in queue\\.");
        expectTwice("backend web_server02 has no server available!");
        Deadline.await(weir::messages, () -> weir.messages().matches("(?s).*\\[ALERT\\] .*\\(\\d+\\) : backend 'web_server02' has no server available!\n.*"));
        assertEquals("1 /", curl("/").text());
        Message gone = curl("/app2");
        assertEquals(503, gone.status());
        assertEquals("<h1>503</h1>\n", gone.text());
        expectLine("web_proxy", "web_server02/<NOSRV> 0/-1/-1/-1/\\d+", "503 \\d+ - - SC-- 1/1/0/0/0 0/0 \"GET /app2 HTTP/1\\.1\"");
    }
}

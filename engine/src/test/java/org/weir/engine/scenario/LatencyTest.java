package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Percentiles of what the proxy did, as operators see them. */
class LatencyTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int REQUESTS = 20;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Weir start(String global) {
        return scenario.start("""
                global
                    stats socket {path:cli} mode 600 level admin
                    %s
                defaults
                    mode http
                    timeout connect 100s
                    timeout client 100s
                    timeout server 100s
                frontend fe
                    bind {fe}
                    default_backend be
                backend be
                    server s1 {s1}
                    server s2 127.0.0.1:1 weight 0
                listen idle
                    mode tcp
                    bind {idle}
                    server s1 {s1}
                """.formatted(global));
    }

    private void drive(Weir weir) {
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Peer client = scenario.client("fe");
        for (int i = 0; i < REQUESTS; i++) {
            client.send(GET).expectStatus(200);
        }
        Deadline.await(() -> weir.cli("show latency be/s1"), () -> count(weir.cli("show latency be/s1"), "be", "s1", "Ta") == REQUESTS);
    }

    /** The words of the line about a timer, or none. */
    private static List<String> line(String shown, String proxy, String member, String timer) {
        return shown.lines().map(line -> List.of(line.split(" +")))
                .filter(words -> words.size() > 3 && words.subList(0, 3).equals(List.of(proxy, member, timer)))
                .findFirst().orElse(List.of());
    }

    private static long count(String shown, String proxy, String member, String timer) {
        List<String> words = line(shown, proxy, member, timer);
        return words.isEmpty() ? 0 : Long.parseLong(words.get(3));
    }

    @Test
    void sessionsOfTcpHaveNoTimesOfRequests() {
        Weir weir = start("");
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Peer client = scenario.client("idle");
        client.send(GET).expectStatus(200);
        client.close();
        Deadline.await(() -> weir.cli("show latency idle"), () -> count(weir.cli("show latency idle"), "idle", "s1", "Ta") == 1);
        String shown = weir.cli("show latency idle");
        for (String member : List.of("FRONTEND", "s1", "BACKEND")) {
            for (String timer : List.of("Tw", "Tc", "Td", "Ta")) {
                assertEquals(1, count(shown, "idle", member, timer), shown);
            }
            assertEquals(List.of(), line(shown, "idle", member, "Tq"), shown);
            assertEquals(List.of(), line(shown, "idle", member, "Tr"), shown);
        }
    }

    @Test
    void everyTimerOfEveryOwnerIsShown() {
        Weir weir = start("");
        drive(weir);
        String shown = weir.cli("show latency");
        List<String> lines = shown.lines().toList();
        assertTrue(lines.get(0).matches("# since reset, [0-9]+\\.[0-9]s, in microseconds"), shown);
        assertEquals(List.of("#", "pxname", "svname", "timer", "count", "p50", "p90", "p99", "p99.9", "max"), List.of(lines.get(1).split(" +")));
        for (String timer : List.of("Tq", "Tw", "Tc", "Tr", "Td", "Ta")) {
            for (String member : List.of("fe FRONTEND", "be s1", "be BACKEND")) {
                String[] name = member.split(" ");
                List<String> words = line(shown, name[0], name[1], timer);
                assertEquals(REQUESTS, count(shown, name[0], name[1], timer), shown);
                for (int i = 5; i < words.size(); i++) {
                    assertTrue(Long.parseLong(words.get(i)) >= Long.parseLong(words.get(i - 1)), shown);
                }
            }
        }
        assertTrue(Long.parseLong(line(shown, "be", "s1", "Ta").get(8)) >= Long.parseLong(line(shown, "be", "s1", "Tr").get(8)), shown);
        assertEquals(0, count(shown, "be", "s2", "Ta"));
        assertEquals(0, count(shown, "idle", "FRONTEND", "Ta"));
        assertEquals(2 + 3 * 6, lines.stream().filter(line -> !line.isEmpty()).count(), shown);
    }

    @Test
    void listsAreLimitedToWhatIsNamed() {
        Weir weir = start("");
        drive(weir);
        assertEquals(REQUESTS, count(weir.cli("show latency fe"), "fe", "FRONTEND", "Ta"));
        assertEquals(0, count(weir.cli("show latency fe"), "be", "s1", "Ta"));
        assertEquals(0, count(weir.cli("show latency be/s1"), "be", "BACKEND", "Ta"));
        assertEquals("No such proxy.\n\n", weir.cli("show latency nope"));
        assertEquals("No such server.\n\n", weir.cli("show latency be/nope"));
        assertEquals("Unexpected word 'fe'.\n\n", weir.cli("show latency be fe"));
        assertEquals("Require a number of seconds from 1s to 300s after 'last'.\n\n", weir.cli("show latency last 301s"));
        assertEquals("Require a number of seconds from 1s to 300s after 'last'.\n\n", weir.cli("show latency last"));
    }

    @Test
    void windowsAndResets() {
        Weir weir = start("");
        drive(weir);
        String last = weir.cli("show latency be/s1 last 60s");
        assertTrue(last.matches("(?s)# last [0-9]+\\.[0-9]s, in microseconds\n.*"), last);
        assertEquals(REQUESTS, count(last, "be", "s1", "Ta"));
        weir.cli("clear counters");
        assertEquals(REQUESTS, count(weir.cli("show latency"), "be", "s1", "Ta"));
        weir.cli("clear counters all");
        assertEquals(0, count(weir.cli("show latency"), "be", "s1", "Ta"));
        assertEquals(0, count(weir.cli("show latency last 60s"), "be", "s1", "Ta"));
    }

    @Test
    void programsReadJson() {
        Weir weir = start("");
        drive(weir);
        String json = weir.cli("show latency be/s1 json");
        assertTrue(json.matches("(?s)\\{\"unit\":\"us\",\"window\":\"since-reset\",\"seconds\":[0-9.]+,\"latency\":\\[\n"
                + "\\{\"type\":\"server\",\"proxy\":\"be\",\"server\":\"s1\",\"timers\":\\{\"Tq\":\\{\"count\":20,\"p50\":[0-9]+,\"p90\":[0-9]+,\"p99\":[0-9]+,"
                + "\"p99\\.9\":[0-9]+,\"max\":[0-9]+,\"sum\":[0-9]+,\"digits\":3},\"Tw\":.*,\"Ta\":\\{[^{}]*}}}\n]}\n\n"), json);
        assertTrue(weir.cli("show latency idle json last 10s").contains("{\"type\":\"frontend\",\"proxy\":\"idle\",\"timers\":{}},\n"), json);
    }

    @Test
    void statisticsHaveTheSameFiguresBehindTheKnownColumns() {
        Weir weir = start("");
        drive(weir);
        String[] shown = weir.cli("show latency be/s1").lines().filter(line -> line.contains(" Ta ")).findFirst().orElseThrow().split(" +");
        List<String> csv = weir.cli("show stat be 4 -1").lines().toList();
        List<String> columns = List.of(csv.get(0).split(",", -1));
        String[] row = csv.get(1).split(",", -1);
        assertEquals(columns.size(), row.length);
        String[] figures = {"count", "p50_us", "p90_us", "p99_us", "p999_us", "max_us"};
        for (int i = 0; i < figures.length; i++) {
            assertEquals(shown[3 + i], row[columns.indexOf("ta_" + figures[i])], figures[i]);
        }
        assertTrue(columns.indexOf("tq_count") > columns.indexOf("-"), csv.get(0));
        assertTrue(weir.cli("show stat be 4 -1 typed").contains("tw_count.1:MCP:u64:20\n"));
        assertTrue(weir.cli("show stat be 2 -1 typed").contains("ta_p999_us.1:MDP:u64:"));
        // The second server saw nothing: a count and no more.
        String[] second = csv.get(2).split(",", -1);
        assertEquals("0", second[columns.indexOf("ta_count")]);
        assertEquals("", second[columns.indexOf("ta_max_us")]);
    }

    @Test
    void theLatencyLogIsReadByHdrHistogram() throws IOException {
        Weir weir = start("latency-log {path:weir.hlog} interval 1s");
        drive(weir);
        Deadline.await("a line", () -> scenario.path("weir.hlog").toFile().length() > 0);
        scenario.client("fe").send(GET).expectStatus(200);
        weir.close();
        long count = 0;
        try (HistogramLogReader reader = new HistogramLogReader(scenario.path("weir.hlog").toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                count += next.getTag().equals("be/s1.Ta") ? ((Histogram) next).getTotalCount() : 0;
            }
        }
        assertEquals(REQUESTS + 1, count);
    }

    @Test
    void aTcpSessionCountsFromItsConnection() {
        Weir weir = start("");
        scenario.server("s1").answerEach(request -> Origin.ok("x"));
        Peer client = scenario.client("idle").send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        client.expectStatus(200);
        client.close();
        Deadline.await(() -> weir.cli("show latency idle"), () -> count(weir.cli("show latency idle"), "idle", "s1", "Ta") == 1);
        assertEquals(1, count(weir.cli("show latency idle"), "idle", "FRONTEND", "Tc"));
    }
}

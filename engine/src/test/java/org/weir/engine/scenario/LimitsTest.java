package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits that depend on load, on queues and on rates, and their change at run time. */
class LimitsTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private final List<Peer> clients = new ArrayList<>();
    private final List<Peer> servers = new ArrayList<>();

    private Weir start(String global, String frontend, String backend) {
        return scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS).replace("threading-mode shared", "threading-mode shared\n" + global)
                .replace("    bind {fe}", "    bind {fe}\n    " + frontend) + "backend be\n" + backend.indent(4));
    }

    /** One field of a row of {@code show stat}. */
    private String stat(String row, String field) {
        List<String> lines = scenario.proxy().cli("show stat").lines().toList();
        int column = List.of(lines.getFirst().substring(2).split(",", -1)).indexOf(field);
        return lines.stream().filter(line -> line.startsWith(row + ',')).findFirst().orElseThrow().split(",", -1)[column];
    }

    private void awaitStat(String row, String field, int value) {
        Deadline.await(() -> field + '=' + value + " of " + row + ":\n" + scenario.proxy().cli("show stat"),
                () -> stat(row, field).equals(Integer.toString(value)));
    }

    /** Clients that connect one after the other, each when the one before is in the backend. */
    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            clients.add(scenario.client("fe").send("x"));
            awaitStat("be,BACKEND", "scur", clients.size());
        }
    }

    private void accept(Origin origin, int count) {
        for (int i = 0; i < count; i++) {
            servers.add(origin.accept());
        }
    }

    // --- servers

    @Test
    void theLimitGrowsWithTheLoadOfTheBackend() {
        Origin s1 = scenario.server("s1");
        start("", "", "fullconn 10\nserver s1 {s1} minconn 2 maxconn 8");
        connect(3);
        accept(s1, 2);
        assertEquals("1", stat("be,BACKEND", "qcur"));
        assertFalse(s1.hasConnection());
        connect(7);
        accept(s1, 6);
        awaitStat("be,s1", "scur", 8);
        connect(2);
        awaitStat("be,BACKEND", "qcur", 4);
        assertEquals("8", stat("be,s1", "slim"));
        servers.getFirst().reset();
        accept(s1, 1);
        awaitStat("be,BACKEND", "qcur", 3);
    }

    @Test
    void withoutFullconnATenthOfTheFrontendsLimitCounts() {
        Origin s1 = scenario.server("s1");
        start("", "maxconn 40", "server s1 {s1} minconn 1 maxconn 4");
        assertEquals("4", stat("be,BACKEND", "slim"));
        connect(4);
        accept(s1, 4);
    }

    @Test
    void minconnAloneIsAFixedLimit() {
        Origin s1 = scenario.server("s1");
        start("", "", "server s1 {s1} minconn 2");
        connect(3);
        accept(s1, 2);
        assertEquals("2", stat("be,s1", "slim"));
        assertEquals("1", stat("be,BACKEND", "qcur"));
    }

    @Test
    void afterAFullQueueAnotherServerServes() {
        Origin s1 = scenario.server("s1");
        Origin s2 = scenario.server("s2");
        start("", "", "balance leastconn\nserver s1 {s1} maxconn 1 maxqueue 2\nserver s2 {s2} maxconn 2 maxqueue 2");
        connect(9);
        accept(s1, 1);
        accept(s2, 2);
        assertEquals(List.of("2", "2", "2"), List.of(stat("be,s1", "qcur"), stat("be,s2", "qcur"), stat("be,BACKEND", "qcur")));
    }

    @Test
    void aHashedServersFullQueueRefusesWhoIsBoundToIt() {
        scenario.server("s1");
        SyslogSink log = scenario.log();
        start("", "", "balance source\nserver s1 {s1} maxconn 1 maxqueue 1");
        connect(2);
        scenario.client("fe").expectOver();
        log.expectLine(" be/[^ ]+ -?\\d+/-1/\\d+ 0 SQ ");
        assertEquals("1", stat("be,s1", "qcur"));
    }

    @Test
    void aServersLimitChangesWhileItRuns() {
        Origin s1 = scenario.server("s1");
        Weir weir = start("", "", "server s1 {s1} maxconn 1");
        connect(3);
        accept(s1, 1);
        assertEquals("Require <maxconn>.\n\n", weir.cli("set maxconn server be/s1"));
        assertEquals("maxconn string empty or preceded by garbage\n\n", weir.cli("set maxconn server be/s1 x"));
        assertEquals("Trailing garbage in maxconn string\n\n", weir.cli("set maxconn server be/s1 3x"));
        assertEquals("\n", weir.cli("set maxconn server be/s1 2"));
        accept(s1, 1);
        assertEquals("2", stat("be,s1", "slim"));
        assertEquals("1", stat("be,BACKEND", "qcur"));
        assertEquals("\n", weir.cli("set maxconn server be/s1 0"));
        accept(s1, 1);
        awaitStat("be,BACKEND", "qcur", 0);
    }

    // --- rates

    /** Clients that connect as fast as they can; all are served in the end. */
    private void rush(int count) {
        for (int i = 0; i < count; i++) {
            clients.add(scenario.client("fe").send("x"));
        }
        clients.forEach(client -> client.expect("hello"));
    }

    private void greet(Origin origin, int count) {
        Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < count; i++) {
                servers.add(origin.accept().send("hello"));
            }
        });
    }

    private int info(String field) {
        return scenario.proxy().cli("show info").lines().filter(line -> line.startsWith(field + ": ")).findFirst()
                .map(line -> Integer.parseInt(line.substring(field.length() + 2))).orElseThrow();
    }

    @Test
    void aFrontendTakesSoManySessionsASecond() {
        greet(scenario.server("s1"), 7);
        start("", "rate-limit sessions 3", "server s1 {s1}");
        rush(7);
        assertEquals(List.of("3", "3"), List.of(stat("fe,FRONTEND", "rate_max"), stat("fe,FRONTEND", "rate_lim")));
    }

    @Test
    void aRateAboveTheLimitLeavesOtherFrontendsAlone() {
        greet(scenario.server("s1"), 4);
        scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS).replace("    bind {fe}", "    bind {fe}\n    rate-limit sessions 1")
                + "frontend other\n    bind {other}\n    default_backend be\nbackend be\n    server s1 {s1}\n");
        clients.add(scenario.client("fe").send("x"));
        clients.add(scenario.client("fe").send("x"));
        scenario.client("other").send("x").expect("hello");
        scenario.client("other").send("x").expect("hello");
        clients.forEach(client -> client.expect("hello"));
    }

    @Test
    void theProcessTakesSoManyConnectionsASecond() {
        greet(scenario.server("s1"), 5);
        start("maxconnrate 2\nmaxsessrate 3", "", "server s1 {s1}");
        rush(5);
        assertEquals(List.of(2, 3, 2), List.of(info("ConnRateLimit"), info("SessRateLimit"), info("MaxConnRate")));
    }

    @Test
    void theRateOfTheProcessChangesWhileItRuns() {
        greet(scenario.server("s1"), 7);
        Weir weir = start("", "", "server s1 {s1}");
        assertEquals("\n", weir.cli("set rate-limit sessions global 1"));
        assertEquals(1, info("SessRateLimit"));
        clients.add(scenario.client("fe").send("x"));
        clients.getFirst().expect("hello");
        for (int i = 0; i < 6; i++) {
            clients.add(scenario.client("fe").send("x"));
        }
        assertEquals("\n", weir.cli("set rate-limit sessions global 0"));
        clients.subList(1, 7).forEach(client -> client.expect("hello"));
        assertEquals("Value out of range.\n\n", weir.cli("set rate-limit connections global -5"));
        assertEquals("Expects an integer value.\n\n", weir.cli("set rate-limit connections global"));
        assertTrue(weir.cli("help set rate-limit").contains("set rate-limit connections global <value>"));
    }
}

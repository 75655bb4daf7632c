package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators may see of threads and descriptors. */
class InspectionTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    @Test
    void everyDescriptorSaysWhatItIs() {
        Origin s1 = scenario.server("s1");
        Weir weir = scenario.start(Texts.tcp(Texts.LONG_TIMEOUTS).replace("bind {fe}", "bind {fe},unix@{path:front}") + "backend be\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send("x");
        Peer server = s1.accept();
        server.expect("x");
        String all = weir.cli("show fd");
        for (String line : new String[] {
            " listener l.st=RDY fe=fe fam=ipv4 laddr=" + scenario.fill("{fe}"),
            " listener l.st=RDY fe=fe fam=unix laddr=" + scenario.path("front"),
            " listener l.st=RDY fe=GLOBAL fam=unix laddr=" + scenario.path("cli"),
            " client fe=fe fam=ipv4 laddr=" + scenario.fill("{fe}") + " raddr=127.0.0.1:" + client.localPort(),
            " server be=be srv=s1 fam=ipv4 laddr=127.0.0.1:" + server.remotePort() + " raddr=" + scenario.fill("{s1}"),
            " client fe=GLOBAL fam=unix laddr=" + scenario.path("cli"),
            " poller", " wake-up"}) {
            assertTrue(all.contains(" :" + line + "\n"), line + " of\n" + all);
        }
        String first = all.lines().filter(line -> line.contains(" client fe=fe ")).findFirst().orElseThrow();
        assertEquals(first + "\n\n", weir.cli("show fd " + first.substring(0, first.indexOf(':')).strip()));
        assertEquals("\n", weir.cli("show fd 999999"));
        assertEquals("\n", weir.cli("show fd x"));
    }

    @Test
    void everyAgentTellsWhatItCounted() {
        scenario.server("s1").answerWithName();
        Weir weir = scenario.start(Texts.HTTP.replace("threading-mode shared", "threading-mode dedicated\n    nbthread 2")
                + "backend be\n    server s1 {s1}\n");
        for (int i = 0; i < 4; i++) {
            try (Peer client = scenario.client("fe")) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(200);
            }
        }
        String activity = weir.cli("show activity");
        assertTrue(activity.startsWith("thread_id: 1 (1..2)\ndate_now: "), activity);
        String accepted = activity.lines().filter(line -> line.startsWith("accepted: ")).findFirst().orElseThrow();
        String[] words = accepted.split(" ");
        assertEquals(Integer.parseInt(words[1]), Integer.parseInt(words[3]) + Integer.parseInt(words[4]), accepted);
        assertTrue(Integer.parseInt(words[1]) >= 5, accepted);
    }
}

package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code disabled} in a backend that rules, defaults or operators name all the same. */
class DisabledProxiesTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    @Test
    void aDisabledBackendHasNoServers() {
        Origin s1 = scenario.server("s1").answerWithName();
        SyslogSink log = scenario.log();
        Weir weir = scenario.start(Texts.HTTP.replace("default_backend be", """
                http-request deny if { nbsrv(be) gt 0 }
                    use_backend %[path,field(2,/)] if { path_beg /n }
                    default_backend be
                """.stripTrailing()) + """
                backend be
                    disabled
                    server s1 {s1} check
                backend named
                    disabled
                    server s1 {s1}
                """);
        for (String path : new String[] {"/", "/named"}) {
            try (Peer client = scenario.client("fe")) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").expectStatus(503);
            }
            log.expectLine(" fe " + (path.equals("/") ? "be" : "named") + "/<NOSRV> .* 503 [0-9]+ - - SC-- ");
        }
        assertEquals(0, s1.connections());
        assertEquals("Proxy is disabled.\n\n", weir.cli("set server be/s1 state ready"));
    }
}

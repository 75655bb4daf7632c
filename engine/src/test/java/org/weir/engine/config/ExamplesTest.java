package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.rules.HttpAction;

/** The configurations in {@code examples/}: two that run in the wild, unchanged, and the quick start. */
class ExamplesTest {
    private static Configuration example(String name) throws IOException {
        Path file = Path.of(System.getProperty("weir.root"), "examples", name);
        ConfigurationText text = ConfigurationText.of(Files.readString(file));
        for (int status : new int[] {400, 403, 408, 500, 502, 503, 504}) {
            text.file("/etc/haproxy/errors/" + status + ".http", ("HTTP/1.0 " + status + " Sorry\r\nCache-Control: no-cache\r\nConnection: close\r\n"
                    + "Content-Type: text/html\r\n\r\n<html><body><h1>" + status + "</h1></body></html>\n").getBytes(StandardCharsets.US_ASCII));
        }
        return text.valid();
    }

    @Test
    void balancingOnLayer4() throws IOException {
        Configuration configuration = example("article-l4.cfg");
        assertEquals("/var/lib/haproxy", configuration.global().process().chroot());
        assertTrue(configuration.global().process().daemon());
        assertTrue(configuration.global().statsSockets().getFirst().exposeListeners());
        assertEquals(List.of("TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"),
                configuration.global().tls().get("ssl-default-bind-ciphersuites"));
        ProxyConfig web = configuration.proxies().getFirst();
        assertEquals("web_servers", web.frontend().defaultBackend());
        assertEquals("X-Forwarded-For", web.forwardFor().header());
        assertEquals(ProxyLogging.Kind.HTTP, web.logging().kind());
        assertEquals(List.of(7, 5), web.logging().targets().stream().map(target -> target.maxLevel()).toList());
        assertEquals(7, web.errorReplies().size());
        ProxyConfig servers = configuration.backend("web_servers");
        assertEquals(List.of("debian11-2", "debian11-3"), servers.backend().servers().stream().map(server -> server.name()).toList());
        assertTrue(servers.backend().servers().getFirst().check().enabled());
        assertEquals("10.2.1.242:80", servers.backend().servers().getFirst().connect().remote().toString());
        assertEquals(5_000, servers.timeouts().connect());
    }

    @Test
    void switchingOnLayer7() throws IOException {
        Configuration configuration = example("article-l7.cfg");
        ProxyConfig web = configuration.proxies().getFirst();
        assertEquals("web_server01", web.frontend().defaultBackend());
        assertEquals(List.of("web_server01", "web_server02"), web.frontend().useBackends().stream().map(rule -> rule.name()).toList());
        assertEquals("if is-app2", web.frontend().useBackends().get(1).condition().text());
        HttpAction.ReplacePath replace = assertInstanceOf(HttpAction.ReplacePath.class,
                configuration.backend("web_server02").requestRules().getFirst().action());
        assertEquals("/\\2", replace.replacement().text());
    }

    @Test
    void quickStart() throws IOException {
        Configuration configuration = example("quickstart.cfg");
        assertEquals("127.0.0.1:8080", configuration.proxies().getFirst().frontend().binds().getFirst().listen().endpoint().toString());
        assertEquals(2, configuration.proxies().get(1).backend().servers().size());
        assertEquals(1, configuration.global().statsSockets().size());
    }
}

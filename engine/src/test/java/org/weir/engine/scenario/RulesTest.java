package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ACLs, switching, rules, redirects, answers of the proxy's own. */
class RulesTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    private Origin s1;

    /** The frontend's lines in front of a server that answers with its name. */
    private void start(String frontend, String backend) {
        s1 = scenario.server("s1").answerWithName();
        startBefore(frontend, backend);
    }

    private void startBefore(String frontend, String backend) {
        scenario.start("""
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + "frontend fe\n    bind {fe}\n" + (frontend + "\ndefault_backend be").indent(4)
                + "backend be\n" + (backend + "\nserver s1 {s1}").indent(4));
    }

    private Message ask(String... lines) {
        try (Peer client = scenario.client("fe")) {
            client.sendLines(lines).send("\r\n");
            return client.expectResponse();
        }
    }

    private Message get(String target) {
        return ask("GET " + target + " HTTP/1.1", "Host: example.org");
    }

    private Message seenByServer() {
        return s1.requests().getLast();
    }

    // --- switching

    /** The article's second configuration: the path chooses the backend, and loses its first part. */
    @ParameterizedTest
    @CsvSource({"/, s1, /", "/app1, s1, /", "/app1/x?y=z, s1, /x?y=z", "/app2, s2, /", "/app2/deep/path, s2, /deep/path", "/other, s1, /other"})
    void theArticlesPathsLeadToTheirBackends(String target, String server, String seen) {
        Origin first = scenario.server("s1").answerWithName();
        Origin second = scenario.server("s2").answerWithName();
        scenario.start("""
                defaults
                    mode    http
                    timeout connect 5000
                    timeout client  50000
                    timeout server  50000
                frontend web_proxy
                    bind {fe}
                    default_backend    web_server01
                    option             forwardfor
                    acl is-app1 path_beg /app1
                    acl is-app2 path_beg /app2
                    use_backend web_server01 if is-app1
                    use_backend web_server02 if is-app2
                backend web_server01
                    balance            roundrobin
                    http-request replace-path /app1(/)?(.*) /\\2
                    server             debian11-2 {s1}
                backend web_server02
                    balance            roundrobin
                    http-request replace-path /app2(/)?(.*) /\\2
                    server             debian11-2 {s2}
                """);
        assertEquals(server, get(target).text());
        Message request = (server.equals("s1") ? first : second).requests().getLast();
        assertEquals(seen, request.target());
        assertEquals("127.0.0.1", request.header("x-forwarded-for"));
    }

    @ParameterizedTest
    @CsvSource({
        "path -m end .png, /a/b.png, true", "path -m end .png, /a/b.gif, false", "path_beg /static /img, /img/1, true", "path_dir admin, /x/admin/y, true",
        "path_sub secret, /the-secret-path, true", "path_reg ^/[0-9]+$, /123, true", "path_reg ^/[0-9]+$, /12a, false",
        "url_param(id) -m int ge 10, /?id=12, true", "url_param(id) -m int ge 10, /?id=9, false", "hdr(host) -i EXAMPLE.org, /, true",
        "hdr_dom(host) example, /, true", "hdr(x) -m found, /, false", "method POST, /, false", "src 127.0.0.0/8, /, true", "src 10.0.0.0/8, /, false",
        "hdr(host) -m len 11, /, true", "always_true, /, true"})
    void aclsMatch(String acl, String target, boolean expected) {
        start("acl matches " + acl + "\nhttp-request deny if matches", "");
        assertEquals(expected ? 403 : 200, get(target).status());
    }

    @Test
    void conditionsCombine() {
        start("""
                acl is_get method GET
                acl api path_beg /api
                acl open path_beg /api/open
                http-request deny if api !open or { path /forbidden }
                http-request deny deny_status 429 unless is_get || { hdr(x-ok) -m str yes }""", "");
        assertEquals(403, get("/api/x").status());
        assertEquals(200, get("/api/open").status());
        assertEquals(403, get("/forbidden").status());
        assertEquals(429, ask("DELETE / HTTP/1.1", "Host: a").status());
        assertEquals(200, ask("DELETE / HTTP/1.1", "Host: a", "X-Ok: yes").status());
    }

    // --- headers

    @Test
    void headersAreEditedBothWays() {
        start("""
                http-request set-header X-Host %[req.hdr(host),upper]
                http-request add-header X-Multi one
                http-request add-header X-Multi two
                http-request del-header X-Secret
                http-request replace-header User-Agent (.*)/.* \\1
                http-response set-header X-Server hidden
                http-response add-header Set-Cookie a=b
                http-response del-header X-Powered-By""", "");
        Message response = ask("GET / HTTP/1.1", "Host: example.org", "X-Secret: 1", "x-secret: 2", "User-Agent: curl/7.0", "X-Multi: zero");
        assertEquals("EXAMPLE.ORG", seenByServer().header("x-host"));
        assertEquals(List.of("zero", "one", "two"), seenByServer().headers("x-multi"));
        assertNull(seenByServer().header("x-secret"));
        assertEquals("curl", seenByServer().header("user-agent"));
        assertEquals("hidden", response.header("x-server"));
        assertEquals("a=b", response.header("set-cookie"));
    }

    @Test
    void pathAndQueryAreSet() {
        start("http-request set-query lang=%[req.hdr(x-lang),lower]\nhttp-request set-path /v2%[path]", "");
        ask("GET /thing?old=1 HTTP/1.1", "Host: a", "X-Lang: EN");
        assertEquals("/v2/thing?lang=en", seenByServer().target());
    }

    @Test
    void forwardforAddsTheClientsAddressWhereItIsWanted() {
        start("option forwardfor header X-Client if-none", "");
        get("/");
        assertEquals("127.0.0.1", seenByServer().header("x-client"));
        ask("GET / HTTP/1.1", "Host: a", "X-Client: 1.2.3.4");
        assertEquals(List.of("1.2.3.4"), seenByServer().headers("x-client"));
    }

    @Test
    void forwardforSparesExceptions() {
        start("option forwardfor except 127.0.0.0/8", "");
        get("/");
        assertNull(seenByServer().header("x-forwarded-for"));
    }

    /** "option forwardfor" in HAProxy's manual, section 4.2; the exceptions as HAProxy 2.6 was seen to take them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "option forwardfor except 127.0.0.0/8 | option forwardfor header X-B      | x-b             | 0",
        "option forwardfor                    | option forwardfor except 127.0.0.1 | x-forwarded-for | 0",
        "option forwardfor header X-F         | option forwardfor header X-B      | x-b             | 2",
        "option forwardfor header X-F         | option forwardfor                 | x-forwarded-for | 2",
        "option forwardfor header X-F         | ''                                | x-f             | 2",
        "option forwardfor if-none            | option forwardfor                 | x-forwarded-for | 2",
        "option forwardfor if-none            | option forwardfor if-none         | x-forwarded-for | 1"})
    void forwardforOfBothSidesIsOne(String ofFrontend, String ofBackend, String header, int count) {
        start(ofFrontend, ofBackend);
        if (count == 0) {
            get("/");
        } else {
            ask("GET / HTTP/1.1", "Host: a", header + ": 1.2.3.4");
        }
        assertEquals(count, seenByServer().headers(header).size(), seenByServer()::toString);
    }

    // --- answers

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "redirect location https://example.org/new           | 302 | https://example.org/new",
        "redirect location /new code 301                     | 301 | /new",
        "redirect prefix https://other.example code 307      | 307 | https://other.example/a?b=c",
        "redirect prefix /p drop-query code 303              | 303 | /p/a",
        "redirect scheme https code 308                      | 308 | https://example.org/a?b=c",
        "http-request redirect location /to%[path] code 302  | 302 | /to/a"})
    void redirects(String rule, int status, String location) {
        start(rule, "");
        Message response = get("/a?b=c");
        assertEquals(status, response.status());
        assertEquals(location, response.header("location"));
        assertTrue(s1.requests().isEmpty());
    }

    @Test
    void returnAnswersByItself() {
        start("http-request return status 418 content-type text/plain string teapot hdr X-Tea green if { path /tea }", "");
        Message response = get("/tea");
        assertEquals(418, response.status());
        assertEquals("teapot", response.text());
        assertEquals("text/plain", response.header("content-type"));
        assertEquals("green", response.header("x-tea"));
        assertEquals(200, get("/coffee").status());
    }

    @Test
    void anAnswerKeepsTheConnection() {
        start("http-request deny if { path /no }", "");
        Peer client = scenario.client("fe");
        client.send("GET /no HTTP/1.1\r\nHost: a\r\n\r\n");
        client.expect("HTTP/1.1 403 Forbidden\r\ncontent-length: 93\r\ncache-control: no-cache\r\ncontent-type: text/html\r\n\r\n"
                + "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n");
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        client.expectStatus(200);
    }

    @Test
    void anErrorFileIsSentAsItIs() {
        scenario.file("closed.http", "HTTP/1.0 503 Out\r\nContent-Type: text/plain\r\nContent-Length: 8\r\nX-Own: yes\r\n\r\nclosed!\n");
        s1 = null;
        scenario.start("""
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + """
                    errorfile 503 {path:closed.http}
                frontend fe
                    bind {fe}
                    default_backend be
                backend be
                    server s1 {s1} disabled
                """);
        Message response = get("/");
        assertEquals(503, response.status());
        assertEquals("yes", response.header("x-own"));
        assertEquals("closed!\n", response.text());
    }

    @ParameterizedTest
    @CsvSource({"errorloc, 302", "errorloc302, 302", "errorloc303, 303"})
    void anErrorLocationRedirects(String keyword, int status) {
        start("http-request deny\n" + keyword + " 403 http://sorry.example/403", "");
        Message response = get("/");
        assertEquals(status, response.status());
        assertEquals("http://sorry.example/403", response.header("location"));
    }

    @Test
    void theMonitorsUriIsAnsweredByTheProxy() {
        start("monitor-uri /alive\nacl dead nbsrv(be) lt 1\nmonitor fail if dead", "");
        assertEquals(200, get("/alive").status());
        assertTrue(s1.requests().isEmpty());
        assertEquals(200, get("/alive2").status());
        assertEquals(1, s1.requests().size());
    }

    @Test
    void theMonitorsUriIsKnownInItsAbsoluteForm() {
        start("monitor-uri /alive?deep", "");
        assertEquals(200, get("http://example.org/alive?deep").status());
        assertTrue(s1.requests().isEmpty());
    }

    @Test
    void theMonitorsRequestsAreNotLogged() {
        SyslogSink log = scenario.log();
        start("log {log} local0\noption httplog\nmonitor-uri /alive\nmonitor fail if { always_true }", "");
        assertEquals(503, get("/alive").status());
        get("/other");
        log.expectLine("GET /other");
        assertTrue(log.hasNo("alive"), log::toString);
    }

    /** The method that a rule gives a request is the server's matter: the client reads the response by the one it sent. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"})
    void aHeadRequestStaysOneForTheClientWhateverMethodTheServerSees(String response) {
        s1 = scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nX-Method: " + request.method() + "\r\n" + response);
        startBefore("http-request set-method GET if { method HEAD }", "");
        try (Peer client = scenario.client("fe")) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertEquals("GET", client.expectBodiless(200).header("x-method"));
            }
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expectStatus(200);
            client.expectClosed();
        }
        assertEquals(1, s1.connections());
    }

    @Test
    void anErrorReplyToAHeadRequestHasNoBodyWhateverMethodTheServerWouldSee() {
        start("http-request set-method GET\nhttp-request deny if { path /no }", "");
        try (Peer client = scenario.client("fe")) {
            client.send("HEAD /no HTTP/1.1\r\nHost: a\r\n\r\n").expectBodiless(403);
            client.send("GET /no HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expectStatus(403);
            client.expectClosed();
        }
    }

    /** The client waits for a body that the server was not asked for: it must not take the next response for that body. */
    @Test
    void aGetThatBecameAHeadEndsTheClientsConnection() {
        s1 = scenario.server("s1").answerEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
        startBefore("http-request set-method HEAD", "");
        try (Peer client = scenario.client("fe")) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").expectBodiless(200);
            client.expectOver();
        }
    }

    @Test
    void aRequestThatNoBackendTakesGets503() {
        scenario.start("""
                defaults
                    mode http
                """ + Texts.LONG_TIMEOUTS + """
                frontend fe
                    bind {fe}
                    use_backend be if { path /known }
                backend be
                    server s1 {s1}
                """);
        assertEquals(503, get("/").status());
    }

    @Test
    void whatABackendsRulesAllowItsFrontendsStillChange() {
        start("http-response set-header X-Frontend 1", "http-response allow\nhttp-response set-header X-Backend 1");
        Message response = get("/");
        assertEquals("1", response.header("x-frontend"));
        assertNull(response.header("x-backend"));
    }

    @Test
    void aVariableWithoutAValueIsNothingInARule() {
        start("capture cookie c len 5\nhttp-request set-header x-a <%CC|%ID|%si|%bi|%sslv|%hr|%{+Q}ID|%{+Q}hr>", "");
        get("/");
        assertEquals("<||||||\"\"|>", seenByServer().header("x-a"));
    }

    /** The server knows nothing of it: its next response begins where its body ends, and the client waits for no body that never comes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.1 204 No Content~~ | 503 | HTTP/1.1 503 Service Unavailable~content-length: 0~~",
        "HTTP/1.1 304 Not Modified~Content-Length: 5~~ | 200 | HTTP/1.1 200 OK~content-length: 0~~",
        "HTTP/1.1 200 OK~Content-Length: 5~~HTTP/ | 204 | HTTP/1.1 204 No Content~~",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~HTTP/~0~~ | 304 | HTTP/1.1 304 Not Modified~transfer-encoding: chunked~~",
        "HTTP/1.1 200 OK~Content-Length: 2~~ok | 404 | HTTP/1.1 404 Not Found~content-length: 2~~ok"})
    void aRuleOnTheStatusLeavesTheBodyInOrder(String sent, String status, String received) {
        Origin server = scenario.server("s1");
        startBefore("http-response set-status " + status + " if { status 200 204 304 }", "http-reuse always");
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer connection = server.accept();
        connection.expectHead();
        connection.send(sent.replace("~", "\r\n"));
        client.expect(received.replace("~", "\r\n"));
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("/next", connection.expectRequest().target());
        connection.send("HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nnext");
        assertEquals("next", client.expectStatus(201).text());
    }
}

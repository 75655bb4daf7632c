package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Requests made by chance, always the same: odd values under rules that look at every part of them, and heads and bodies with bytes changed. An exception
 * would end the process; each connection must get an answer or its end, nothing may stay behind, and the next request is served.
 */
class HostileRequestsTest {
    private static final String RULES = """
            frontend fe
                bind {fe}
                capture request header x len 5
                capture cookie a len 3
                log-format "%hr %CC %{+E}r"
                http-request set-header z0 "%[path,url_dec,hex] %[req.hdr(x),b64dec,hex] %[url_param(a),regsub('(a*)*b',<\\\\1>,g)]"
                acl odd path_reg (a|b)+$
                acl odd req.hdr(x) -m ip 10.0.0.0/8
                acl odd req.hdr(x),field(2,/),length -m int gt 2
                acl odd req.cook(a) -m dom h
                acl odd hdr_ip(x,-1) 1.2.3.0/24
                http-request set-header z1 "%[req.fhdr(x,-1),word(1,.),upper] %[req.hdr_val(n)] %[base32,mod(7)]" if odd
                http-request set-header z2 "%[req.hdr(x),bytes(3,9),base64]|%[req.cook(a),ltrim(x),rtrim(/)]|%[query,url_dec(1)]"
                http-request add-header z3 "%[req.hdr(x,2),regsub('(.)(.)',<\\\\2>,gi)]%[req.hdr_names(/),lower]%[urlp(q),div(0),neg]"
                http-request replace-header x "^(.*)/([^/]*)" "\\\\2%[url,field(-1,/)]\\\\1"
                http-request replace-value x "(a*)*b" "<\\\\1>"
                http-request replace-path "(x*)(.)" "/\\\\2" if { req.hdr(n),even }
                http-request set-query "%[req.hdr(x),url_dec]" if { req.hdr(n) -m len 1 }
                http-request redirect prefix "http://%[req.hdr(x)]" append-slash drop-query if { req.hdr(n) l }
                http-request return status 200 content-type text/plain lf-string "%[url]%[req.hdr(x)]" hdr y "%[req.cook(a)]" if { req.hdr(n) r }
                http-response set-header z4 "%[res.hdr(x),djb2]%[res.cook(a),crc32]%[status,ipmask(8)]"
                default_backend be
            """;
    private static final String[] VALUES = {
        "", " ", ",,,", "a,\"b,c\",d", "\"open, a", "1.2.3.4", "10.1.2.3:80", "::1", "fe80::1%eth0", "-1", "99999999999999999999", "-9223372036854775808",
        "0x10", "%41%zz%", "%", "%00%0d%0a", "YWJj", "Y===", "====", "\\1", "[x]", "a=b&c=d", "\u00e4\u00ff", "\t", "a/b/c/d",
        "aaaaaaaaaaaaaaaaac", "l", "r", "2",
        "b".repeat(3_000), "ab".repeat(2_000), "/".repeat(900), "a=1; b=2; a=3", "a", "a=", "=;=", ";;;", "a=\"x;y\"", ",a=1"};
    private static final String[] TARGETS = {
        "/", "//", "/?", "/a?a=1&a=2;q=%41", "/x/ab?q=", "/%zz%", "http://h", "http://h/xab?a", "/?&&=&a", "/\u00e9", "*",
        "/" + "ab/".repeat(400), "http://[::1]:80/"};

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private final Random random = new Random(20_261_121);

    private void start(String frontend) {
        scenario.server("s1").answerWithName();
        String http = Texts.http(Texts.LONG_TIMEOUTS);
        scenario.start(http.substring(0, http.indexOf("frontend fe")) + frontend + "backend be\n    http-reuse always\n    server s1 {s1}\n");
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String oddRequest() {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "POST " : "GET ").append(pick(TARGETS)).append(" HTTP/1.1\r\nConnection: close\r\n");
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(pick(new String[] {"X: ", "X: ", "Cookie: ", "Cookie: a=", "N: "})).append(pick(VALUES)).append("\r\n");
        }
        return text.append(text.charAt(0) == 'P' ? "Content-Length: 5\r\n\r\nhello" : "\r\n").toString();
    }

    @Test
    void oddValuesUnderRules() {
        start(RULES);
        for (int i = 0; i < 600; i++) {
            String request = oddRequest();
            String answer = new String(scenario.client("fe").send(request).readToEnd(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1."), () -> "'" + answer + "' is the answer to " + request);
        }
        assertStillServing();
    }

    @Test
    void changedBytes() {
        start("frontend fe\n    bind {fe}\n    default_backend be\n");
        byte[] answer = new byte[4_096];
        for (int i = 0; i < 600; i++) {
            StringBuilder text = new StringBuilder(oddRequest().replace("Connection: close\r\n", ""))
                    .append("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: t\r\n\r\nHEAD / HTTP/1.0\r\n\r\n");
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.deleteCharAt(at);
                    case 2 -> text.insert(at, (char) random.nextInt(33));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
                }
            }
            Peer client = scenario.client("fe");
            client.sendUnlessBroken(text.toString());
            client.finish();
            while (!client.isOver()) {
                client.readSome(answer, answer.length);
            }
        }
        assertStillServing();
    }

    private void assertStillServing() {
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertEquals("s1", client.expectStatus(200).text());
        assertTrue(scenario.proxy().isRunning());
    }
}

package org.weir.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.expr.AclSet;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.FakeContext;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.ReplyTexts;
import org.weir.engine.rules.RuleEvaluator.Verdict;

/** Rules change heads and answer requests as HAProxy 2.6 was seen to do; replies are compared byte for byte. */
class RuleEvaluatorTest {
    private static final String GET = "GET /p/a?q=1 HTTP/1.1\r\nHost: Ex.com:8080\r\nX: a, b\r\nX: c\r\n\r\n";

    private final RuleEvaluator evaluator = new RuleEvaluator();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "set-header x 1;GET /p/a?q=1 |host: Ex.com:8080|x: 1", "set-header x <%[req.fhdr(x)]>;GET /p/a?q=1 |host: Ex.com:8080|x: <c>",
        "add-header X %[src];GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c|x: 127.0.0.1", "del-header x;GET /p/a?q=1 |host: Ex.com:8080",
        "del-header H -m beg;GET /p/a?q=1 |x: a, b|x: c", "del-header ST -m end;GET /p/a?q=1 |x: a, b|x: c", "del-header os -m sub;GET /p/a?q=1 |x: a, b|x: c",
        "del-header ^X$ -m reg;GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c", "del-header ^x$ -m reg;GET /p/a?q=1 |host: Ex.com:8080",
        "replace-header x ^(.).* <\\1>;GET /p/a?q=1 |host: Ex.com:8080|x: <a>|x: <c>",
        "replace-header x nope z;GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c",
        "replace-value x ^b$ <\\0>;GET /p/a?q=1 |host: Ex.com:8080|x: a,<b>|x: c", "replace-value x . <\\0>;GET /p/a?q=1 |host: Ex.com:8080|x: <a>,<b>|x: <c>",
        "replace-path /p(/.*) /q\\1;GET /q/a?q=1 |host: Ex.com:8080|x: a, b|x: c", "replace-path ^/a /z;GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c",
        "replace-pathq (.*)\\?(.*) \\1/\\2;GET /p/a/q=1 |host: Ex.com:8080|x: a, b|x: c", "replace-uri ^/p /q;GET /q |host: Ex.com:8080|x: a, b|x: c",
        "set-path /new%[path];GET /new/p/a?q=1 |host: Ex.com:8080|x: a, b|x: c", "set-pathq /n?z;GET /n?z |host: Ex.com:8080|x: a, b|x: c",
        "set-query z=%[query];GET /p/a?z=q=1 |host: Ex.com:8080|x: a, b|x: c", "set-uri http://other/u;GET http://other/u |host: other|x: a, b|x: c",
        "replace-path .* /\\\\1\\x41;GET /\\1A?q=1 |host: Ex.com:8080|x: a, b|x: c", "set-uri /u;GET /u |host: Ex.com:8080|x: a, b|x: c",
        "set-method PUT;PUT /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c", "set-header y z if { path /nope };GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c",
        "set-header y %[path,field(9,/)];GET /p/a?q=1 |host: Ex.com:8080|x: a, b|x: c|y: "})
    void rewritesRequests(String rule, String expected) throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest(GET);
        assertEquals(Verdict.CONTINUE, evaluate(context, rule));
        assertEquals(expected.strip(), written(context.request()).replaceFirst(" HTTP/1.1", " ").strip());
    }

    /** What HAProxy 2.6 sends on. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "set-header host in;GET http://in/x?y |host: in", "add-header host added;GET http://added/x?y |host: h:81|host: added",
"replace-value host h q;GET http://q/x?y |host: q",
        "del-header host;GET http://h:81/x?y", "set-header x 1;GET http://h:81/x?y |host: h:81|x: 1"})
    void anAbsoluteTargetFollowsTheHostHeader(String rule, String expected) throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest("GET http://h:81/x?y HTTP/1.1\r\nHost: h:81\r\n\r\n");
        assertEquals(Verdict.CONTINUE, evaluate(context, rule));
        assertEquals(expected.strip(), written(context.request()).replaceFirst(" HTTP/1.1", " ").strip());
    }

    /** What HAProxy 2.6 makes of each part of a list, empty ones too. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "b,aab\t,;<b>,<aab>,<>", ", ,,x ;<>,<>,<>,<x>", ";<>", "\"a,b\" , c;<\"a,b\">,<c>", "a, nothing , b;<a>, nothing ,<b>"})
    void replacesEachValueWithTheSpaceAroundIt(String value, String expected) throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest("GET / HTTP/1.1\r\nX: " + (value == null ? "" : value) + "\r\n\r\n");
        assertEquals(Verdict.CONTINUE, evaluate(context, "replace-value x ^(?!nothing)(.*)$ <\\1>"));
        assertEquals("GET / HTTP/1.1|x: " + expected, written(context.request()).strip());
    }

    /** Before a backend is chosen; what HAProxy 2.6 makes of an empty text where a number is wanted. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "%[be_name],%[nbsrv],%[queue],%[be_conn],%[nbsrv(b)];f,0,0,0,2", "<%[req.hdr(e),even]%[req.hdr(e),bool]%[req.hdr(e),add(1)]>;<>",
        "%[req.hdr(w),add(1)];1"})
    void whatIsNotThereYet(String format, String expected) throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest("GET / HTTP/1.1\r\nE:\r\nW: x\r\n\r\n");
        assertEquals(Verdict.CONTINUE, evaluate(context, "set-header e " + format));
        assertEquals("GET / HTTP/1.1|w: x|e: " + expected, written(context.request()));
    }

    @Test
    void rulesSeeWhatEarlierOnesChanged() throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest(GET);
        assertEquals(Verdict.ALLOW, evaluate(context, "set-path /new", "set-header old %[path] if { path /new }", "allow if { req.hdr(old) /new }", "deny"));
    }

    @Test
    void setHeaderOfAnOwnMethodStopsNothing() throws ExpressionException {
        final FakeContext context = FakeContext.of(GET, "HTTP/1.1 200 OK\r\nServer: s\r\nA: 1\r\n\r\n");
        final Verdict verdict = evaluateResponse(context, "del-header server", "set-header b %[res.hdr(a)]-%[status]", "set-status 404");
        assertEquals(Verdict.CONTINUE, verdict);
        assertEquals("404 Not Found|a: 1|b: 1-200", status(context.response()));
    }

    /** In a condition it is of the response as soon as there is one. */
    @Test
    void cookieIsOfTheLatestMessage() throws ExpressionException {
        final FakeContext context = FakeContext.of("GET / HTTP/1.1\r\nCookie: a=1\r\n\r\n", "HTTP/1.1 200 OK\r\nSet-Cookie: b=2; path=/\r\n\r\n");
        assertEquals(Verdict.CONTINUE, evaluateResponse(context, "add-header x a if { cookie(a) -m found }", "add-header x b if { cookie(b) 2 }"));
        assertEquals("200 OK|set-cookie: b=2; path=/|x: b", status(context.response()));
        final FakeContext request = FakeContext.ofRequest("GET / HTTP/1.1\r\nCookie: a=1\r\n\r\n");
        assertEquals(Verdict.DENY, evaluate(request, "deny if { cookie(a) 1 }"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "return hdr a %[req.hdr(none)] hdr b %[path];200 OK|b: /p/a|content-length: 0",
        "redirect location /x;302 Found|content-length: 0|location: /x|cache-control: no-cache",
        "redirect location /x code 301;301 Moved Permanently|content-length: 0|location: /x",
        "redirect location /x code 303;303 See Other|content-length: 0|location: /x|cache-control: no-cache",
        "redirect location /x code 307;307 Temporary Redirect|content-length: 0|location: /x|cache-control: no-cache",
        "redirect location /x code 308;308 Permanent Redirect|content-length: 0|location: /x",
        "redirect prefix /x;302 Found|content-length: 0|location: /x/p/a?q=1|cache-control: no-cache",
        "redirect prefix /;302 Found|content-length: 0|location: /p/a?q=1|cache-control: no-cache",
        "redirect prefix /x drop-query;302 Found|content-length: 0|location: /x/p/a|cache-control: no-cache",
        "redirect prefix /x drop-query append-slash;302 Found|content-length: 0|location: /x/p/a/|cache-control: no-cache",
        "redirect prefix /x append-slash;302 Found|content-length: 0|location: /x/p/a?q=1/|cache-control: no-cache",
        "redirect scheme https;302 Found|content-length: 0|location: https://Ex.com:8080/p/a?q=1|cache-control: no-cache",
        "redirect scheme https code 301 drop-query;301 Moved Permanently|content-length: 0|location: https://Ex.com:8080/p/a",
        "redirect location /x set-cookie A=1;`302 Found|content-length: 0|location: /x|cache-control: no-cache|set-cookie: A=1; path=/;`",
        "redirect location /x clear-cookie A=;`302 Found|content-length: 0|location: /x|cache-control: no-cache|set-cookie: A=; path=/; Max-Age=0;`",
        "redirect location https://%[hdr(host),field(1,:)]%[pathq];302 Found|content-length: 0|location: https://Ex.com/p/a?q=1|cache-control: no-cache",
        "return;200 OK|content-length: 0", "return status 404;404 Not Found|content-length: 0", "return status 299;299 Success|content-length: 0",
        "return status 204;204 No Content"})
    void answers(String rule, String expected) throws ExpressionException {
        assertEquals(Verdict.REPLY, evaluate(FakeContext.ofRequest(GET), rule));
        assertEquals("HTTP/1.1 " + expected.replace("|", "\r\n") + "\r\n\r\n", text());
        assertEquals("HTTP/1.1 " + expected.replace("|", "\r\n") + "\r\nconnection: close\r\n\r\n",
                ReplyTexts.of(evaluator.reply(), Http1Writer.CONNECTION_CLOSE, true));
    }

    @Test
    void returnHasHeadersLengthTypeAndBodyInThisOrder() throws ExpressionException {
        final List<String> words = List.of(
                "return", "status", "201", "content-type", "text/plain", "lf-string", "from %[src]", "hdr", "X-A", "1", "hdr", "x-b", "%[path]");
        assertEquals(Verdict.REPLY, evaluate(FakeContext.ofRequest(GET), words));
        assertEquals(
                "HTTP/1.1 201 Created\r\nx-a: 1\r\nx-b: /p/a\r\ncontent-length: 14\r\ncontent-type: text/plain\r\n\r\nfrom 127.0.0.1",
                text());
        assertEquals(Verdict.REPLY, evaluate(FakeContext.ofRequest(GET.replace("GET", "HEAD")), words));
        assertTrue(text().endsWith("content-length: 14\r\ncontent-type: text/plain\r\n\r\n"), "no body for HEAD");
    }

    @Test
    void denialsUseTheProxysReplyUnlessTheyBringTheirOwn() throws ExpressionException {
        assertEquals(Verdict.DENY, evaluate(FakeContext.ofRequest(GET), "deny"));
        assertEquals(403, evaluator.deniedStatus());
        assertNull(evaluator.deniedReply());
        assertEquals(Verdict.DENY, evaluate(FakeContext.ofRequest(GET), "deny deny_status 429"));
        assertEquals(429, evaluator.deniedStatus());
        assertNull(evaluator.deniedReply());
        assertEquals(Verdict.DENY, evaluate(FakeContext.ofRequest(GET), "deny status 404 content-type text/plain string abc hdr a b"));
        assertEquals(
                "HTTP/1.1 404 Not Found\r\na: b\r\ncontent-length: 3\r\ncontent-type: text/plain\r\n\r\nabc",
                ReplyTexts.of(evaluator.deniedReply(), Http1Writer.CONNECTION_NONE, true));
        assertEquals(Verdict.DENY, evaluateResponse(FakeContext.of(GET, "HTTP/1.1 200 OK\r\n\r\n"), "deny"));
        assertEquals(502, evaluator.deniedStatus());
    }

    @Test
    void emptyLocationMayBeIgnored() throws ExpressionException {
        assertEquals(Verdict.CONTINUE, evaluate(FakeContext.ofRequest(GET), "redirect location %[req.hdr(nope)] ignore-empty"));
    }

    @Test
    void responsesAreRedirectedToLocationsOnly() throws ExpressionException {
        final FakeContext context = FakeContext.of(GET, "HTTP/1.1 200 OK\r\n\r\n");
        assertEquals(Verdict.REPLY, evaluateResponse(context, "redirect location /%[status]"));
        assertTrue(text().contains("location: /200\r\n"));
        assertThrows(ExpressionException.class, () -> evaluateResponse(context, "redirect prefix /x"));
        final FakeContext head = FakeContext.of(GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\n\r\n");
        assertEquals(Verdict.REPLY, evaluateResponse(head, "return content-type text/plain string abc"));
        assertTrue(text().endsWith("content-length: 3\r\ncontent-type: text/plain\r\n\r\n"), "no body for HEAD");
    }

    @Test
    void keywordRedirectTakesTextsAsTheyAre() throws ExpressionException {
        final ParseContext place = new ParseContext(ParseContext.Place.REQUEST);
        final HttpRule rule = HttpActionParser.parseRedirect(List.of("location", "/x%[path]", "if", "TRUE"), place, new AclSet(place), "f:1");
        final FakeContext context = FakeContext.ofRequest(GET);
        assertEquals(Verdict.REPLY, evaluator.evaluate(new HttpRule[] {rule}, context, context.request()));
        assertTrue(text().contains("location: /x%[path]\r\n"));
    }

    @Test
    void valuesNeverBreakOutOfTheirLine() throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest(GET.replace("q=1", "q=%0d%0aEvil:%201"));
        assertEquals(Verdict.CONTINUE, evaluate(context, "set-header x %[url_param(q),url_dec]"));
        assertTrue(written(context.request()).endsWith("x: %0D%0AEvil: 1"));
        assertEquals(Verdict.REPLY, evaluate(context, "redirect location /%[url_param(q),url_dec]"));
        assertTrue(text().contains("location: /%0D%0AEvil: 1\r\ncache"));
    }

    @Test
    void whatDoesNotFitFails() throws ExpressionException {
        final String rule = "add-header y %[url]";
        final FakeContext context = FakeContext.ofRequest("GET /" + "a".repeat(3_000) + " HTTP/1.1\r\n\r\n");
        assertEquals(Verdict.CONTINUE, evaluate(context, rule));
        assertEquals(Verdict.FAILED, evaluate(context, rule));
        assertEquals(Verdict.FAILED, evaluate(FakeContext.ofRequest(GET), "set-method a%[str(/)]"), "no method");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "tarpit;action 'tarpit' of 'http-request' is not supported by this version of Weir",
        "set-status 200;action 'set-status' is not possible in 'http-request' rules", "set-header;expects a header name",
        "set-header x;expects a format string",
        "set-path  if TRUE;expects a format string", "replace-header x  y;expects a regular expression", "return string ;expects a string",
        "return status 204 content-type a string b;No body expected for 204 responses",
        "deny status 304 content-type a string b;No body expected for 304 responses",
        "set-header a:b c;'a:b' is not a valid header name", "allow now;expects 'if' or 'unless' behind the action, got 'now'",
        "allow if nope;no such ACL : 'nope'",
        "redirect;redirection type expected ('prefix', 'location', or 'scheme')", "redirect location;expects an argument behind 'location'",
        "redirect location / code 200;unsupported HTTP code '200' (must be one of 301, 302, 303, 307 or 308)",
        "return status 99;invalid status code '99', expects an integer between 200 and 599",
        "return string x;a content type must be defined when non-empty payload is configured", "replace-header x ( y;regex '(' is invalid",
        "del-header x -m dom;unknown matching method 'dom', expects 'str', 'beg', 'end', 'sub' or 'reg'"})
    void wrongRulesAreRefused(String rule, String message) {
        final String said = assertThrows(ExpressionException.class, () -> rules(ParseContext.Place.REQUEST, List.of(rule.split(" ", -1)))).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    @Test
    void repliesAreTheSameEachTime() throws ExpressionException {
        evaluate(FakeContext.ofRequest(GET), "redirect prefix /x");
        assertEquals(text(), text());
        assertEquals(302, evaluator.reply().status());
    }

    private Verdict evaluate(FakeContext context, String... lines) throws ExpressionException {
        return evaluator.evaluate(rules(ParseContext.Place.REQUEST, lines), context, context.request());
    }

    private Verdict evaluate(FakeContext context, List<String> words) throws ExpressionException {
        return evaluator.evaluate(rules(ParseContext.Place.REQUEST, words), context, context.request());
    }

    private Verdict evaluateResponse(FakeContext context, String... lines) throws ExpressionException {
        return evaluator.evaluate(rules(ParseContext.Place.RESPONSE, lines), context, context.response());
    }

    private static HttpRule[] rules(ParseContext.Place where, String... lines) throws ExpressionException {
        final List<HttpRule> rules = new ArrayList<>();
        for (final String line : lines) {
            rules.add(rules(where, List.of(line.split(" ")))[0]);
        }
        return rules.toArray(new HttpRule[0]);
    }

    private static HttpRule[] rules(ParseContext.Place where, List<String> words) throws ExpressionException {
        final ParseContext place = new ParseContext(where);
        return new HttpRule[] {HttpActionParser.parse(words, place, new AclSet(place), "f:1")};
    }

    private String text() {
        return ReplyTexts.of(evaluator.reply(), Http1Writer.CONNECTION_NONE, true);
    }

    /** Start line and header lines with bars between them. */
    private static String written(MessageHead head) {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[16_384]);
        final int end = new Http1Writer().writeRequest(head, out, 0, out.capacity(), BodyFraming.NONE, 0, Http1Writer.CONNECTION_NONE);
        return out.getStringWithoutLengthAscii(0, end - 4).replace("\r\n", "|");
    }

    private static String status(MessageHead head) {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[16_384]);
        final int end = new Http1Writer().writeResponse(head, out, 0, out.capacity(), BodyFraming.NONE, 0, Http1Writer.CONNECTION_NONE);
        return out.getStringWithoutLengthAscii(9, end - 4 - 9).replace("\r\n", "|");
    }
}

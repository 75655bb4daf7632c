package org.weir.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ACLs with many lines, many patterns, files and many values. */
class PatternsTest {
    private final ParseContext place = new ParseContext(ParseContext.Place.REQUEST);
    private final AclSet acls = new AclSet(place);

    @TempDir
    private Path directory;

    @Test
    void linesOfOneNameAreOred() throws ExpressionException {
        acls.declare("static", List.of("path_beg", "/img"));
        final Condition condition = ConditionParser.parse(List.of("if", "static"), acls);
        assertFalse(condition.test(request("/app.css")));
        acls.declare("static", List.of("path_end", ".css"));
        assertTrue(condition.test(request("/app.css")), "a line added later counts too");
        assertTrue(condition.test(request("/img/1")));
        assertFalse(condition.test(request("/app")));
    }

    @Test
    void ownAclsHidePredefinedOnes() throws ExpressionException {
        acls.declare("METH_GET", List.of("method", "POST"));
        assertFalse(ConditionParser.parse(List.of("if", "METH_GET"), acls).test(request("/")));
    }

    @Test
    void unlessIsTheOpposite() throws ExpressionException {
        assertFalse(ConditionParser.parse(List.of("unless", "TRUE", "||", "FALSE"), acls).test(request("/")));
        assertTrue(ConditionParser.parse(List.of("unless", "TRUE", "FALSE"), acls).test(request("/")));
    }

    @Test
    void orIsAWordOfAnyCase() throws ExpressionException {
        for (final String or : List.of("or", "OR", "Or")) {
            assertTrue(ConditionParser.parse(List.of("if", "FALSE", or, "TRUE"), acls).test(request("/")));
            assertThrows(ExpressionException.class, () -> acls.declare(or, List.of("path", "/")));
        }
        assertThrows(ExpressionException.class, () -> ConditionParser.parse(List.of("if", "TRUE", "AND", "TRUE"), acls));
    }

    @Test
    void needIsTheLargestOfItsParts() throws ExpressionException {
        assertEquals(Expression.Need.CONNECTION, ConditionParser.parse(List.of("if", "TRUE", "LOCALHOST"), acls).need());
        assertEquals(Expression.Need.RESPONSE_HEAD, ConditionParser.parse(List.of("if", "METH_GET", "{", "status", "200", "}"), acls).need());
    }

    @Test
    void responsesAreSeenByTheirFetchesOnly() throws ExpressionException {
        final FakeContext context = FakeContext.of("GET / HTTP/1.1\r\nHost: h\r\nA: q\r\n\r\n",
                "HTTP/1.1 404 No\r\nA: r\r\nSet-Cookie: k=v; path=/, z=1\r\n\r\n");
        assertTrue(holds(context, "{ res.hdr(a) r } METH_GET !{ hdr(a) -m found } !{ path -m found } { status 400:499 } { scook(k) v } { res.ver 1.1 }"));
        assertFalse(holds(context, "{ scook(z) -m found }"));
        final ParseContext response = new ParseContext(ParseContext.Place.RESPONSE);
        assertEquals("r", text(ExpressionParser.parse("hdr(a)", response), context));
        assertEquals("GET", text(ExpressionParser.parse("method", response), context));
    }

    /** Section 7.1.6: resolvable names may stand for addresses, unless -n forbids it. */
    @Test
    void aNameStandsForItsAddress() throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest("GET / HTTP/1.1\r\nA: 127.0.0.1\r\nB: 127.0.0.2\r\n\r\n");
        assertTrue(holds(context, "{ hdr_ip(a) 10.0.0.0/8 localhost } !{ hdr_ip(b) localhost }"));
        assertThrows(ExpressionException.class, () -> holds(context, "{ hdr_ip(a) -n localhost }"));
        assertThrows(ExpressionException.class, () -> holds(context, "{ hdr_ip(a) name.invalid }"));
    }

    /** HAProxy's lines end there: what an unset variable in quotes leaves is no pattern that matches an empty value, or every beginning. */
    @Test
    void anEmptyWordEndsThePatterns() throws ExpressionException {
        final FakeContext empty = FakeContext.ofRequest("GET / HTTP/1.1\r\nA:\r\n\r\n");
        final FakeContext full = FakeContext.ofRequest("GET / HTTP/1.1\r\nA: b\r\n\r\n");
        for (String method : List.of("str", "beg", "end", "sub", "dir", "dom", "reg", "len", "int", "bin", "ip")) {
            acls.declare(method, List.of("hdr(a)", "-m", method, ""));
            assertFalse(holds(empty, method) || holds(full, method), method);
        }
        acls.declare("plain", List.of("hdr(a)", "", "b"));
        acls.declare("ended", List.of("hdr(a)", "--", "c", "", "b"));
        acls.declare("first", List.of("hdr(a)", "b", "", "c"));
        acls.declare("found", List.of("hdr(a)", "-m", "found", ""));
        acls.declare("number", List.of("src_port", ""));
        acls.declare("truth", List.of("always_true", ""));
        assertTrue(holds(full, "!plain !ended first found !number truth"));
        assertTrue(holds(empty, "found"));
        assertThrows(ExpressionException.class, () -> ConditionParser.parse(List.of("if", "{", "hdr(a)", "", "}"), acls));
    }

    @Test
    void theNumberOfAnAclIsOne() {
        assertThrows(ExpressionException.class, () -> acls.declare("a", List.of("path", "-u", "x", "/")));
    }

    @Test
    void filesHoldOnePatternALine() throws ExpressionException, IOException {
        final Path file = directory.resolve("agents");
        Files.writeString(file, "# comment\n\n  \tleading\r\n #sharp\nlast");
        assertTrue(holds(request("/leading"), "{ path,bytes(1) -m str -f " + file + " }"));
        assertTrue(holds(request("/last"), "{ path,bytes(1) -m str -f " + file + " }"));
        assertTrue(holds(request("/LAST"), "{ path,bytes(1) -m str -i -f " + file + " }"));
        assertFalse(holds(request("/LAST"), "{ path,bytes(1) -m str -f " + file + " -i x }"), "-i holds for what follows it");
        assertFalse(holds(request("/comment"), "{ path,bytes(1) -m str -f " + file + " }"));
        assertTrue(holds(FakeContext.ofRequest("GET / HTTP/1.1\r\nA: #sharp\r\n\r\n"), "{ req.hdr(a) -f " + file + " }"));
    }

    @Test
    void errorsInFilesNameTheLine() throws IOException {
        final Path file = directory.resolve("nets");
        Files.writeString(file, "10.0.0.0/8\n\nnonsense\n");
        final String message = assertThrows(ExpressionException.class, () -> acls.declare("a", List.of("src", "-f", file.toString()))).getMessage();
        assertTrue(message.endsWith("'nonsense' is not a valid IPv4 or IPv6 address at line 3 of file <" + file + ">"), message);
        assertThrows(ExpressionException.class, () -> acls.declare("a", List.of("src", "-f", "/dev/zero")));
        assertThrows(ExpressionException.class, () -> acls.declare("a", List.of("src", "-f", directory.toString())));
    }

    @Test
    void largeFilesAreQuickToSearch() throws ExpressionException, IOException {
        final Path texts = directory.resolve("texts");
        final Path nets = directory.resolve("nets");
        Files.writeString(texts, IntStream.range(0, 100_000).mapToObj(i -> "/p" + i + "\n").collect(Collectors.joining()));
        Files.writeString(nets, IntStream.range(0, 100_000).mapToObj(i -> "10." + (i >> 8 & 0xFF) + '.' + (i & 0xFF) + ".0/" + (24 + (i & 7))
                + "\n").collect(Collectors.joining()));
        final Condition condition = ConditionParser.parse(List.of("if", "{", "path", "-f", texts.toString(), "}", "!{", "src", "-f", nets.toString(),
                "}"), acls);
        final FakeContext context = request("/p99999");
        assertTimeout(Duration.ofSeconds(40), () -> {
            for (int i = 0; i < 100_000; i++) {
                assertTrue(condition.test(context));
            }
        });
        assertFalse(condition.test(request("/p100000")));
    }

    /** An ACL that iterates stays linear: a header of 15 000 values would take minutes otherwise. */
    @Test
    void manyValuesDoNotTakeQuadraticTime() throws ExpressionException {
        final FakeContext context = FakeContext.ofRequest("GET /?" + "a=1&".repeat(2_000) + " HTTP/1.1\r\nX: " + ",".repeat(15_000) + "\r\nCookie: "
                + "k=1;".repeat(3_000) + "\r\n\r\n");
        final Condition condition = ConditionParser.parse(
                List.of("if", "{", "hdr(x)", "nope", "}", "||", "{", "hdr_ip(x)", "1.2.3.4", "}", "||", "{", "cook(k)", "2", "}", "||", "{",
                        "urlp(a)", "2", "}"), acls);
        assertTimeout(Duration.ofSeconds(40), () -> {
            for (int i = 0; i < 100; i++) {
                assertFalse(condition.test(context));
            }
        });
    }

    @Test
    void directoryIsAskedForProxies() throws ExpressionException {
        assertTrue(holds(request("/"), "{ nbsrv(b) eq 2 } { be_conn(b) 7 } { queue(b) 3 } { fe_conn 1 } { srv_is_up(b/s1) } !{ srv_is_up(b/s2) }"));
        assertFalse(holds(request("/"), "{ nbsrv(nope) ge 0 }"));
    }

    @Test
    void withoutRequestNothingOfItMatches() throws ExpressionException {
        final FakeContext context = FakeContext.ofConnection();
        assertFalse(holds(context,
                "{ path -m found } || { hdr(a) -m found } || { method GET } || HTTP || { base -m found } || { urlp -m found } || { cook -m found }"));
        assertTrue(holds(context, "LOCALHOST !METH_GET"));
    }

    private boolean holds(SampleContext context, String condition) throws ExpressionException {
        return ConditionParser.parse(List.of(("if " + condition).split(" ")), acls).test(context);
    }

    private static String text(Expression expression, SampleContext context) {
        final Sample sample = expression.text(context);
        return sample == null ? null : sample.bytes().getStringWithoutLengthAscii(sample.offset(), sample.length());
    }

    private static FakeContext request(String path) {
        return FakeContext.ofRequest("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }
}

package org.weir.engine.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.config.model.HttpCheck.Expect;
import org.weir.engine.config.model.HttpCheck.Expect.Kind;
import org.weir.engine.server.CheckOutcome;

/** What responses mean to {@code option httpchk}; codes and texts as observed with HAProxy 2.6. */
class HttpVerdictTest {
    private static HttpCheck check(boolean disableOn404, Expect... expects) {
        return new HttpCheck("OPTIONS", "/", "HTTP/1.0", List.of(), "", List.of(expects), disableOn404, false);
    }

    private static String judge(HttpCheck check, String response) {
        byte[] bytes = response.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        CheckOutcome outcome = new HttpVerdict(check).judge(bytes, bytes.length, 0);
        return outcome.status().code() + ' ' + outcome.code() + ' ' + outcome.info();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK||,            L7OK 200 null",
        "HTTP/1.0 302 Found||,         L7OK 302 null",
        "HTTP/1.1 399||,               L7OK 399 null",
        "HTTP/1.1 101 X||,             L7STS 101 X",
        "HTTP/1.1 500 Server Error||,  L7STS 500 Server Error",
        "HTTP/1.1 404 No||,            L7STS 404 No",
        "garbage||,                    L7RSP 0 null",
        "HTTP/1.1 2000 OK||,           L7RSP 0 null",
        "HTTP/1.1 20x OK||,            L7RSP 0 null",
        "HTTP/2 200 OK||,              L7RSP 0 null",
        "HTTP/1.1 200,                 L7RSP 0 null",
        "HTTP/1.1,                     L7RSP 0 null",
        "'',                           L7RSP 0 null"})
    void withoutExpectationsTheStatusDecides(String response, String expected) {
        assertEquals(expected, judge(check(false), response));
    }

    /** A text decides when it is there; its absence is not certain before the end. */
    @ParameterizedTest
    @CsvSource({
        "STRING,  false, HTTP/1.1 200 OK||hello wor,                                                   false",
        "STRING,  false, HTTP/1.1 200 OK||hello world and,                                             true",
        "STRING,  true,  HTTP/1.1 200 OK||hello wor,                                                   false",
        "STRING,  true,  HTTP/1.1 200 OK||hello world and,                                             true",
        "STRING,  true,  HTTP/1.1 200 OK||,                                                            false",
        "RSTRING, false, HTTP/1.1 200 OK||hello world and,                                             true",
        "RSTRING, true,  HTTP/1.1 404 OK||hello world and,                                             true",
        "RSTRING, false, HTTP/1.1 200 OK||hello wor,                                                   false",
        "STRING,  false, HTTP/1.1 200 OK|X: world|,                                                    false",
        "STRING,  false, HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|wor|1|l|,                       false",
        "STRING,  false, HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|wor|2|ld|,                      true",
        "STRING,  false, nonsense||world,                                                              false"})
    void aTextThatIsThereDecides(Kind kind, boolean negate, String response, boolean decided) {
        byte[] bytes = response.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(decided, new HttpVerdict(check(false, new Expect(kind, negate, "world"))).isDecided(bytes, bytes.length));
    }

    @Test
    void theFirstExpectationThatIsNotMetDecides() {
        byte[] bytes = "HTTP/1.1 500 No\r\n\r\nhello".getBytes(StandardCharsets.ISO_8859_1);
        Expect status = new Expect(Kind.STATUS, false, "200");
        Expect text = new Expect(Kind.STRING, false, "world");
        assertTrue(new HttpVerdict(check(false, status, text)).isDecided(bytes, bytes.length));
        assertFalse(new HttpVerdict(check(false, text, status)).isDecided(bytes, bytes.length));
        assertFalse(new HttpVerdict(check(false, new Expect(Kind.STRING, false, "hell"), text)).isDecided(bytes, bytes.length));
    }

    /** Half a head, or one with what is no header, is no sign of health; a line end without CR is. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK|,                         L7RSP 0 null",
        "HTTP/1.1 200 OK|Length: 1,                L7RSP 0 null",
        "HTTP/1.1 200 OK|Length: 1|,               L7RSP 0 null",
        "HTTP/1.1 200 OK|A b c||,                  L7RSP 0 null",
        "HTTP/1.1 200 OK|: b||,                    L7RSP 0 null",
        "HTTP/1.1 200 OK|Content-Length: abc||,    L7RSP 0 null",
        "HTTP/1.1 200 OK|Content-Length:||,        L7RSP 0 null",
        "HTTP/1.1 200 OK|Content-Length: 3 ||,     L7OK 200 null",
        "HTTP/1.1 200 OK|A: b| c||,                L7OK 200 null"})
    void theHeadMustBeWholeAndWellFormed(String response, String expected) {
        assertEquals(expected, judge(check(false), response));
        assertEquals(expected, judge(check(false), response.replace('|', '\n')));
    }

    @Test
    void chunksAreTakenApartBeforeTheBodyIsSearched() {
        String response = "HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|hel|2|lo|0||";
        assertEquals("L7OK 200 null", judge(check(false, new Expect(Kind.STRING, false, "hello")), response));
        assertEquals("L7OK 200 null", judge(check(false, new Expect(Kind.STRING, true, "3")), response));
    }

    @Test
    void aLongReasonIsCut() {
        assertEquals("L7STS 500 " + "r".repeat(120), judge(check(false), "HTTP/1.1 500 " + "r".repeat(3000) + "||"));
    }

    /** A line end in the place of the minor version, and nothing behind what would be the status. */
    @Test
    void theStatusIsLookedForInTheFirstLineAlone() {
        assertEquals("L7RSP 0 null", judge(check(false), "HTTP/1.\n 200"));
    }

    @Test
    void notFoundMayMeanLeaveMeAlone() {
        assertEquals("L7OKC 404 No", judge(check(true), "HTTP/1.1 404 No||"));
        assertEquals("L7OKC 404 No", judge(check(true, new Expect(Kind.STATUS, false, "200")), "HTTP/1.1 404 No||"));
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS,  false, 200,         L7OK 200 null",
        "STATUS,  true,  200,         L7STS 200 OK",
        "STATUS,  false, '500,404',   L7STS 200 OK",
        "STATUS,  false, '404,200-299', L7OK 200 null",
        "STATUS,  false, 201-299,     L7STS 200 OK",
        "RSTATUS, false, ^2,          L7OK 200 null",
        "RSTATUS, false, ^4,          L7STS 200 OK",
        "RSTATUS, true,  ^2,          L7STS 200 OK",
        "STRING,  false, hello,       L7OK 200 null",
        "STRING,  false, zzz,         L7RSP 0 HTTP content check did not match",
        "STRING,  true,  hello,       L7RSP 0 HTTP check matched unwanted content",
        "STRING,  false, Length,      L7RSP 0 HTTP content check did not match",
        "RSTRING, false, ^hello,      L7OK 200 null",
        "RSTRING, false, ^ello,       L7RSP 0 HTTP content check did not match",
        "RSTRING, true,  w.rld,       L7RSP 0 HTTP check matched unwanted content"})
    void anExpectationDecides(Kind kind, boolean negate, String pattern, String expected) {
        assertEquals(expected, judge(check(false, new Expect(kind, negate, pattern)), "HTTP/1.1 200 OK|Length: 11||hello world"));
    }

    @Test
    void aBodyThatIsWantedMustBeThere() {
        assertEquals("L7RSP 0 HTTP content check could not find a response body",
                judge(check(false, new Expect(Kind.STRING, true, "a")), "HTTP/1.1 200 OK|Length: 11||"));
    }

    @Test
    void aBrokenPatternIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new HttpVerdict(check(false, new Expect(Kind.RSTRING, false, "("))));
    }

    @Test
    void requestsAreRenderedInCanonicalForm() {
        assertArrayEquals("OPTIONS / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new HttpCheckRequest(check(false), "n").bytes(null));
        HttpCheck post = new HttpCheck("POST", "/u", "HTTP/1.1", List.of(new String[] {"Host", "ex"}, new String[] {"X", "y"}), "abc", List.of(), false, false);
        assertArrayEquals("POST /u HTTP/1.1\r\nhost: ex\r\nx: y\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII),
                new HttpCheckRequest(post, "n").bytes(null));
    }
}

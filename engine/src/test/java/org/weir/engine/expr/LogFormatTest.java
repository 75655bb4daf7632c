package org.weir.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Format strings in rules are rendered as HAProxy renders them there. */
class LogFormatTest {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\nV: a%01b%7Fc\r\n\r\n";

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "a  b;a  b", "%%ci;%ci", "%ci:%cp;127.0.0.1:47750", "%{+Q}ci;\"127.0.0.1\"", "%{+Q}o %ci %cp;` \"127.0.0.1\" 47750`", "%{+X}ci:%{+X}cp;7F000001:BA86",
        "%{+X}ms %{+X}rt;3B9 003A", "%{+Q}o %ci %{-Q}f %f;` \"127.0.0.1\" f \"f\"`", "%{+Q}[str(a)] %[req.hdr(nope)]|;a |", "%{+E}[str('a]b')];a\\]b",
        "%{+Z}ci;127.0.0.1",
        "%[req.fhdr(v),url_dec];a%01b%7Fc", "%{+Q}ts;ts", "%[str(a),upper]%[path];A/a"})
    void rendersInRules(String text, String expected) throws ExpressionException {
        assertEquals(expected, render(text, 1000));
    }

    @Test
    void resultIsCutAtTheLimit() throws ExpressionException {
        final String whole = render("x%{+Q}ci%{+E}[str('a]\"b')]%[req.fhdr(v),url_dec]end", 1000);
        assertEquals("x\"127.0.0.1\"a\\]\\\"ba%01b%7Fcend", whole);
        for (int limit = 0; limit < whole.length(); limit++) {
            final String cut = render("x%{+Q}ci%{+E}[str('a]\"b')]%[req.fhdr(v),url_dec]end", limit);
            assertEquals(limit, cut.length());
        }
    }

    @Test
    void nothingIsWrittenBeyondTheLimit() throws ExpressionException {
        final LogFormat format = LogFormatParser.parse("%[req.fhdr(v),url_dec]%[req.fhdr(v),url_dec]", new ParseContext(ParseContext.Place.REQUEST));
        for (int limit = 0; limit < 20; limit++) {
            final byte[] bytes = new byte[64];
            format.append(FakeContext.ofRequest(REQUEST), new UnsafeBuffer(bytes), 0, limit);
            for (int i = limit; i < bytes.length; i++) {
                assertEquals(0, bytes[i]);
            }
        }
    }

    @Test
    void logsMergeSpacesAndMarkMissingValues() throws ExpressionException {
        final LogFormat format = LogFormatParser.parse("a  b   %ci  %B", new ParseContext(ParseContext.Place.LOG));
        assertEquals("a b ", new String(((LogFormat.Node.Text) format.nodes().get(0)).bytes(), StandardCharsets.ISO_8859_1));
        assertTrue(assertInstanceOf(LogFormat.Node.Variable.class, format.nodes().get(1)).mandatory());
    }

    @Test
    void builtInFormatsCompile() {
        assertTrue(LogFormats.compile(LogFormats.TCP).nodes().size() > 20);
        assertTrue(LogFormats.compile(LogFormats.HTTP).nodes().size() > 40);
        assertTrue(LogFormats.compile(LogFormats.HTTPS).nodes().size() > 50);
        assertTrue(Arrays.stream(LogVariable.values()).allMatch(variable -> !LogFormats.compile("%" + variable.keyword()).isConstant()));
    }

    private static String render(String text, int limit) throws ExpressionException {
        final LogFormat format = LogFormatParser.parse(text, new ParseContext(ParseContext.Place.REQUEST));
        final UnsafeBuffer out = new UnsafeBuffer(new byte[2000]);
        final int end = format.append(FakeContext.ofRequest(REQUEST), out, 0, limit);
        final byte[] bytes = new byte[end];
        out.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package org.weir.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Expressions, ACLs and conditions answer what HAProxy 2.6 answered for the same request; the table is {@code oracle.tsv}. */
class OracleTest {
    private final Map<String, String> requests = new HashMap<>();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[16_384]);

    @Test
    void answersAsHaproxyDoes() throws IOException {
        final List<String> differences = new ArrayList<>();
        int compared = 0;
        for (final String line : lines()) {
            final String[] columns = line.split("\t", -1);
            switch (columns[1]) {
                case "request" -> requests.put(columns[0], unescaped(columns[2]));
                default -> {
                    compared++;
                    final String answer = answer(columns[1], columns[2], FakeContext.ofRequest(requests.get(columns[0])));
                    if (!answer.equals(unescaped(columns[3]))) {
                        differences.add(columns[0] + " " + columns[1] + " " + columns[2] + ": HAProxy <" + columns[3] + ">, Weir <" + answer + ">");
                    }
                }
            }
        }
        assertTrue(compared > 400, "the table was read");
        assertEquals(List.of(), differences);
    }

    private String answer(String kind, String text, SampleContext context) {
        final ParseContext place = new ParseContext(ParseContext.Place.REQUEST);
        try {
            return switch (kind) {
                case "value" -> {
                    final LogFormat format = LogFormatParser.parse("%[" + text + "]", place);
                    final int end = format.append(context, out, 0, out.capacity());
                    final byte[] bytes = new byte[end];
                    out.getBytes(0, bytes);
                    yield new String(bytes, StandardCharsets.ISO_8859_1);
                }
                case "acl" -> condition("if { " + text + " }", place).test(context) ? "yes" : "no";
                default -> condition("if " + text, place).test(context) ? "yes" : "no";
            };
        } catch (ExpressionException e) {
            return "error: " + e.getMessage();
        }
    }

    private static Condition condition(String text, ParseContext place) throws ExpressionException {
        return ConditionParser.parse(List.of(text.split(" ")), new AclSet(place));
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = OracleTest.class.getResourceAsStream("oracle.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    private static String unescaped(String text) {
        final StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                c = text.charAt(++i);
                switch (c) {
                    case 'r' -> c = '\r';
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case 'x' -> {
                        c = (char) Integer.parseInt(text, i + 1, i + 3, 16);
                        i += 2;
                    }
                    default -> { }
                }
            }
            result.append(c);
        }
        return result.toString();
    }
}

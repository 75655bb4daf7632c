package org.weir.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions over bytes find what PCRE finds, in place where they can, and never stall. */
class ByteRegexTest {
    private static final int PAD = 3;

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "^/app1;/app1/x;0:5", "^/app1;/app2;none", "app;/app;1:4", "png$;a.png;2:5", "^(.*)$;abc;0:3 0:3", "a|ab;ab;0:1",
        "(a|ab)(c|bcd)(d*);abcd;0:4 0:1 1:4 4:4",
        "a*?b;aab;0:3", "a+?;aaa;0:1", "(a+)(a+);aaaa;0:4 0:3 3:4", "x{2,3};xxxx;0:3", "x{2};xxxx;0:2", "x{2,}?;xxxx;0:2", "[^/]+$;/a/bc;3:5", "[]a]+;x]a;1:3",
        "[a-]+;-a-;0:3", "\\d+;ab12;2:4", "\\bfoo\\b;a foo b;2:5", "\\Boo;foo;1:3", "[[:digit:]]+;x42;1:3", "(?:a|b)+c;ababc;0:5",
        "(a)|(b);b;0:1 - 0:1", "^;abc;0:0",
        "$;abc;3:3", "(?i)ABC;xabc;1:4", "\\x41;A;0:1", "(/[a-z]+)*/x;/a/b/x;0:6 2:4", "a(b(c)?)?d;abd;0:3 1:2 -", "[\\w.-]+@[\\w.]+;to a.b-c@d.e!;3:12"})
    void findsLeftmostAndPrefersEarlierBranches(String pattern, String text, String expected) throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile(pattern, false);
        assertTrue(regex.isInPlace(), "needs no allocating engine");
        assertEquals(expected, find(regex, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"(a)\\1;xaa;1:3 1:2", "foo(?=bar);foobar;0:3", "(?<=c)a;aca;2:3", "(?<!c)a;caa;2:3", "a++b;aab;0:3",
            "[a&&b];&;0:1", "[[a](?=x);[x;0:1"})
    void backReferencesAndLookAroundWork(String pattern, String text, String expected) throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile(pattern, false);
        assertEquals(expected, find(regex, text));
    }

    @Test
    void caseIsFoldedForAsciiOnly() throws ExpressionException {
        assertEquals("0:3", find(ByteRegex.compile("k\u00e9s", true), "K\u00e9S"));
        assertEquals("none", find(ByteRegex.compile("\u00e9", true), "\u00c9"));
        assertEquals("0:2", find(ByteRegex.compile("[a-c]{2}", true), "Bc"));
    }

    @Test
    void dotMeansAllButLineFeed() throws ExpressionException {
        assertEquals("none", find(ByteRegex.compile(".", false), "\n"));
        assertEquals("0:1", find(ByteRegex.compile(".", false), "\r"));
    }

    /** The in-place engine against RE2J, on patterns and texts made by chance. (The JDK leaves groups of abandoned branches set.) */
    @Test
    void agreesWithTheLinearEngineOnManyPatterns() throws ExpressionException {
        final Random random = new Random(20_260_101);
        int compared = 0;
        for (int i = 0; i < 20_000; i++) {
            final String pattern = pattern(random, 3);
            final ByteRegex regex = ByteRegex.compile(pattern, false);
            if (!regex.isInPlace()) {
                continue;
            }
            final Matcher linear = Pattern.compile(pattern).matcher("");
            for (int k = 0; k < 5; k++) {
                final String text = text(random);
                assertEquals(find(linear.reset(text)), find(regex, text), () -> pattern + " on " + text);
                compared++;
            }
        }
        assertTrue(compared > 50_000, "most patterns are of the common kind, compared " + compared);
    }

    private static String pattern(Random random, int depth) {
        final StringBuilder out = new StringBuilder();
        final int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            final String atom = switch (random.nextInt(depth > 0 ? 9 : 6)) {
                case 0 -> "a";
                case 1 -> "b";
                case 2 -> ".";
                case 3 -> "[ab]";
                case 4 -> "[^b]";
                case 5 -> "c";
                case 6 -> "(" + pattern(random, depth - 1) + ")";
                case 7 -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
                default -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
            };
            out.append(atom);
            if (random.nextInt(3) == 0) {
                out.append(new String[] {"*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}"}[random.nextInt(8)]);
            }
        }
        return (random.nextInt(8) == 0 ? "^" : "") + out + (random.nextInt(8) == 0 ? "$" : "");
    }

    private static String text(Random random) {
        final StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            out.append("abc".charAt(random.nextInt(3)));
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)x", "((a{0,50}){0,50}){0,5}b", "(a+)+\\1$", "(?=(a+)+$)b",
            "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void adversePatternsEnd(String pattern) throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile(pattern, false);
        final String text = "a".repeat(8_000) + "!";
        assertTimeout(Duration.ofSeconds(40), () -> find(regex, text));
    }

    /** RE2J searches a second time for the groups; a limit reached there once ended the agent. */
    @Test
    void aSearchStoppedWhileItLooksForGroupsIsNoMatch() throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile("(a*)*b", false);
        assertFalse(regex.isInPlace());
        final SlowText text = new SlowText("a".repeat(1_000) + "b");
        boolean found = false;
        for (int attempt = 0; attempt < 100 && !found; attempt++) { // Not compiled yet, the engine may be too slow for its limit.
            text.looks = 0;
            found = regex.find(text, 0, text.capacity());
        }
        assertTrue(found);
        text.slowFrom = text.looks - 500;
        text.looks = 0;
        final long before = ByteRegex.abandonedMatches();
        assertFalse(regex.find(text, 0, text.capacity()));
        assertTrue(ByteRegex.abandonedMatches() > before);
    }

    /** A thread that the machine held up, or that loaded classes, has not searched for so long. */
    @Test
    void standingStillForAMomentStopsNoSearch() throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile("(a*)*b", false);
        final SlowText text = new SlowText("a".repeat(100) + "b");
        text.slowFrom = 50;
        text.slowUntil = 51;
        text.slowNanos = 200_000_000;
        assertTrue(regex.find(text, 0, text.capacity()));
        assertTrue(text.looks > 51);
    }

    @Test
    void abandonedSearchesAreCountedAsNoMatch() throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile("^(a+)+\\1!$", false);
        final long before = ByteRegex.abandonedMatches();
        assertEquals("none", find(regex, "a".repeat(5_000)));
        assertTrue(ByteRegex.abandonedMatches() > before);
        assertFalse(regex.isInPlace());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a**b(", "*a", "(?<", "\\"})
    void wrongPatternsAreRefused(String pattern) {
        assertThrows(ExpressionException.class, () -> ByteRegex.compile(pattern, false));
    }

    @Test
    void nestingAndLengthAreBounded() {
        assertThrows(ExpressionException.class, () -> ByteRegex.compile("a".repeat(10_000), false));
        assertThrows(ExpressionException.class, () -> ByteRegex.compile("(".repeat(4_000), false));
    }

    @Test
    void replacementsReferToGroupsAndRespectTheLimit() throws ExpressionException {
        final ByteRegex regex = ByteRegex.compile("^/(a)(b)?", false);
        final UnsafeBuffer subject = new UnsafeBuffer("/ac".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(regex.find(subject, 0, 3));
        final UnsafeBuffer template = new UnsafeBuffer("<\\1\\2\\0\\\\>\\".getBytes(StandardCharsets.ISO_8859_1));
        final UnsafeBuffer out = new UnsafeBuffer(new byte[32]);
        final int end = regex.appendReplacement(template, 0, template.capacity(), subject, 0, out, 0, 32);
        assertEquals("<a/a\\>\\", out.getStringWithoutLengthAscii(0, end));
        assertEquals(-1, regex.appendReplacement(template, 0, template.capacity(), subject, 0, out, 0, end - 1));
    }

    private static String find(ByteRegex regex, String text) {
        final UnsafeBuffer buffer = new UnsafeBuffer((" ".repeat(PAD) + text + " ").getBytes(StandardCharsets.ISO_8859_1));
        if (!regex.find(buffer, PAD, text.length())) {
            return "none";
        }
        final StringBuilder out = new StringBuilder();
        for (int group = 0; group <= Math.min(regex.groupCount(), ByteRegex.MAX_GROUPS - 1); group++) {
            out.append(group == 0 ? "" : " ").append(regex.start(group) < 0 ? "-" : regex.start(group) + ":" + regex.end(group));
        }
        return out.toString();
    }

    private static String find(Matcher matcher) {
        if (!matcher.find()) {
            return "none";
        }
        final StringBuilder out = new StringBuilder();
        for (int group = 0; group <= Math.min(matcher.groupCount(), ByteRegex.MAX_GROUPS - 1); group++) {
            out.append(group == 0 ? "" : " ").append(matcher.start(group) < 0 ? "-" : matcher.start(group) + ":" + matcher.end(group));
        }
        return out.toString();
    }

    /** A text of which some bytes take their time. */
    private static final class SlowText extends UnsafeBuffer {
        private int looks;
        private int slowFrom = Integer.MAX_VALUE;
        private int slowUntil = Integer.MAX_VALUE;
        private long slowNanos = 250_000;

        SlowText(String text) {
            super(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public byte getByte(int index) {
            final int look = looks++;
            if (look >= slowFrom && look < slowUntil) {
                final long sinceNanos = System.nanoTime();
                while (System.nanoTime() - sinceNanos < slowNanos) {
                    Thread.onSpinWait();
                }
            }
            return super.getByte(index);
        }
    }
}

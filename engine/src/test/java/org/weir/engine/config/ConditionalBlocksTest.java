package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of {@code .if} and the lines around blocks, as HAProxy 2.6 was seen to take them. */
class ConditionalBlocksTest {
    private static List<String> messages(String condition) {
        return ConfigurationText.of(".if " + condition + "\n.notice yes\n.else\n.notice no\n.endif\n").messages();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "1 | yes", "0 | no", "-1 | yes", "+1 | yes", "-0 | no", "01 | yes",
        "streq(a,a) | yes", "streq(a, a) | no", "streq(,) | yes", "defined(HAPROXY_CFGFILES) | yes", "defined( HAPROXY_CFGFILES ) | no", "defined() | no",
    })
    void spacesBelongToArgumentsAndSignsToNumbers(String condition, String branch) {
        List<String> messages = messages(condition);
        assertEquals(1, messages.size(), messages::toString);
        assertEquals("'" + branch + "'.", messages.getFirst().substring(messages.getFirst().length() - branch.length() - 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "streq | 6 | missing arguments (got 1/2), type 'string' expected",
        "streq(a) | 8 | missing arguments (got 1/2), type 'string' expected",
        "strneq() | 8 | missing arguments (got 1/2), type 'string' expected",
        "defined(A,B) | 10 | expected ')' before ',B)'",
        "streq(a,b,c) | 10 | expected ')' before ',c)'",
    })
    void aPredicateHasItsNumberOfArguments(String condition, int position, String message) {
        String predicate = condition.replaceAll("\\(.*", "");
        assertEquals("[ALERT] config : parsing [weir.cfg:1]: " + message + " in argument 1 of predicate '" + predicate
                + "' used in conditional expression in '.if' at position " + position + ":", messages(condition).getFirst().lines().findFirst().orElseThrow());
    }

    @Test
    void nothingStandsBehindElseAndEndif() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:2]: Unexpected argument 'not' for '.else'.",
                "[ALERT] config : parsing [weir.cfg:3]: Unexpected argument 'it' for '.endif'."),
                ConfigurationText.of(".if 0\n.else not\n.endif it\n").messages());
    }
}

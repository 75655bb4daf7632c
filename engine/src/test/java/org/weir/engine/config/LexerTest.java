package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words as section 2.2 of the manual has them; the expected ones were compared with what HAProxy 2.6 prints for {@code .notice}. */
class LexerTest {
    private static final Map<String, String> VARIABLES = Map.of("HOME", "/root", "EMPTY", "", "LIST", "x y  z");

    private static List<String> words(String line) throws LexicalError {
        return new Lexer(VARIABLES, name -> name.equals(".LINE") ? "7" : null).words(line);
    }

    @Test
    void spacesAndTabsSeparateWordsAndAHashStartsAComment() throws LexicalError {
        assertEquals(List.of("bind", ":80", "name", "web"), words("\t bind  :80\tname web   # the web"));
        assertEquals(List.of("a"), words("a#b"));
        assertEquals(List.of(), words("   # nothing"));
        assertEquals(List.of("daemon"), words("daemon\r"));
    }

    @Test
    void aBackslashProtectsWhatIsSpecialAndStaysBeforeTheRest() throws LexicalError {
        assertEquals(List.of("b\\c d#e", "it's"), words("b\\\\c\\ d\\#e it\\'s"));
        assertEquals(List.of("^/a\\$", "/a$"), words("^/a\\$ \"/a\\$\""));
        assertEquals(List.of("/app1(/)?(.*)", "/\\2"), words("/app1(/)?(.*) /\\2"));
        assertEquals(List.of("AB\r\n\t"), words("\\x41\\x42\\r\\n\\t"));
        assertEquals(List.of("\u00e9"), words("\\xe9"));
        assertEquals(List.of("trailing\\"), words("trailing\\"));
    }

    @Test
    void quotesMakeOneWordOfMany() throws LexicalError {
        assertEquals(List.of("j\\nk #", "l\"m", "a" + "b c" + "d e" + "f"), words("'j\\nk #' \"l\\\"m\" a\"b c\"'d e'f"));
        assertEquals(List.of("", "b"), words("\"\" b"));
    }

    @Test
    void variablesStandOnlyInDoubleQuotes() throws LexicalError {
        assertEquals(List.of("/root/x", "$HOME", "${HOME}", "$HOME"), words("\"$HOME/x\" $HOME '${HOME}' \"\\$HOME\""));
        assertEquals(List.of("127.0.0.1:514", "", "", "7"), words("\"${NONE-127.0.0.1}:514\" \"${EMPTY-zz}\" \"$NONE\" \"$.LINE\""));
        assertEquals(List.of("[x", "y", "z]", "x y  z"), words("\"[${LIST[*]}]\" \"${LIST}\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "log 'abc        | unmatched quote                                  | 4",
        "log \"abc       | unmatched quote                                  | 4",
        "log \\xZZ       | truncated or invalid hexadecimal sequence        | 4",
        "log \"${FOO\"   | unmatched brace in environment variable name     | 6",
        "log \"${}\"     | forbidden first char in environment variable name | 7",
        "log \"$1\"      | forbidden first char in environment variable name | 6",
        "log \"${HOME[*}\" | truncated or invalid word expansion sequence   | 11",
    })
    void whatCannotBeReadIsReportedWithItsPlace(String line, String message, int position) {
        LexicalError error = assertThrows(LexicalError.class, () -> words(line));
        assertEquals(message, error.getMessage());
        assertEquals(position, error.position());
    }

    @Test
    void theNumberOfWordsAndTheLengthOfALineAreBounded() {
        assertThrows(LexicalError.class, () -> words("w ".repeat(Lexer.MAX_WORDS + 1)));
        String manyHomes = "\"" + "$HOME".repeat(300_000) + "\"";
        assertThrows(LexicalError.class, () -> words(manyHomes));
    }

    @Test
    void theErrorShowsThePlaceUnderTheLine() {
        LexicalError error = assertThrows(LexicalError.class, () -> words("  log 'abc"));
        assertEquals("unmatched quote at position 7:\n  log 'abc\n      ^", error.describe("  log 'abc"));
    }
}

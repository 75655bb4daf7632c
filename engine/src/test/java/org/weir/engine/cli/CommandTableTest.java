package org.weir.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTableTest {
    private static final String ALWAYS = """
              help [<command>]                        : list matching or all commands
              prompt                                  : toggle the interactive mode with its prompt
              quit                                    : disconnect
            """;

    private final CommandTable table = CliService.table(null, null, () -> 0);

    @Test
    void thePageIsUpToDate() throws IOException {
        Path page = Path.of(System.getProperty("weir.root"), "docs", "cli.md");
        assertEquals(CommandReference.page(), Files.readString(page), "write it anew with: java -cp ... org.weir.engine.cli.CommandReference docs/cli.md");
    }

    @Test
    void theLongestNameWins() {
        assertEquals("shutdown sessions server", table.find(List.of("shutdown", "sessions", "server", "be/s")).words());
        assertEquals("show stat", table.find(List.of("show", "stat", "fe", "1", "-1")).words());
        assertNull(table.find(List.of("show")));
        assertNull(table.find(List.of("SHOW", "stat")));
        assertNull(table.find(List.of()));
    }

    @Test
    void anIncompleteCommandIsAnsweredWithAllThatBeginLikeIt() {
        assertEquals("Unknown command, but maybe one of the following ones is a better match:\n"
                + "  show cli level                          : show the level of this connection\n"
                + "  show cli sockets                        : list the sockets that take commands\n" + ALWAYS, table.unknown(List.of("show", "cli")));
    }

    @Test
    void aMisspeltCommandIsAnsweredWithSimilarOnes() {
        String answer = table.unknown(List.of("shwo", "stat"));
        assertTrue(answer.startsWith("Unknown command, but maybe"), answer);
        assertTrue(answer.contains("\n  show stat "), answer);
    }

    @Test
    void whatResemblesNothingIsAnsweredWithAll() {
        String all = table.unknown(List.of());
        assertTrue(all.startsWith("Unknown command. Please enter one of the following commands only:\n  clear counters [all]"), all);
        assertTrue(all.endsWith(ALWAYS), all);
        assertEquals(all, table.unknown(List.of("\0\377".repeat(8000))));
    }

    @Test
    void helpListsAllOrThoseThatMatch() {
        assertTrue(table.help(List.of()).startsWith("The following commands are valid at this level:\n  clear counters"));
        assertEquals("""
                The following commands are valid at this level:
                  set server <bk>/<srv> [opts]            : change a server's state, health, weight, address or where it is checked
                """ + ALWAYS, table.help(List.of("set", "server")));
        assertEquals("The following commands are valid at this level:\n" + ALWAYS, table.help(List.of("quit")));
    }

    @Test
    void everyUsageBeginsWithItsWords() {
        for (String line : table.help(List.of()).lines().skip(1).toList()) {
            String usage = line.substring(2, line.indexOf(": ")).trim();
            String words = usage.replaceAll(" (cli )?[<\\[].*", "");
            assertTrue(table.find(List.of(words.split(" "))) != null, line);
        }
    }
}

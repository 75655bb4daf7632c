package org.weir.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the reference page of runtime commands from their table: {@code docs/cli.md}. A test fails when the page is not up to date. */
public final class CommandReference {
    private CommandReference() {}

    /** Writes the page to the file that is named. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), page());
    }

    /** The page in Markdown. */
    static String page() {
        return CliService.table(null, null, () -> 0).markdown();
    }
}

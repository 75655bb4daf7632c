package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPathsTest {
    @TempDir
    private Path directory;

    @Test
    void readsADirectoryInTheByteOrderOfItsNames() throws IOException {
        for (String name : List.of("b.cfg", "B.cfg", "10.cfg", "9.cfg", "_.cfg", "\u00e9.cfg", ".hidden.cfg", "a.cfg~", "readme")) {
            Files.writeString(directory.resolve(name), "");
        }
        Files.createDirectory(directory.resolve("sub.cfg"));
        Path last = directory.resolve("readme");

        List<Path> files = ConfigurationPaths.expand(List.of(directory.toString(), last.toString()));

        assertEquals(List.of("10.cfg", "9.cfg", "B.cfg", "_.cfg", "b.cfg", "\u00e9.cfg", "readme"),
                files.stream().map(file -> file.getFileName().toString()).toList());
    }

    @Test
    void findsNothingInAnEmptyDirectory() throws IOException {
        assertEquals(List.of(), ConfigurationPaths.expand(List.of(directory.toString())));
    }

    @Test
    void namesTheFileThatIsMissing() {
        IOException missing = assertThrows(IOException.class, () -> ConfigurationPaths.expand(List.of(directory + "/no.cfg")));
        assertEquals("config : Cannot open configuration file/directory " + directory + "/no.cfg : No such file or directory", missing.getMessage());
    }

    @Test
    void anEmptyNameIsNotTheCurrentDirectory() {
        IOException missing = assertThrows(IOException.class, () -> ConfigurationPaths.expand(List.of("")));
        assertEquals("config : Cannot open configuration file/directory  : No such file or directory", missing.getMessage());
    }

    /** As names beyond ASCII are none where the locale is not installed. */
    @Test
    void namesTheFileThatCanBeNone() {
        IOException none = assertThrows(IOException.class, () -> ConfigurationPaths.expand(List.of("a\0.cfg")));
        assertEquals("config : Cannot open configuration file/directory a\0.cfg : no name of a file in this locale", none.getMessage());
    }
}

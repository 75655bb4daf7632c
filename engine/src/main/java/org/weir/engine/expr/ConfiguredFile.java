package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files in a configuration, whose words are bytes while file names are text. Used while the configuration is read. */
public final class ConfiguredFile {
    private ConfiguredFile() {
    }

    /**
     * @param word a character per byte
     * @throws InvalidPathException when no file can have this name
     */
    public static Path of(String word) {
        return Path.of(new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}

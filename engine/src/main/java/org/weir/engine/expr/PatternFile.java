package org.weir.engine.expr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the files of {@code -f}: a pattern per line, leading blanks dropped, comments and empty lines passed over. */
final class PatternFile {
    /** Enough for some ten million patterns; a device or endless pipe must not fill the heap. */
    private static final long MAX_BYTES = 256L << 20;

    private PatternFile() {
    }

    /** Adds all patterns of a file. */
    static void load(String name, PatternSet patterns, boolean ignoreCase) throws ExpressionException {
        final String text;
        try {
            final Path path = ConfiguredFile.of(name);
            if (!Files.isRegularFile(path)) {
                throw new ExpressionException("failed to open pattern file <" + name + ">");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new ExpressionException("pattern file <" + name + "> is larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new ExpressionException("failed to open pattern file <" + name + ">", e);
        }
        int number = 0;
        for (int from = 0; from < text.length();) {
            final int end = text.indexOf('\n', from);
            final String line = stripped(text.substring(from, end < 0 ? text.length() : end));
            from = end < 0 ? text.length() : end + 1;
            number++;
            if (line.isEmpty()) {
                continue;
            }
            try {
                patterns.add(line, ignoreCase);
            } catch (ExpressionException e) {
                throw new ExpressionException(e.getMessage() + " at line " + number + " of file <" + name + ">", e);
            }
        }
    }

    /** The pattern of a line, empty for none. A sharp behind a blank is part of a pattern. */
    private static String stripped(String line) {
        if (line.startsWith("#")) {
            return "";
        }
        int from = 0;
        int to = line.length();
        while (from < to && (line.charAt(from) == ' ' || line.charAt(from) == '\t')) {
            from++;
        }
        if (to > from && line.charAt(to - 1) == '\r') {
            to--;
        }
        return line.substring(from, to);
    }
}

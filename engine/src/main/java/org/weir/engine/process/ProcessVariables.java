package org.weir.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment that the process was started with, byte by byte: the JVM's own view depends on the locale and has no order. */
final class ProcessVariables {
    private static final Path FILE = Path.of("/proc/self/environ");

    private ProcessVariables() {
    }

    /** Names and values, one character per byte, in their order. */
    static Map<String, String> read() throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : strings(FILE)) {
            int equals = variable.indexOf('=');
            if (equals > 0 && !variable.startsWith(Background.PARENT_VARIABLE)) {
                variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The NUL-terminated strings of a file in /proc, one character per byte. */
    static List<String> strings(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<String> strings = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\0', from);
            end = end < 0 ? text.length() : end;
            strings.add(text.substring(from, end));
            from = end + 1;
        }
        return strings;
    }
}

package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program at the end of a pipe, as a process of its own. */
class PipeTest {
    private static final long DEADLINE_SECONDS = 60;

    /** What a system call says is in the user's language, where its translations are installed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "de", "fr:de"})
    void aPipeIsReadInAnyLanguage(final String language) throws Exception {
        final ProcessBuilder builder = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), HalogMain.class.getName(), "-c"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("LANGUAGE", language);
        final Process program = builder.redirectErrorStream(true).start();
        try (OutputStream in = program.getOutputStream()) {
            in.write("a line\nand another one\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("2\n", new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(program.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals(0, program.exitValue());
    }
}

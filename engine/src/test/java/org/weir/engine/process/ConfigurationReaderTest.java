package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.engine.config.LoadResult;

class ConfigurationReaderTest {
    private static final String FRONTEND = """
            defaults
                mode http
                timeout client 1s
                timeout server 1s
                timeout connect 1s
            frontend f
                bind 127.0.0.1:8080
            """;

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void letsTheCommandLineGoBeforeTheConfiguration() throws Exception {
        LoadResult result = read("global\n    maxconn 10\n    pidfile /run/a.pid\n    daemon\n    node \"${HAPROXY_LOCALPEER}\"\n" + FRONTEND,
                "-n", "20", "-p", "/run/b.pid", "-db", "-L", "peer1");

        assertEquals(20, result.configuration().global().limits().maxconn());
        ProcessSettings settings = ProcessSettings.of(result.configuration().global());
        assertEquals("/run/b.pid", settings.pidFile());
        assertFalse(settings.daemon());
        assertEquals("peer1", result.configuration().global().process().node());
        assertTrue(result.hasListener());
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void asksForWhatTheGlobalSectionSaysAboutTheProcess() throws Exception {
        LoadResult result = read("global\n    daemon\n    quiet\n    uid 1\n    gid 2\n    chroot /var/empty\n    ulimit-n 100\n" + FRONTEND);
        assertEquals(new ProcessSettings(true, true, false, null, "/var/empty", 1, 2, new DescriptorNeed(100, 0, 0, true)),
                ProcessSettings.of(result.configuration().global()));
    }

    @Test
    void printsEveryErrorAndLeavesTheLastToTheStart() {
        StartFailure failure = assertThrows(StartFailure.class, () -> read(FRONTEND + "    bindx :1\n    modex tcp\n"));

        String printed = err.toString(StandardCharsets.UTF_8);
        assertTrue(printed.contains("config : parsing [" + directory + "/weir.cfg:8]"), printed);
        assertTrue(printed.contains("config : parsing [" + directory + "/weir.cfg:9]"), printed);
        assertEquals("config : Fatal errors found in configuration.", failure.getMessage());
    }

    @Test
    void countsWarnings() throws Exception {
        Messages messages = messages();
        read(messages, FRONTEND.replaceAll("timeout.*", ""));
        assertTrue(messages.warnings() > 0);
    }

    private LoadResult read(String text, String... arguments) throws IOException, StartFailure {
        return read(messages(), text, arguments);
    }

    private LoadResult read(Messages messages, String text, String... arguments) throws IOException, StartFailure {
        Path file = Files.writeString(directory.resolve("weir.cfg"), text);
        String[] words = new String[arguments.length + 2];
        words[0] = "-f";
        words[1] = file.toString();
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        CommandLine.Outcome.Run run = assertInstanceOf(CommandLine.Outcome.Run.class, CommandLine.parse(words));
        return ConfigurationReader.read(List.of(file), run.options(), messages);
    }

    private Messages messages() {
        return new Messages(new PrintStream(err, true, StandardCharsets.UTF_8), "/bin/weir");
    }
}

package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.io.sys.ForwardingCalls;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/** The ways a start ends before anything is bound; {@link ProgramTest} has the others. */
class StartupTest {
    @TempDir
    private Path directory;
    private String file;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeConfiguration() throws IOException {
        file = Files.writeString(directory.resolve("weir.cfg"), "").toString();
    }

    @Test
    void checksAValidConfiguration() {
        assertEquals(0, run(core(true, ProcessSettings.NONE), "-c", "-f", file));
        assertEquals("Configuration file is valid\n", text(out));
        assertEquals("", text(err));
    }

    @Test
    void checksOneWithWarnings() {
        CoreFactory factory = warning(core(true, ProcessSettings.NONE));
        assertEquals(0, run(factory, "-c", "-f", file));
        assertEquals("Warnings were found.\nConfiguration file is valid\n", text(out));
        assertTrue(text(err).endsWith("[WARNING]  (PID) : config : odd.\n"), text(err));
    }

    @Test
    void checksOneThatListensNowhere() {
        assertEquals(2, run(core(false, ProcessSettings.NONE), "-c", "-f", file));
        assertEquals("Configuration file has no error but will not start (no listener) => exit(2).\n", text(out));
    }

    @Test
    void leavesOnlyTheStatusInQuietMode() {
        assertEquals(2, run(warning(core(false, ProcessSettings.NONE)), "-q", "-c", "-f", file));
        assertEquals(0, run(warning(core(true, quiet())), "-c", "-f", file));
        assertEquals(1, run(failing(), "-q", "-c", "-f", file));
        assertEquals("", text(out) + text(err));
    }

    @Test
    void speaksInSpiteOfTheKeywordQuietWhenAskedTo() {
        assertEquals(0, run(core(true, quiet()), "-V", "-c", "-f", file));
        assertEquals("Configuration file is valid\n", text(out));
    }

    @Test
    void takesAWarningForAnErrorWhenAskedTo() {
        assertEquals(1, run(warning(core(true, ProcessSettings.NONE)), "-dW", "-db", "-f", file));
        assertTrue(text(err).endsWith("[ALERT]    (PID) : config : Some warnings were found and 'zero-warning' is set. Aborting.\n"), text(err));
    }

    @Test
    void takesAWarningForAnErrorWhenTheConfigurationSaysSo() throws IOException {
        String section = "frontend web\n    bind 127.0.0.1:1\n";
        Files.writeString(Path.of(file), section);
        assertEquals(0, run(new ProxyCoreFactory(), "-c", "-f", file), () -> text(err));
        Files.writeString(Path.of(file), "global\n    zero-warning\n" + section);
        assertEquals(1, run(new ProxyCoreFactory(), "-c", "-f", file));
        assertTrue(text(err).contains("missing timeouts for frontend 'web'"), text(err));
        assertTrue(text(err).endsWith("'zero-warning' is set. Aborting.\n"), text(err));
    }

    @Test
    void reportsConfigurationErrors() {
        assertEquals(1, run(failing(), "-f", file));
        assertEquals("""
                [NOTICE]   (PID) : weir version is VERSION
                [NOTICE]   (PID) : path to executable is /bin/weir
                [ALERT]    (PID) : config : bad
                [ALERT]    (PID) : config : Fatal errors found in configuration.
                """, text(err));
        assertEquals("", text(out));
    }

    @Test
    void refusesToStartWithoutListener() {
        assertEquals(1, run(core(false, ProcessSettings.NONE), "-db", "-f", file));
        assertTrue(text(err).endsWith("[ALERT]    (PID) : [weir.main()] No enabled listener found (check for 'bind' directives) ! Exiting.\n"), text(err));
    }

    @Test
    void leavesNoFileWhereItFails() throws IOException {
        Files.writeString(Path.of(file), "global\n    tune.counters-file " + directory.resolve("counters") + "\nfrontend web\n    bind 127.0.0.1:1\n");
        SystemCalls noDescriptor = new ForwardingCalls(new LinuxSystemCalls()) {
            @Override
            public int eventfd(int initialValue, int flags) {
                return -Errno.EMFILE;
            }
        };
        assertEquals(1, run(new ProxyCoreFactory(new SystemResources(() -> noDescriptor, 16, 1)), "-db", "-f", file));
        assertTrue(text(err).contains("Cannot set up the agents: cannot create an eventfd: Too many open files"), text(err));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(Path.of(file)), files.toList());
        }
    }

    @Test
    void showsVersionAndUsage() {
        assertEquals(0, run(failing(), "-v"));
        assertTrue(text(out).startsWith("Weir version VERSION - "), text(out));
        assertEquals(0, run(failing(), "-vv"));
        assertTrue(text(out).contains("epoll"), text(out));
        assertEquals(0, run(failing(), "--help"));
        assertTrue(text(out).contains("\nUsage : weir "), text(out));
        assertEquals("", text(err));
        assertEquals(1, run(failing(), "-zz"));
        assertTrue(text(err).contains("unknown option '-zz'\nUsage : weir "), text(err));
    }

    @Test
    void showsTheUsageWhenADirectoryHoldsNoConfiguration() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertEquals(1, run(failing(), "-c", "-f", empty.toString()));
        assertTrue(text(err).contains("no configuration file in " + empty + "\nUsage : weir "), text(err));
    }

    @Test
    void namesWhatItCannotRead() {
        assertEquals(1, run(failing(), "-c", "-f", directory + "/no.cfg"));
        assertTrue(text(err).endsWith("no.cfg : No such file or directory\n"), text(err));
        assertEquals(1, run(failing(), "-C", "/no/such/dir", "-f", "x"));
        assertTrue(text(err).endsWith("Could not change to directory /no/such/dir : No such file or directory\n"), text(err));
    }

    private int run(CoreFactory factory, String... arguments) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Startup(factory, new Messages(errors, "/bin/weir"), new PrintStream(out, true, StandardCharsets.UTF_8), errors).run(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace("(" + ProcessHandle.current().pid() + ")", "(PID)").replace(Version.NUMBER, "VERSION");
    }

    private static ProcessSettings quiet() {
        return new ProcessSettings(false, true, false, null, null, -1, -1, DescriptorNeed.NONE);
    }

    private static CoreFactory core(boolean listeners, ProcessSettings settings) {
        return (files, options, messages) -> new UnstartedCore(listeners, settings);
    }

    private static CoreFactory warning(CoreFactory factory) {
        return (files, options, messages) -> {
            messages.warning("config : odd.");
            return factory.load(files, options, messages);
        };
    }

    private static CoreFactory failing() {
        return (List<Path> files, Options options, Messages messages) -> {
            messages.alert("config : bad");
            throw new StartFailure("config : Fatal errors found in configuration.");
        };
    }

    private record UnstartedCore(boolean hasListeners, ProcessSettings settings) implements Core {
        @Override
        public SignalSink signals() {
            throw new AssertionError("must not start");
        }

        @Override
        public void bind(Predecessors predecessors) {
            throw new AssertionError("must not start");
        }

        @Override
        public int run() {
            throw new AssertionError("must not start");
        }
    }
}

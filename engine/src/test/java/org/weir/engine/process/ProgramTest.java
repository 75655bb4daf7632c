package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Privileges;
import org.weir.os.ProcessControl;

/**
 * The program as a process of its own: background mode, signals, privileges, pids to replace. Its core is {@link ScriptedCore}, whose "configuration"
 * is a list of words.
 */
@Timeout(110)
class ProgramTest {
    private static final int SIGUSR2 = 12;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;
    private final List<Process> started = new ArrayList<>();

    /** A test that failed leaves no process behind. */
    @AfterEach
    void endWhatWasStarted() throws IOException {
        started.forEach(Process::destroyForcibly);
        Path pidFile = directory.resolve("weir.pid");
        if (Files.exists(pidFile) && !Files.readString(pidFile).isBlank()) {
            ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void answersEverySignalInTheForeground() throws Exception {
        Process program = start("", "-db");
        BufferedReader output = program.inputReader();
        assertEquals("running", output.readLine());
        for (ProcessSignal signal : List.of(ProcessSignal.HUP, ProcessSignal.TTOU, ProcessSignal.TTIN)) {
            ProcessControl.signal((int) program.pid(), signal.number());
            assertEquals("signal " + signal, output.readLine());
        }
        ProcessControl.signal((int) program.pid(), SIGUSR2);
        // Its handler is installed a moment later than the others.
        await(() -> !hasThread(program, "weir/sigquit"));
        ProcessControl.signal((int) program.pid(), ProcessSignal.QUIT.number());
        assertEquals("signal QUIT", output.readLine());
        ProcessControl.signal((int) program.pid(), ProcessSignal.USR1.number());
        assertEquals("signal USR1", output.readLine());
        assertEquals(0, program.waitFor());
    }

    @Test
    void letsToolsOfTheJdkAttach() throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        assumeTrue(Files.isExecutable(jcmd), "a runtime without tools");
        Process program = start("", "-db");
        BufferedReader output = program.inputReader();
        assertEquals("running", output.readLine());
        await(() -> !hasThread(program, "weir/sigquit"));
        Process tool = new ProcessBuilder(jcmd.toString(), Long.toString(program.pid()), "Thread.print").redirectErrorStream(true).start();
        started.add(tool);
        String dump = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tool.waitFor(), dump);
        assertTrue(dump.contains("Full thread dump"), dump);
        ProcessControl.signal((int) program.pid(), ProcessSignal.QUIT.number());
        assertEquals("signal QUIT", output.readLine());
    }

    @Test
    void answersSignalsThatAShellMadeItIgnore() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh"));
        command.addAll(command(System.getProperty("java.class.path"), "-db", "-f", Files.writeString(directory.resolve("x.cfg"), "").toString()));
        Process program = launch(command);
        BufferedReader output = program.inputReader();
        assertEquals("running", output.readLine());
        ProcessControl.signal((int) program.pid(), ProcessSignal.HUP.number());
        assertEquals("signal HUP", output.readLine());
        ProcessControl.signal((int) program.pid(), ProcessSignal.INT.number());
        assertEquals(ProcessSignal.INT.exitStatus(), program.waitFor());
    }

    @Test
    void diesOfTheSignalsThatEndIt() throws Exception {
        for (ProcessSignal signal : List.of(ProcessSignal.TERM, ProcessSignal.INT)) {
            Process program = start("", "-db");
            assertEquals("running", program.inputReader().readLine());
            ProcessControl.signal((int) program.pid(), signal.number());
            assertEquals(signal.exitStatus(), program.waitFor());
        }
    }

    @Test
    void leavesWhenItsChildServesAndTellsWhereItIs() throws Exception {
        Path pidFile = directory.resolve("weir.pid");
        Process parent = start("", "-D", "-p", pidFile.toString());
        assertEquals("", new String(parent.getErrorStream().readAllBytes()));
        assertEquals("", new String(parent.getInputStream().readAllBytes()));
        assertEquals(0, parent.waitFor());

        int pid = Integer.parseInt(Files.readString(pidFile).strip());
        ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
        assertNotEquals(parent.pid(), pid);
        assertEquals(Integer.toString(pid), Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ")[5], "leads its session");
        for (int fd : new int[] {0, 2, 1}) {
            Path descriptor = Path.of("/proc/" + pid + "/fd/" + fd);
            // The last to go, a moment later, is the pipe by which it said that it serves.
            if (fd == 1) {
                await(() -> isNothing(descriptor));
            }
            assertTrue(isNothing(descriptor), "descriptor " + fd);
        }
        ProcessControl.signal(pid, ProcessSignal.TERM.number());
        await(() -> !child.isAlive());
    }

    @Test
    void handsOnTheFailureOfItsChild() throws Exception {
        Process parent = start("warn unbindable", "-D");
        String errors = new String(parent.getErrorStream().readAllBytes());
        assertEquals(1, parent.waitFor());
        assertTrue(errors.contains(") : odd\n"), errors);
        assertTrue(errors.endsWith(") : [weir.main()] Some protocols failed to start their listeners! Exiting.\n"), errors);
    }

    @Test
    void handsOnTheStatusOfAChildThatDies() throws Exception {
        Process parent = start("die", "-D");
        assertEquals(137, parent.waitFor());
    }

    @Test
    void goesToTheBackgroundByKeywordAndSaysThingsOnce() throws Exception {
        Path pidFile = directory.resolve("weir.pid");
        Process parent = start("daemon warn", "-p", pidFile.toString());
        String errors = new String(parent.getErrorStream().readAllBytes());
        assertEquals(0, parent.waitFor());
        int pid = Integer.parseInt(Files.readString(pidFile).strip());
        assertEquals(errors.indexOf(") : odd"), errors.lastIndexOf(") : odd"), errors);
        assertTrue(errors.contains("(" + pid + ") : odd"), errors);
        ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
        ProcessControl.signal(pid, ProcessSignal.TERM.number());
        await(() -> !child.isAlive());
    }

    @Test
    void asksTheProcessesItReplacesToFinish() throws Exception {
        Process old = start("", "-db");
        assertEquals("running", old.inputReader().readLine());
        Process replacement = start("", "-db", "-sf", Long.toString(old.pid()), "2000000000");
        assertEquals("signal USR1", old.inputReader().readLine());
        assertEquals(0, old.waitFor());
        ProcessControl.signal((int) replacement.pid(), ProcessSignal.TERM.number());
        assertEquals(143, replacement.waitFor());
    }

    @Test
    void changesRootGroupAndUserBeforeItServes() throws Exception {
        assumeTrue(Privileges.effectiveUid() == 0, "needs the privilege");
        Process program = startFrom(jars(), "drop:" + directory, "-db");
        assertEquals("running", program.inputReader().readLine());
        List<String> status = Files.readAllLines(Path.of("/proc/" + program.pid() + "/status"));
        assertTrue(status.contains("Uid:\t4711\t4711\t4711\t4711"), status.toString());
        assertTrue(status.contains("Gid:\t4712\t4712\t4712\t4712"), status.toString());
        assertEquals(directory.toRealPath(), Files.readSymbolicLink(Path.of("/proc/" + program.pid() + "/root")));
        ProcessControl.signal((int) program.pid(), ProcessSignal.TERM.number());
        assertEquals(143, program.waitFor(), () -> new String(read(program)));
    }

    @Test
    void doesNotStartWhenItCannotChangeTheRoot() throws Exception {
        Process program = start("drop:/no/such/dir", "-db");
        String errors = new String(program.getErrorStream().readAllBytes());
        assertEquals(1, program.waitFor());
        assertTrue(errors.contains(") : [weir.main()] Cannot chroot(/no/such/dir)."), errors);
    }

    @Test
    void doesNotStartWithoutTheDescriptorsItNeeds() throws Exception {
        Process program = start("files:9000000000", "-db");
        String errors = new String(program.getErrorStream().readAllBytes());
        assertEquals(1, program.waitFor());
        assertTrue(errors.contains(") : [weir.main()] Cannot raise FD limit to 9000000000, limit is "), errors);
    }

    @Test
    void goesOnWithFewerDescriptorsWhereItMay() throws Exception {
        Process program = start("files:9000000000 lenient", "-db");
        assertEquals("running", program.inputReader().readLine());
        program.toHandle().destroy();
        String errors = new String(program.getErrorStream().readAllBytes());
        assertTrue(errors.contains("[WARNING]  (" + program.pid() + ") : [weir.main()] Cannot raise FD limit to 9000000000, limit is "), errors);
        assertTrue(errors.contains("too low for maxconn=1000/maxsock=9000000000. Please raise 'ulimit-n' to 9000000000 or more to avoid any trouble."),
                errors);
    }

    @Test
    void reportsADefectOfItsOwn() throws Exception {
        Process program = start("warn defect", "-db");
        String errors = new String(program.getErrorStream().readAllBytes());
        assertEquals(1, program.waitFor());
        assertTrue(errors.contains(") : odd\n"), errors);
        assertTrue(errors.contains("Internal error, please report it: java.lang.IllegalStateException: broken\n   |   at "), errors);
    }

    @Test
    void readsFilesWhereItWasToldToGo() throws Exception {
        Process program = start("", "-C", directory.toString(), "-c", "-f", "weir.cfg");
        assertEquals("Configuration file is valid", program.inputReader().readLine());
        assertEquals(0, program.waitFor());
        assertFalse(Files.exists(Path.of("weir.cfg")));
    }

    private Process start(String words, String... arguments) throws IOException {
        return startFrom(System.getProperty("java.class.path"), words, arguments);
    }

    /** The class path with its directories packed, as it is installed: class files are out of reach once the root has changed, open jars are not. */
    private String jars() throws IOException {
        StringJoiner classPath = new StringJoiner(":");
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path path = Path.of(entry);
            classPath.add(Files.isDirectory(path) ? pack(path, directory.resolve("classes" + classPath.length() + ".jar")).toString() : entry);
        }
        return classPath.toString();
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private Process startFrom(String classPath, String words, String... arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("weir.cfg"), words);
        List<String> command = command(classPath, arguments);
        if (!command.contains("-f")) {
            command.addAll(List.of("-f", file.toString()));
        }
        return launch(command);
    }

    private Process launch(List<String> command) throws IOException {
        Process program = new ProcessBuilder(command).start();
        started.add(program);
        return program;
    }

    private static List<String> command(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable", "-cp", classPath, ScriptedCore.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static boolean isNothing(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(Path.of("/dev/null"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean hasThread(Process program, String name) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                Path comm = task.resolve("comm");
                if (Files.exists(comm) && Files.readString(comm).strip().equals(name)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException ended) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(Process program) {
        try {
            return program.getErrorStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNanos, "deadline passed");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A core that says what happens to it. */
    record ScriptedCore(String words, BlockingQueue<ProcessSignal> queue) implements Core {
        public static void main(String[] arguments) {
            WeirMain.run(ScriptedCore::load, arguments);
        }

        private static Core load(List<Path> files, Options options, Messages messages) throws StartFailure {
            String words;
            try {
                words = Files.readString(files.getFirst());
            } catch (IOException e) {
                throw new StartFailure(e.toString(), e);
            }
            if (words.contains("warn")) {
                messages.warning("odd");
            }
            return new ScriptedCore(words, new LinkedBlockingQueue<>());
        }

        @Override
        public ProcessSettings settings() {
            int drop = words.indexOf("drop:");
            int files = words.indexOf("files:");
            return new ProcessSettings(words.contains("daemon"), false, false, null, drop < 0 ? null : words.substring(drop + 5),
                    drop < 0 ? -1 : 4711, drop < 0 ? -1 : 4712,
                    files < 0 ? DescriptorNeed.NONE : need(Long.parseLong(words.substring(files + 6).split(" ")[0])));
        }

        private DescriptorNeed need(long files) {
            return new DescriptorNeed(files, 1000, files, !words.contains("lenient"));
        }

        @Override
        public boolean hasListeners() {
            return true;
        }

        @Override
        public SignalSink signals() {
            return queue::add;
        }

        @Override
        public void bind(Predecessors predecessors) throws StartFailure {
            if (words.contains("defect")) {
                throw new IllegalStateException("broken");
            }
            if (words.contains("unbindable")) {
                throw new StartFailure("[weir.main()] Some protocols failed to start their listeners! Exiting.");
            }
            if (words.contains("die")) {
                ProcessControl.signal(ProcessControl.pid(), 9);
            }
        }

        @Override
        public int run() {
            useWhatIsOpenedLate();
            System.out.println("running");
            try {
                while (true) {
                    ProcessSignal signal = queue.take();
                    System.out.println("signal " + signal);
                    if (signal == ProcessSignal.USR1) {
                        return ExitStatus.OK;
                    }
                    if (signal == ProcessSignal.TERM || signal == ProcessSignal.INT) {
                        return signal.exitStatus();
                    }
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** A jar of the class path that nothing was loaded from so far, and the time zone data. */
        private static void useWhatIsOpenedLate() {
            try {
                Class.forName("com.google.re2j.Pattern");
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
            if (LocalDateTime.now(ZoneId.of("Europe/Berlin")) == null) {
                throw new AssertionError();
            }
        }
    }
}

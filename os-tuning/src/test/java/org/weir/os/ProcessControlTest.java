package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(100)
class ProcessControlTest {
    @Test
    void knowsItself() {
        assertEquals(ProcessHandle.current().pid(), ProcessControl.pid());
    }

    @Test
    void namesTheThread() throws Exception {
        String[] name = new String[1];
        Thread thread = new Thread(() -> {
            ProcessControl.nameThread("weir/io-1");
            name[0] = comm(Affinity.currentThreadId());
        });
        thread.start();
        thread.join();
        assertEquals("weir/io-1", name[0]);
    }

    @Test
    void signalsAnotherProcess() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "30").start();
        ProcessControl.signal((int) sleeper.pid(), 0);
        ProcessControl.signal((int) sleeper.pid(), 15);
        assertEquals(143, sleeper.waitFor());
        OsException gone = assertThrows(OsException.class, () -> ProcessControl.signal((int) sleeper.pid(), 15));
        assertEquals(Errno.ESRCH, gone.errno());
    }

    @Test
    void startsAChildInItsOwnSession() throws Exception {
        ChildProcess child = ChildProcess.start("/bin/sh",
                List.of("sh", "-c", "cut -d' ' -f6 /proc/$$/stat; printf '%s %s' \"$WORD\" \"$1\"; cat; cat comm; exit 7", "sh", "\u00e4"),
                List.of("WORD=x y", "PATH=/bin:/usr/bin"), "/proc/self");
        String output = new String(child.output().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(child.pid() + "\nx y \u00e4sh\n", output);
        assertEquals(7, child.waitFor());
    }

    @Test
    void passesOnDescriptorsButNotTheJvmsFiles() throws Exception {
        ChildProcess child = ChildProcess.start("/bin/sh", List.of("sh", "-c", "ls -l /proc/$$/fd"), List.of("PATH=/bin:/usr/bin"), "/");
        String descriptors = new String(child.output().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, child.waitFor());
        assertTrue(descriptors.contains(" 0 -> /dev/null"), descriptors);
        assertFalse(descriptors.contains(".jar"), descriptors);
        assertFalse(descriptors.contains(System.getProperty("java.home")), descriptors);
    }

    @Test
    void reportsASignalledChildAsAShellDoes() throws Exception {
        ChildProcess child = ChildProcess.start("/bin/sh", List.of("sh", "-c", "kill -KILL $$"), List.of(), "/");
        assertEquals(0, child.output().readAllBytes().length);
        assertEquals(137, child.waitFor());
    }

    @Test
    void saysWhyAChildDidNotStart() {
        OsException failed = assertThrows(OsException.class, () -> ChildProcess.start("/no/such/program", List.of("x"), List.of(), "/"));
        assertEquals("posix_spawn(/no/such/program) failed: ENOENT (No such file or directory)", failed.getMessage());
    }

    private static String comm(int threadId) {
        try {
            return Files.readString(Path.of("/proc/self/task/" + threadId + "/comm")).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }
}

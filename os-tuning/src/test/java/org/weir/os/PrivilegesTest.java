package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only root may do is tried in a child JVM, which cannot get its privileges back. */
class PrivilegesTest {
    @TempDir
    private Path directory;

    @Test
    void changesTheRootForThePathsOfTheWholeProcess() throws Exception {
        assumeTrue(Privileges.effectiveUid() == 0, "only root may");
        Files.writeString(directory.resolve("inside"), "x");

        assertEquals("true true false\n", runChild(Root.class, directory.toString()));
    }

    @Test
    void dropsThePrivilegesOfEveryThread() throws Exception {
        assumeTrue(Privileges.effectiveUid() == 0, "only root may");

        String output = runChild(Drop.class, directory.toString());

        List<String> lines = output.lines().toList();
        assertTrue(lines.contains("groups=[4713]"), output);
        assertTrue(lines.contains("setuid(0) failed: EPERM (Operation not permitted)"), output);
        assertTrue(lines.contains("uids=[4711]"), output);
        assertTrue(lines.contains("gids=[4712]"), output);
    }

    @Test
    void refusesWithoutPrivilege() {
        assumeFalse(Privileges.effectiveUid() == 0, "root may");
        assertEquals("setuid(0) failed: EPERM (Operation not permitted)", assertThrows(OsException.class, () -> Privileges.setUid(0)).getMessage());
        assertThrows(OsException.class, () -> Privileges.setGroups(0));
        assertThrows(OsException.class, () -> Privileges.chroot("/"));
    }

    @Test
    void saysWhyItCouldNotChangeTheRoot() {
        OsException absent = assertThrows(OsException.class, () -> Privileges.chroot(directory + "/absent"));
        assertEquals("No such file or directory", absent.meaning());
    }

    private static String runChild(Class<?> main, String argument) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName(), argument).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes());
        assertEquals(0, child.waitFor(), output);
        return output;
    }

    static final class Root {
        private Root() {
        }

        public static void main(String[] arguments) {
            Privileges.chroot(arguments[0]);
            System.out.println(Files.exists(Path.of("/inside")) + " " + Files.exists(Path.of("inside")) + " " + Files.exists(Path.of("/proc")));
        }
    }

    static final class Drop {
        private Drop() {
        }

        public static void main(String[] arguments) throws IOException {
            Path threads = Path.of("/proc/self/task");
            Privileges.setGroups(4713);
            Privileges.setGids(4712, 4712, 4712);
            Privileges.setUids(4711, 4711, 4711);
            System.out.println("uids=" + ids(threads, "Uid:"));
            System.out.println("gids=" + ids(threads, "Gid:"));
            System.out.println("groups=" + Arrays.toString(Privileges.groups()));
            try {
                Privileges.setUid(0);
            } catch (OsException refused) {
                System.out.println(refused.getMessage());
            }
        }

        private static List<String> ids(Path threads, String field) throws IOException {
            try (Stream<Path> tasks = Files.list(threads)) {
                return tasks.flatMap(task -> idsOf(task.resolve("status"), field)).distinct().toList();
            }
        }

        private static Stream<String> idsOf(Path status, String field) {
            try {
                return Files.readAllLines(status).stream().filter(line -> line.startsWith(field))
                        .flatMap(line -> Stream.of(line.substring(field.length()).strip().split("\\s+")));
            } catch (IOException ended) {
                return Stream.empty();
            }
        }
    }
}

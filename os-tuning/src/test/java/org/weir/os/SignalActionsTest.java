package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(100)
class SignalActionsTest {
    private static final int SIGQUIT = 3;
    private static final int SIGTERM = 15;
    private static final int SIGURG = 23;
    private static final int SIGWINCH = 28;

    @Test
    void deliversTheSignalTheJvmKeepsForItself() throws Exception {
        Process child = start(QuitReader.class);
        BufferedReader output = child.inputReader();
        assertEquals("waiting", output.readLine());
        ProcessControl.signal((int) child.pid(), SIGQUIT);
        assertEquals("got URG", output.readLine());
        ProcessControl.signal((int) child.pid(), SIGQUIT);
        assertEquals("got URG", output.readLine());
        assertEquals(0, child.waitFor());
    }

    @Test
    void knowsWhatItWasStartedToIgnore() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "trap '' HUP TTOU; exec \"$@\"", "sh", java(), "-cp", System.getProperty("java.class.path"),
                Ignoring.class.getName()).start();
        assertEquals("true true false", child.inputReader().readLine());
        assertEquals(0, child.waitFor());
    }

    @Test
    void diesOfASignal() throws Exception {
        Process child = start(Dying.class);
        assertEquals(128 + SIGTERM, child.waitFor());
    }

    @Test
    void refusesToDeliverAsASignalWithoutHandler() {
        assertThrows(IllegalStateException.class, () -> SignalActions.deliverAs(SIGWINCH, SIGWINCH));
    }

    @Test
    void saysWhichSignalTheKernelDoesNotKnow() {
        OsException refused = assertThrows(OsException.class, () -> SignalActions.restoreDefault(99));
        assertEquals("sigaction(99) failed: EINVAL (Invalid argument)", refused.getMessage());
    }

    @Test
    void saysWhichSignalTheJvmKeeps() {
        IllegalArgumentException kept = assertThrows(IllegalArgumentException.class, () -> JvmSignals.handle("SEGV", () -> { }));
        assertEquals("Signal already used by VM or OS: SIGSEGV", kept.getMessage());
    }

    private static Process start(Class<?> main) throws IOException {
        return new ProcessBuilder(java(), "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), main.getName()).redirectErrorStream(true).start();
    }

    private static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    static final class Ignoring {
        private Ignoring() {
        }

        public static void main(String[] arguments) {
            long ignored = SignalActions.ignored();
            System.out.println(((ignored & 1) != 0) + " " + ((ignored & 1 << 21) != 0) + " " + ((ignored & 1 << 14) != 0));
        }
    }

    static final class QuitReader {
        private QuitReader() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch both = new CountDownLatch(2);
            JvmSignals.handle("URG", () -> {
                System.out.println("got URG");
                both.countDown();
            });
            assertTrue(SignalActions.deliverAs(SIGQUIT, SIGURG));
            System.out.println("waiting");
            both.await();
        }
    }

    static final class Dying {
        private Dying() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            JvmSignals.handle("TERM", () -> System.out.println("handled"));
            SignalActions.dieOf(SIGTERM);
            new CountDownLatch(1).await();
        }
    }
}

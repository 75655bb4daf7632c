package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(110)
class MessagesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Messages messages = new Messages(new PrintStream(written, true, StandardCharsets.UTF_8), "/opt/weir/bin/weir");

    @Test
    void introducesTheFirstWarningAndNoOther() {
        messages.notice("New");
        messages.warning("config : one\nand more\n");
        messages.alert("two");

        assertEquals("""
                [NOTICE]   (PID) : New
                [NOTICE]   (PID) : weir version is VERSION
                [NOTICE]   (PID) : path to executable is /opt/weir/bin/weir
                [WARNING]  (PID) : config : one
                   | and more
                [ALERT]    (PID) : two
                """, written());
        assertEquals(1, messages.warnings());
        assertEquals(5, messages.kept().size());
    }

    @Test
    void countsInSilence() {
        messages.quiet(true);
        messages.warning("one");
        messages.alert("two");
        assertEquals("", written());
        assertEquals(1, messages.warnings());
    }

    @Test
    void introducesNothingThatComesAfterTheStart() {
        messages.detach();
        messages.warning("one");
        finish(messages);
        assertEquals("[WARNING]  (PID) : one\n", written());
    }

    @Test
    void keepsBackWhatIsReleasedLater() {
        messages.hold();
        messages.warning("one");
        assertEquals("", written());
        messages.release();
        messages.warning("two");
        messages.release();
        assertEquals("""
                [NOTICE]   (PID) : weir version is VERSION
                [NOTICE]   (PID) : path to executable is /opt/weir/bin/weir
                [WARNING]  (PID) : one
                [WARNING]  (PID) : two
                """, written());
    }

    @Test
    void forgetsWhatAnotherProcessSays() {
        messages.hold();
        messages.warning("one");
        messages.discard();
        assertEquals(0, messages.warnings());
        messages.release();
        assertEquals("", written());
    }

    @Test
    void aReaderThatStopsHoldsUpNobodyAndHearsHowMuchItMissed() throws Exception {
        Semaphore room = new Semaphore(0);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int one) {
                written.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                room.acquireUninterruptibly();
                written.write(bytes, offset, length);
            }
        };
        Messages stalled = new Messages(new PrintStream(slow, true, StandardCharsets.UTF_8), "/opt/weir/bin/weir");
        stalled.detach();
        stalled.notice("first");
        int lineBytes = "[NOTICE]   (%d) : %s\n".formatted(ProcessHandle.current().pid(), numbered(0)).length();
        int sent = 2 * MessageOutput.MAX_WAITING_BYTES / lineBytes;
        for (int i = 0; i < sent; i++) {
            stalled.notice(numbered(i));
        }
        room.release(Integer.MAX_VALUE / 2);
        finish(stalled);
        assertFalse(stalled.isStalled());

        List<String> lines = written().lines().toList();
        int kept = lines.size() - 2;
        assertTrue(kept >= MessageOutput.MAX_WAITING_BYTES / lineBytes - 1 && kept < sent, lines.size() + " lines");
        for (int i = 0; i < kept; i++) {
            assertEquals("[NOTICE]   (PID) : " + numbered(i), lines.get(i + 1));
        }
        assertEquals("[WARNING]  (PID) : " + (sent - kept) + " messages were lost because nobody read them in time.", lines.getLast());
    }

    /** A thread that writes, but is held up by other things, gets more time. */
    private static void finish(Messages messages) {
        messages.finish();
        for (int i = 0; i < 20 && messages.isStalled(); i++) {
            messages.finish();
        }
    }

    private static String numbered(int number) {
        return "message %08d %s".formatted(number, "x".repeat(200));
    }

    @Test
    void aReaderThatNeverGoesOnHoldsUpTheEndForAMomentOnly() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int one) {
                blocked.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Messages stalled = new Messages(new PrintStream(stuck, true, StandardCharsets.UTF_8), "/opt/weir/bin/weir");
        stalled.detach();
        stalled.notice("one");
        blocked.await();
        stalled.finish();
        assertTrue(stalled.isStalled());
        stalled.notice("two");
        never.countDown();
    }

    @Test
    void isWrittenByTheCallerAgainAtTheEnd() {
        messages.detach();
        messages.notice("one");
        finish(messages);
        messages.notice("two");
        assertEquals("""
                [NOTICE]   (PID) : one
                [NOTICE]   (PID) : two
                """, written());
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8).replace("(" + ProcessHandle.current().pid() + ")", "(PID)").replace(Version.NUMBER, "VERSION");
    }
}

package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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

    private String written() {
        return written.toString(StandardCharsets.UTF_8).replace("(" + ProcessHandle.current().pid() + ")", "(PID)").replace(Version.NUMBER, "VERSION");
    }
}

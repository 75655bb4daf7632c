package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BackgroundRelayTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void copiesWhatComesBeforeTheReadyWord() throws IOException {
        assertTrue(relay("hello\n\0weir is ready\nlater"));
        assertEquals("hello\n", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void isNotFooledByABrokenWord() throws IOException {
        assertTrue(relay("\0weir is\0\0weir is ready\n"));
        assertEquals("\0weir is\0", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void seesThatTheChildEndedWithoutIt() throws IOException {
        assertFalse(relay("oops\0weir is ready"));
        assertEquals("oops\0weir is ready", out.toString(StandardCharsets.US_ASCII));
    }

    private boolean relay(String text) throws IOException {
        return Background.relay(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), out);
    }
}

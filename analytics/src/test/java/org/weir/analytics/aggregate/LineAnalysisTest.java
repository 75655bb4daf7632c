package org.weir.analytics.aggregate;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.StreamSource;

class LineAnalysisTest {
    /** A thread that ended without a word would leave the others waiting for its block. */
    @Test
    @Timeout(110)
    void anErrorOnAnyThreadEndsTheRunAndIsTold() {
        final StreamSource lines = new StreamSource(new ByteArrayInputStream(new byte[] {'a', '\n'}));
        final LineAnalysis analysis = new LineAnalysis(lines, LineFilter.passingAll(), LineAnalysisTest::failing, false, -1,
            OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        final IOException told = assertThrows(IOException.class, () -> analysis.run(2, failing()));
        assertTrue(told.getMessage().contains("StackOverflowError"), told::getMessage);
    }

    private static LineAction failing() {
        return new LineAction() {
            @Override
            public Outcome accept(final LineCursor line, final LineOutput output) {
                throw new StackOverflowError();
            }
        };
    }
}

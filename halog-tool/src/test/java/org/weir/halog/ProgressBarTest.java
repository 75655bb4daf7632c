package org.weir.halog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What the bar of a long run draws. */
class ProgressBarTest {
    /** Wrapping at the edge (DECAWM) is off while it is drawn: a terminal narrower than the bar would get a line for each step. */
    @Test
    void theNumbersComeFirstAndTheBarIsCutAtTheEdge() {
        assertEquals("\r\u001b[?7l 25 %  50 MB/s  6 s left  [" + "#".repeat(10) + " ".repeat(30) + "]\u001b[K\u001b[?7h",
            ProgressBar.picture(100_000_000, 400_000_000, 2));
    }

    @Test
    void moreThanThereWasAtTheStartIsAllOfIt() {
        assertEquals("\r\u001b[?7l100 %  500 MB/s  0 s left  [" + "#".repeat(40) + "]\u001b[K\u001b[?7h", ProgressBar.picture(500_000_000, 400_000_000, 1));
    }
}

package org.weir.analytics.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** What a live view counts when it runs for days. */
class LiveWindowTest {
    @Test
    void moreThanTwoThousandMillionRequests() {
        final LogEntry entry = new LogEntry();
        entry.begin(new byte[] {'/'});
        entry.setText(LogField.PATH, 0, 1);
        entry.setNumber(LogField.TT, 20, 0, 0);
        final LiveWindow all = window();
        all.add(entry, false);
        for (int doubling = 1; doubling <= 33; doubling++) {
            final LiveWindow same = window();
            same.merge(all);
            all.merge(same);
        }
        final LiveSpan span = all.span(1);
        assertEquals(1L << 33, span.requests());
        assertEquals(new LiveSpan.Percentiles(1L << 33, 20, 20, 20, 20, 20), span.timers().getFirst());
        assertEquals(1L << 33, all.groups().getFirst().groups().getFirst().times().getTotalCount());
    }

    private static LiveWindow window() {
        return new LiveWindow(null, List.of(List.of(LogField.PATH)), LogField.TT);
    }
}

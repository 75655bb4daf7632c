package org.weir.analytics.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.weir.analytics.report.GroupPrinter;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** Groups of entries, at the bounds of what a table holds. */
class GroupTableTest {
    private final LogEntry entry = new LogEntry();

    @Test
    void aUrlBeyondTheLongestKeyLeavesRoomForWhatElseMakesTheGroup() {
        final GroupTable table = table(LogField.URL, LogField.STATUS);
        final String url = "/" + "a".repeat(100_000);
        for (final int status : new int[] {200, 503, 503}) {
            add(table, url, status);
        }
        final ByteText csv = new ByteText(64);
        assertEquals(2, table.print(csv, -1));
        final String[] lines = csv.toString().split("\r\n");
        assertEquals("url,status,count,errors,bytes,p50,p90,p99,p999,max", lines[0]);
        assertTrue(lines[1].matches("/a+,503,2,2,14,20,20,20,20,20") && lines[2].matches("/a+,200,1,0,7,20,20,20,20,20"), csv.toString());
    }

    /** A server's log of some days, and every one of its counts is beyond 32 bits. */
    @Test
    void moreThanTwoThousandMillionRequests() {
        final GroupTable all = table(LogField.URL);
        add(all, "/", 200);
        for (int doubling = 1; doubling <= 33; doubling++) {
            final GroupTable same = table(LogField.URL);
            same.merge(all);
            all.merge(same);
        }
        add(all, "/", 200);
        final GroupTable.Group group = all.groups().getFirst();
        assertEquals((1L << 33) + 1, group.requests());
        assertEquals((1L << 33) + 1, group.times().getTotalCount());
        assertEquals(20, group.percentile(50));
    }

    @Test
    void moreThanTwoThousandMillionRequestsInAStepOfTime() {
        final TimeSeries all = new TimeSeries();
        all.add(1_700_000_000, 20, 2);
        for (int doubling = 1; doubling <= 33; doubling++) {
            final TimeSeries same = new TimeSeries();
            same.merge(all);
            all.merge(same);
        }
        assertEquals(2L << 33, LongStream.of(all.steps().firstEntry().getValue()).sum());
    }

    private static GroupTable table(final LogField... fields) {
        return new GroupTable(null, List.of(fields), LogField.TT, new GroupPrinter(GroupPrinter.Format.CSV, "count", 20));
    }

    private void add(final GroupTable table, final String url, final int status) {
        final byte[] bytes = (url + status).getBytes(StandardCharsets.UTF_8);
        entry.begin(bytes);
        entry.setText(LogField.URL, 0, url.length());
        entry.setNumber(LogField.STATUS, status, url.length(), bytes.length);
        entry.setNumber(LogField.BYTES, 7, 0, 0);
        entry.setNumber(LogField.TT, 20, 0, 0);
        table.add(entry, status >= 500);
    }
}

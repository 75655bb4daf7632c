package org.weir.analytics.live;

import java.util.List;

import org.weir.analytics.aggregate.GroupTable;

/**
 * What is known at one moment.
 *
 * @param last since the snapshot before
 * @param all since the start
 */
public record LiveSnapshot(LiveSpan last, LiveSpan all, List<Grouping> groupings) {
    /**
     * Entries grouped by something, in the order in which they are to be shown.
     *
     * @param key what they are grouped by
     */
    public record Grouping(String key, List<Row> rows) {
    }

    /**
     * One group.
     *
     * @param last null if nothing came in the last interval
     */
    public record Row(String key, GroupTable.Group last, GroupTable.Group all) {
    }
}

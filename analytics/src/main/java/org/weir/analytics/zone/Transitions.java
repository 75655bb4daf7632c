package org.weir.analytics.zone;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Collects when a zone's offset changes to what, one change after the other. */
final class Transitions {
    /** Rules without an end are followed up to here. */
    static final int LAST_YEAR = 2100;

    /** All that Java has; the C library takes up to a day. */
    private static final int MAX_OFFSET_SECONDS = ZoneOffset.MAX.getTotalSeconds();

    private final ZoneOffset first;
    private final NavigableMap<Long, ZoneOffset> changes = new TreeMap<>();

    Transitions(final int firstOffsetSeconds) {
        first = offset(firstOffsetSeconds);
    }

    private static ZoneOffset offset(final int seconds) {
        return ZoneOffset.ofTotalSeconds(Math.clamp(seconds, -MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS));
    }

    /** From this second on, until the next change; of two changes in one second the later call counts. */
    void change(final long epochSecond, final int offsetSeconds) {
        changes.put(epochSecond, offset(offsetSeconds));
    }

    /** The second of the last change, or the smallest number. */
    long last() {
        return changes.isEmpty() ? Long.MIN_VALUE : changes.lastKey();
    }

    ZoneRules rules() {
        final List<ZoneOffsetTransition> transitions = new ArrayList<>(changes.size());
        ZoneOffset before = first;
        for (final Map.Entry<Long, ZoneOffset> change : changes.entrySet()) {
            final ZoneOffset after = change.getValue();
            if (!after.equals(before)) {
                transitions.add(ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(change.getKey(), 0, before), before, after));
                before = after;
            }
        }
        return ZoneRules.of(first, first, List.of(), transitions, List.of());
    }
}

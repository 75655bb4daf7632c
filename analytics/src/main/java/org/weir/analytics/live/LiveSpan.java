package org.weir.analytics.live;

import java.util.List;

/**
 * What came in a span of time.
 *
 * @param seconds its length, 0 if that is not known
 * @param bytes sent to clients
 * @param unreadable lines that are no log entries
 * @param classes requests by the first digit of their status; those without one, and 1xx, at 0
 * @param terminations termination states, the most frequent first
 * @param timers those of {@link LiveCounts#TIMERS}
 */
public record LiveSpan(double seconds, long requests, long errors, long bytes, long unreadable, List<Long> classes, List<Count> terminations,
        List<Percentiles> timers) {
    /** How often something came. */
    public record Count(String name, long requests) {
    }

    /**
     * Percentiles of a timer, in milliseconds.
     *
     * @param values how many there were; without any, all else is 0
     */
    public record Percentiles(long values, long p50, long p90, long p99, long p999, long max) {
        /** One after the other. */
        List<Long> all() {
            return List.of(p50, p90, p99, p999, max);
        }
    }

    /** Per second. */
    double rate(final long count) {
        return seconds <= 0 ? 0 : count / seconds;
    }
}

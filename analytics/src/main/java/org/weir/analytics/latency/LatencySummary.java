package org.weir.analytics.latency;

/**
 * What is shown of one timer; durations in microseconds, all 0 when nothing was counted. Percentiles are the highest value that the histogram holds
 * for equal to the one sought, at most the highest value seen.
 *
 * @param count how many durations
 * @param sumMicros their sum
 * @param digits significant digits of the percentiles
 */
public record LatencySummary(long count, long sumMicros, int digits, long p50Micros, long p90Micros, long p99Micros, long p999Micros, long maxMicros) {}

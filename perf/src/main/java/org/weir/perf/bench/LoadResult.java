package org.weir.perf.bench;

/**
 * What a driver saw in one run.
 *
 * @param requests completed requests
 * @param durationMicros length of the run
 * @param bytes bytes received, heads included
 * @param errors failed connections, reads, writes, timeouts and responses other than 2xx and 3xx
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of the latency
 * @param p999Micros 99.9th percentile of the latency
 */
record LoadResult(long requests, long durationMicros, long bytes, long errors, long p50Micros, long p99Micros, long p999Micros) {
}

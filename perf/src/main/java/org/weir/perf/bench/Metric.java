package org.weir.perf.bench;

/** A figure of the report, its unit and how it is printed. */
enum Metric {
    /** Requests per second. */
    REQUESTS_PER_SECOND("req/s", "%,.0f"),
    /** Bytes received per second, in MiB. */
    MIB_PER_SECOND("MiB/s", "%,.0f"),
    /** CPU time of the proxy per request. */
    CPU_MICROS_PER_REQUEST("cpu µs/req", "%.2f"),
    /** CPU time of the proxy per MiB. */
    CPU_MICROS_PER_MIB("cpu µs/MiB", "%.1f"),
    /** Median latency. */
    P50_MICROS("p50 µs", "%,.0f"),
    /** 99th percentile. */
    P99_MICROS("p99 µs", "%,.0f"),
    /** 99.9th percentile. */
    P999_MICROS("p99.9 µs", "%,.0f"),
    /** Resident memory after the round. */
    RSS_MIB("RSS MiB", "%.1f"),
    /** Failed requests of the round. */
    ERRORS("errors", "%.0f"),
    /** Requests without a log line. */
    LOG_LINES_LOST("log lines lost", "%.0f"),
    /** Extra memory of an idle connection. */
    BYTES_PER_CONNECTION("bytes/conn", "%,.0f"),
    /** From exec to the end of the first answer. */
    START_MILLIS("start ms", "%.1f"),
    /** CPU time of a second without traffic. */
    IDLE_CPU_MILLIS("idle cpu ms/s", "%.0f");

    private final String title;
    private final String format;

    Metric(String title, String format) {
        this.title = title;
        this.format = format;
    }

    String title() {
        return title;
    }

    String print(double value) {
        return format.formatted(value);
    }
}

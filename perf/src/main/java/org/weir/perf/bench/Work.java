package org.weir.perf.bench;

import java.util.Locale;

/** What the proxies are asked to do. */
enum Work {
    /** GET of 34 bytes on persistent connections. */
    KEEPALIVE,
    /** GET of 34 bytes, each on a connection of its own. */
    CLOSE,
    /** GET of 1 MiB bodies. */
    LARGE,
    /** GET of 34 bytes at a fixed rate, latency free of coordinated omission. */
    FIXED_RATE,
    /** As KEEPALIVE, with option httplog to a UDP syslog. */
    HTTPLOG,
    /** Memory of idle keep-alive connections. */
    IDLE,
    /** Time from exec to the first answer. */
    STARTUP,
    /** Memory, and CPU of one idle second, after the start. */
    RSS;

    /** Name on the command line and in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Work parse(String label) {
        for (Work work : values()) {
            if (work.label().equals(label)) {
                return work;
            }
        }
        throw new IllegalArgumentException("no work is named '" + label + "'");
    }
}

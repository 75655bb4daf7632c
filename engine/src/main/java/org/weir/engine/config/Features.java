package org.weir.engine.config;

import java.util.List;

/** What this build has, by the names that HAProxy's {@code -vv} and the predicate {@code feature} of {@code .if} use, and two of Weir's own. */
public final class Features {
    /** What there is. */
    public static final List<String> NAMES = List.of("EPOLL", "CPU_AFFINITY", "THREAD", "TPROXY", "LINUX_SPLICE", "PRIVILEGES", "JOURNAL");

    private Features() {
    }
}

package org.weir.analytics.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * Engine agent only. Counts how long the phases of streams took, for every frontend, backend and server. Counting allocates nothing but for a first value
 * in a new range, and memory is bounded: see {@code COUNTS_BYTES}, {@code RECENT_BYTES}.
 */
public final class LatencyRecorder {
    /** Longest stretch of time that {@link #last} knows. */
    public static final int LONGEST_WINDOW_SECONDS = RecentLatency.MINUTES * 60;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SLOT_SECONDS = 60 / RecentLatency.SLOTS_A_MINUTE;
    private static final long SLOT_NANOS = SLOT_SECONDS * NANOS_PER_SECOND;
    private static final long COUNTS_BYTES = 24L << 20;
    private static final long RECENT_BYTES = 24L << 20;
    private static final int OWNERS_IN_TWO_DIGITS = 128;
    private static final int OWNERS_A_SWEEP = 8;

    private final LatencyOwner[] frontends;
    private final LatencyOwner[] backends;
    private final LatencyOwner[] servers;
    private final LatencyOwner[] all;
    private final int recentDigits;
    private final long startNanos;
    private long resetNanos;
    private long slot;
    private long nextSlot;
    private int swept;
    private boolean sweeping;
    private int generation;

    /**
     * Each list in the order of the numbers that {@link #record} will get.
     *
     * @param nowNanos on the scale of {@link #sweep}
     */
    public LatencyRecorder(List<LatencySubject> frontends, List<LatencySubject> backends, List<LatencySubject> servers, long nowNanos) {
        int owners = frontends.size() + backends.size() + servers.size();
        recentDigits = owners <= OWNERS_IN_TWO_DIGITS ? 2 : 1;
        MemoryBudget budget = new MemoryBudget(COUNTS_BYTES);
        RecentScratch scratch = new RecentScratch(recentDigits, new MemoryBudget(RECENT_BYTES));
        this.frontends = owners(frontends, budget, scratch);
        this.backends = owners(backends, budget, scratch);
        this.servers = owners(servers, budget, scratch);
        List<LatencyOwner> together = new ArrayList<>(owners);
        together.addAll(List.of(this.frontends));
        together.addAll(List.of(this.backends));
        together.addAll(List.of(this.servers));
        all = together.toArray(new LatencyOwner[0]);
        startNanos = nowNanos;
        resetNanos = nowNanos;
    }

    private static LatencyOwner[] owners(List<LatencySubject> subjects, MemoryBudget budget, RecentScratch scratch) {
        return subjects.stream().map(subject -> new LatencyOwner(subject, budget, new RecentLatency(scratch))).toArray(LatencyOwner[]::new);
    }

    /**
     * Counts a stream that ended. Times below 0 are of phases that were not reached and do not count.
     *
     * @param backend its number, or -1
     * @param server its number, or -1
     */
    public void record(int frontend, int backend, int server, long requestMicros, long queueMicros, long connectMicros, long responseMicros,
            long dataMicros, long activeMicros) {
        frontends[frontend].record(requestMicros, queueMicros, connectMicros, responseMicros, dataMicros, activeMicros);
        if (backend >= 0) {
            backends[backend].record(requestMicros, queueMicros, connectMicros, responseMicros, dataMicros, activeMicros);
        }
        if (server >= 0) {
            servers[server].record(requestMicros, queueMicros, connectMicros, responseMicros, dataMicros, activeMicros);
        }
    }

    // --- the passing of time

    /** Ends slots of time that are over, some owners a call. @return how much was done */
    public int sweep(long nowNanos) {
        if (!sweeping) {
            if (nowNanos - startNanos < (slot + 1) * SLOT_NANOS) {
                return 0;
            }
            sweeping = true;
            swept = 0;
            nextSlot = (nowNanos - startNanos) / SLOT_NANOS;
        }
        for (int i = 0; i < OWNERS_A_SWEEP && swept < all.length; i++) {
            all[swept].recent().end(all[swept].counts(), nextSlot);
            swept++;
        }
        if (swept == all.length) {
            sweeping = false;
            slot = nextSlot;
        }
        return 1;
    }

    /** When {@link #sweep} has to do something next. */
    public long nextSweepNanos() {
        return startNanos + (slot + 1) * SLOT_NANOS;
    }

    /** Forgets all that was counted. */
    public void clear(long nowNanos) {
        for (LatencyOwner owner : all) {
            owner.clear();
        }
        resetNanos = nowNanos;
        generation++;
    }

    /** How often all was forgotten. */
    int generation() {
        return generation;
    }

    // --- what is shown

    /** Frontends, backends and servers, in this order. */
    public List<LatencyOwner> owners() {
        return List.of(all);
    }

    LatencyOwner owner(int index) {
        return all[index];
    }

    int size() {
        return all.length;
    }

    public LatencyOwner frontend(int index) {
        return frontends[index];
    }

    public LatencyOwner backend(int index) {
        return backends[index];
    }

    public LatencyOwner server(int index) {
        return servers[index];
    }

    /**
     * A stretch of time up to now.
     *
     * @param firstMinute number of the first minute of which all counts, -1 for all since the last reset
     * @param firstSlot number of the first slot that counts besides
     */
    public record Window(long lengthNanos, long firstMinute, long firstSlot) {
        /** All that was counted since the last reset. */
        public boolean isSinceReset() {
            return firstMinute < 0;
        }
    }

    public Window sinceReset(long nowNanos) {
        return new Window(nowNanos - resetNanos, -1, -1);
    }

    /**
     * At least the last seconds: slots count as a whole, those of ten seconds within the last minute, those of a minute before that.
     *
     * @param seconds at most {@link #LONGEST_WINDOW_SECONDS}
     */
    public Window last(int seconds, long nowNanos) {
        while (sweep(nowNanos) > 0) {
            Thread.onSpinWait();
        }
        long nowSlot = slot;
        long presentNanos = nowNanos - startNanos - nowSlot * SLOT_NANOS;
        long wantedNanos = seconds * NANOS_PER_SECOND;
        long firstMinute = nowSlot / RecentLatency.SLOTS_A_MINUTE;
        long firstSlot = firstMinute * RecentLatency.SLOTS_A_MINUTE;
        long begin;
        if (seconds <= 60) {
            firstSlot = Math.max(0, nowSlot - Math.ceilDiv(Math.max(0, wantedNanos - presentNanos), SLOT_NANOS));
            firstMinute = firstSlot / RecentLatency.SLOTS_A_MINUTE;
            begin = firstSlot;
        } else {
            long inSlots = presentNanos + (nowSlot - firstSlot) * SLOT_NANOS;
            long minutes = Math.ceilDiv(Math.max(0, wantedNanos - inSlots), RecentLatency.SLOTS_A_MINUTE * SLOT_NANOS);
            firstMinute = Math.max(0, firstMinute - minutes);
            begin = firstMinute * RecentLatency.SLOTS_A_MINUTE;
        }
        return new Window(Math.min(nowNanos - startNanos - begin * SLOT_NANOS, nowNanos - resetNanos), firstMinute, firstSlot);
    }

    /** What an owner counted in a window, or null when that is nothing. */
    public LatencyCounts counts(LatencyOwner owner, LatencyTimer timer, Window window) {
        if (window.isSinceReset()) {
            return owner.counts(timer);
        }
        LatencyCounts sum = owner.recent().sum(timer, owner.counts(), window.firstMinute(), window.firstSlot());
        return sum.count() == 0 ? null : sum;
    }

    /** Owners of which there was no memory left to keep the last minutes apart. */
    public int withoutRecent() {
        int lost = 0;
        for (LatencyOwner owner : all) {
            lost += owner.recent().isLost() ? 1 : 0;
        }
        return lost;
    }
}

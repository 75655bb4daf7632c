package org.weir.io.sys;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often system calls fail, for all {@link RandomFaults} of one proxy; and which ones have. Any thread. */
public final class FaultPlan {
    private final Random seeds;
    private final int perMille;
    private final int fatalPerMille;
    private final int shortPerMille;
    private final Map<String, AtomicLong> injected = new TreeMap<>();
    private volatile boolean active;

    /**
     * Makes a plan that does nothing yet.
     *
     * @param perMille      of the calls fail in a way that leaves the connection as it is.
     * @param fatalPerMille of the calls on a connection find that it broke.
     * @param shortPerMille of the receives and sends are cut short.
     */
    public FaultPlan(long seed, int perMille, int fatalPerMille, int shortPerMille) {
        seeds = new Random(seed);
        this.perMille = perMille;
        this.fatalPerMille = fatalPerMille;
        this.shortPerMille = shortPerMille;
    }

    /** From now on calls fail, or no longer. */
    public void active(boolean on) {
        active = on;
    }

    /** The calls for one more thread. */
    public synchronized RandomFaults calls() {
        return new RandomFaults(new LinuxSystemCalls(), this, seeds.nextLong());
    }

    boolean fails(Random random) {
        return active && random.nextInt(1000) < perMille;
    }

    boolean breaks(Random random) {
        return active && random.nextInt(1000) < fatalPerMille;
    }

    boolean shortens(Random random) {
        return active && random.nextInt(1000) < shortPerMille;
    }

    void count(String fault) {
        synchronized (injected) {
            injected.computeIfAbsent(fault, unused -> new AtomicLong()).incrementAndGet();
        }
    }

    /** How many faults there were. */
    public long total() {
        synchronized (injected) {
            return injected.values().stream().mapToLong(AtomicLong::get).sum();
        }
    }

    /** What failed how often. */
    @Override
    public String toString() {
        synchronized (injected) {
            return injected.toString();
        }
    }
}

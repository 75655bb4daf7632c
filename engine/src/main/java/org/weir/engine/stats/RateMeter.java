package org.weir.engine.stats;

/**
 * Engine agent only. Events over a sliding second: those of the present second, plus the share of the previous one that still lies within the last 1000 ms.
 */
public final class RateMeter {
    private static final int PERIOD_MILLIS = 1000;

    private long periodStartMillis;
    private long current;
    private long previous;

    /** Counts one event. */
    public void add(long nowMillis) {
        add(nowMillis, 1);
    }

    /** Counts {@code amount} events; {@code nowMillis} is monotonic. */
    public void add(long nowMillis, long amount) {
        rotate(nowMillis);
        current += amount;
    }

    /** Events in the second that ends now. */
    public long perSecond(long nowMillis) {
        rotate(nowMillis);
        final long remainingMillis = PERIOD_MILLIS - (nowMillis - periodStartMillis);
        return current + previous * remainingMillis / PERIOD_MILLIS;
    }

    /** Milliseconds until {@link #perSecond} is below {@code limit}, more than 0, if nothing more comes; 0 when it is below now. */
    public long millisUntilBelow(long nowMillis, int limit) {
        rotate(nowMillis);
        final long elapsedMillis = nowMillis - periodStartMillis;
        return current >= limit ? PERIOD_MILLIS - elapsedMillis + elapsedUntilBelow(current, limit)
                : Math.max(0, elapsedUntilBelow(previous, limit - current) - elapsedMillis);
    }

    /** How old a period must be until the share of the events before it is below the limit. */
    private static long elapsedUntilBelow(long events, long limit) {
        return events < limit ? 0 : PERIOD_MILLIS - (limit * PERIOD_MILLIS - 1) / events;
    }

    private void rotate(long nowMillis) {
        final long elapsedMillis = nowMillis - periodStartMillis;
        if (elapsedMillis >= PERIOD_MILLIS) {
            previous = elapsedMillis < 2 * PERIOD_MILLIS ? current : 0;
            current = 0;
            periodStartMillis += elapsedMillis - elapsedMillis % PERIOD_MILLIS;
        }
    }
}

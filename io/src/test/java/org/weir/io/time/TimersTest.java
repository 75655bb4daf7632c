package org.weir.io.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long MILLI = 1_000_000;
    private static final long TICK = 1 << 20;

    private static final class Target extends Timed {
        private long deadlineNanos;
        private long firedNanos;
        private int fired;
        private Runnable then = () -> { };

        Target(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            fired++;
            firedNanos = nowNanos;
            then.run();
        }
    }

    @Test
    void aDeadlineFiresOnceAndNeverEarly() {
        final Timers timers = new Timers(-5 * MILLI);
        final Target target = new Target(100 * MILLI);
        timers.update(target);
        timers.update(target);
        assertEquals(1, timers.size());
        for (long now = -5 * MILLI; now < 300 * MILLI; now += MILLI / 3) {
            timers.poll(now, 10);
        }
        assertEquals(1, target.fired);
        assertTrue(target.firedNanos >= 100 * MILLI && target.firedNanos <= 100 * MILLI + 2 * TICK, target.firedNanos + " ns");
        assertEquals(0, timers.size());
    }

    @Test
    void movingADeadlineLaterCostsNothingAndHolds() {
        final Timers timers = new Timers(0);
        final Target target = new Target(50 * MILLI);
        timers.update(target);
        for (long now = 0; now < 1000 * MILLI; now += MILLI) {
            target.deadlineNanos = now + 50 * MILLI;
            timers.poll(now, 10);
        }
        assertEquals(0, target.fired);
        assertEquals(1, timers.size());
        timers.poll(1049 * MILLI + 2 * TICK, 10);
        timers.poll(1049 * MILLI + 2 * TICK, 10);
        assertEquals(1, target.fired);
    }

    @Test
    void anEarlierDeadlineIsHonoured() {
        final Timers timers = new Timers(0);
        final Target target = new Target(10_000 * MILLI);
        timers.update(target);
        target.deadlineNanos = 20 * MILLI;
        timers.update(target);
        timers.poll(20 * MILLI + 2 * TICK, 10);
        assertEquals(1, target.fired);
    }

    @Test
    void aRemovedDeadlineAndACancelledTargetStaySilent() {
        final Timers timers = new Timers(0);
        final Target removed = new Target(10 * MILLI);
        final Target cancelled = new Target(10 * MILLI);
        final Target cancelling = new Target(9 * MILLI);
        cancelling.then = () -> timers.cancel(cancelled);
        timers.update(removed);
        timers.update(cancelling);
        timers.update(cancelled);
        removed.deadlineNanos = Timed.NO_DEADLINE;
        timers.poll(50 * MILLI, 10);
        assertEquals(0, removed.fired);
        assertEquals(1, cancelling.fired);
        assertEquals(0, cancelled.fired);
        assertEquals(0, timers.size());
    }

    @Test
    void aTargetMayArmItselfAgain() {
        final Timers timers = new Timers(0);
        final Target target = new Target(10 * MILLI);
        target.then = () -> {
            target.deadlineNanos += 10 * MILLI;
            timers.update(target);
        };
        timers.update(target);
        for (long now = 0; now <= 1000 * MILLI; now += MILLI) {
            timers.poll(now, 10);
        }
        assertTrue(target.fired >= 98, target.fired + " times");
    }

    @Test
    void anExceptionLeavesTheOthersDue() {
        final Timers timers = new Timers(0);
        final Target bad = new Target(10 * MILLI);
        final Target good = new Target(10 * MILLI);
        bad.then = () -> {
            throw new ArithmeticException();
        };
        timers.update(bad);
        timers.update(good);
        assertThrows(ArithmeticException.class, () -> timers.poll(50 * MILLI, 10));
        timers.poll(50 * MILLI, 10);
        assertEquals(1, good.fired);
    }

    @Test
    void theLimitSpreadsABurst() {
        final Timers timers = new Timers(0);
        final List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            targets.add(new Target(10 * MILLI));
            timers.update(targets.get(i));
        }
        assertEquals(30, timers.poll(50 * MILLI, 30));
        assertEquals(0, timers.nanosToNext(50 * MILLI));
        assertEquals(70, timers.poll(50 * MILLI, 1000));
        assertTrue(targets.stream().allMatch(t -> t.fired == 1));
    }

    /** An agent that sleeps as long as it is told finds every deadline within two ticks, and does not wake for nothing. */
    @Test
    void sleepingAsToldMissesNothing() {
        final Random random = new Random(7);
        final Timers timers = new Timers(0);
        final List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            targets.add(new Target(random.nextLong(60_000 * MILLI)));
            timers.update(targets.get(i));
        }
        long now = 0;
        int wakeUps = 0;
        while (timers.size() > 0) {
            final long nanos = timers.nanosToNext(now);
            assertTrue(nanos < Long.MAX_VALUE);
            now += Math.max(nanos, 1000);
            timers.poll(now, 1000);
            wakeUps++;
        }
        for (final Target target : targets) {
            assertEquals(1, target.fired);
            final long lateNanos = target.firedNanos - target.deadlineNanos;
            assertTrue(lateNanos >= 0 && lateNanos <= 3 * TICK, lateNanos + " ns late");
        }
        assertTrue(wakeUps < 3000, wakeUps + " wake-ups");
        assertEquals(Long.MAX_VALUE, timers.nanosToNext(now));
    }

    /** As when a soft stop gives every idle connection the same last second; the wheel's memory must not grow with it. */
    @Test
    void anyNumberOfDeadlinesMayFallTogether() {
        final Timers timers = new Timers(0);
        final List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            targets.add(new Target(i % 2 == 0 ? 1000 * MILLI : 1000 * MILLI + 4096 * TICK));
            timers.update(targets.get(i));
        }
        assertEquals(200_000, timers.size());
        for (int i = 1; i < 20_000; i += 2) {
            timers.cancel(targets.get(i));
        }
        int fired = 0;
        while (timers.nanosToNext(1000 * MILLI + 2 * TICK) == 0) {
            fired += timers.poll(1000 * MILLI + 2 * TICK, 256);
        }
        assertEquals(100_000, fired);
        assertEquals(90_000, timers.size());
        assertEquals(90_000, timers.poll(1000 * MILLI + 4098 * TICK, 200_000));
        assertEquals(0, timers.size());
        assertTrue(targets.stream().filter(t -> t.fired == 1).count() == 190_000);
    }

    /** A process that was stopped for an hour. */
    @Test
    void allThatFellDueDuringALongAbsenceFires() {
        final Timers timers = new Timers(0);
        final List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 3600; i++) {
            targets.add(new Target((1 + i) * 1000L * MILLI));
            timers.update(targets.get(i));
        }
        final Target later = new Target(3_601_000 * MILLI);
        timers.update(later);
        assertEquals(3600, timers.poll(3_600_000 * MILLI + 2 * TICK, 10_000));
        assertEquals(0, later.fired);
        assertEquals(1, timers.poll(3_601_000 * MILLI + 2 * TICK, 10_000));
    }

    @Test
    void theClockMapsToTheWallClock() {
        final CachedClock clock = new CachedClock();
        final long beforeMicros = System.currentTimeMillis() * 1000;
        clock.update();
        final long micros = clock.epochMicros();
        final long afterMicros = System.currentTimeMillis() * 1000;
        assertTrue(micros > beforeMicros - 100_000 && micros < afterMicros + 100_000, beforeMicros + " us, " + micros + " us, " + afterMicros + " us");
        assertEquals(clock.epochMicros() + 5, clock.epochMicros(clock.nanos() + 5_000));
    }
}

package org.weir.io.ring;

import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Carries events of one type from one agent to one other, in order, without a lock and without ever blocking.
 *
 * <p>How it works: the Disruptor's single-producer ring buffer holds mutable, re-used events. The producer claims the next slot,
 * fills it and publishes it, which is one ordered store of the cursor; the consumer reads the cursor in its duty cycle, handles
 * what lies between its own sequence and the cursor, clears those events and moves its sequence, which frees the slots. Neither
 * waits for the other: a full ring would have to stop the producer, and two agents with full rings toward each other would stop
 * for ever. So a full ring sends the event to an overflow queue on the producer's heap instead, and every later event
 * too until {@link #flushOverflow()} has emptied it, so that the order holds; the producer calls that once per duty cycle.
 *
 * <p>The bound: the ring's size is chosen for the usual burst. What can be outstanding at all is bounded by the protocol on top:
 * each stream has a small fixed number of events under way in each direction before it waits for an answer, so ring and
 * overflow together never hold more than that number times the number of streams of the agent. {@link #fullCount()} says how
 * often the ring was too small, {@link #overflowHighWater()} by how much.
 *
 * @param <E> the event.
 */
public final class AgentRing<E extends AgentRing.Event<E>> {
    private static final VarHandle FULL_COUNT;
    private static final VarHandle HIGH_WATER;

    static {
        try {
            FULL_COUNT = MethodHandles.lookup().findVarHandle(AgentRing.class, "fullCount", long.class);
            HIGH_WATER = MethodHandles.lookup().findVarHandle(AgentRing.class, "overflowHighWater", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RingBuffer<E> ring;
    private final Sequence consumed = new Sequence();
    private final EventFactory<E> factory;
    private final Wakeup wakeup;
    private long claimedSequence = -1;
    private Object[] overflow = new Object[0];
    private int overflowHead;
    private int overflowCount;
    private boolean claimedOverflow;
    private long fullCount;
    private int overflowHighWater;

    /**
     * A mutable, re-used event.
     *
     * @param <E> its own type.
     */
    public interface Event<E> {
        /** Takes over all fields of another event. */
        void copyFrom(E other);

        /** Drops references, so that a slot keeps nothing alive. */
        void clear();
    }

    /**
     * Receives events; the event is valid during the call.
     *
     * @param <E> the event.
     */
    @FunctionalInterface
    public interface Handler<E> {
        /** Handles one event. */
        void onEvent(E event);
    }

    /**
     * Creates the ring.
     *
     * @param factory creates the events.
     * @param size    slots, a power of two.
     * @param wakeup  wakes the consumer; null when producer and consumer run on one thread.
     */
    public AgentRing(EventFactory<E> factory, int size, Wakeup wakeup) {
        this.factory = factory;
        this.wakeup = wakeup;
        this.ring = RingBuffer.createSingleProducer(factory, size, new YieldingWaitStrategy());
        this.ring.addGatingSequences(consumed);
    }

    /** Producer: the event to fill, never null; {@link #publish()} must follow before the next claim. */
    public E claim() {
        if (overflowCount == 0 && ring.hasAvailableCapacity(1)) {
            claimedSequence = ring.next();
            return ring.get(claimedSequence);
        }
        return claimOverflow();
    }

    /** Producer: hands over the claimed event and wakes the consumer if it sleeps. */
    public void publish() {
        if (claimedOverflow) {
            claimedOverflow = false;
            overflowCount++;
            if (overflowCount > overflowHighWater) {
                HIGH_WATER.setRelease(this, overflowCount);
            }
        } else {
            ring.publish(claimedSequence);
        }
        if (wakeup != null) {
            wakeup.signal();
        }
    }

    /** Producer, once per duty cycle: moves events from the overflow to the ring; returns how many. */
    public int flushOverflow() {
        if (overflowCount == 0) {
            return 0;
        }
        int moved = 0;
        while (overflowCount > 0 && ring.hasAvailableCapacity(1)) {
            final E event = overflowEvent(overflowHead);
            final long sequence = ring.next();
            ring.get(sequence).copyFrom(event);
            event.clear();
            ring.publish(sequence);
            overflowHead = overflowHead + 1 & overflow.length - 1;
            overflowCount--;
            moved++;
        }
        if (moved > 0 && wakeup != null) {
            wakeup.signal();
        }
        return moved;
    }

    /** Producer: whether events wait in the overflow; the producer must not sleep without a limit then. */
    public boolean overflowing() {
        return overflowCount > 0;
    }

    /**
     * Consumer: handles what was published.
     *
     * @param handler receives each event.
     * @param limit   the most events in this call.
     * @return how many were handled.
     */
    public int drain(Handler<E> handler, int limit) {
        final long last = consumed.get();
        final long available = ring.getCursor();
        if (available == last) {
            return 0;
        }
        final long end = Math.min(available, last + limit);
        long sequence = last;
        try {
            while (sequence < end) {
                final E event = ring.get(++sequence);
                try {
                    handler.onEvent(event);
                } finally {
                    event.clear();
                }
            }
        } finally {
            consumed.set(sequence);
        }
        return (int) (sequence - last);
    }

    /** Consumer: whether nothing is published. */
    public boolean isEmpty() {
        return ring.getCursor() == consumed.get();
    }

    /** Any thread: how many events found the ring full. */
    public long fullCount() {
        return (long) FULL_COUNT.getAcquire(this);
    }

    /** Any thread: the most events the overflow ever held. */
    public int overflowHighWater() {
        return (int) HIGH_WATER.getAcquire(this);
    }

    private E claimOverflow() {
        FULL_COUNT.setRelease(this, fullCount + 1);
        if (overflowCount == overflow.length) {
            growOverflow();
        }
        claimedOverflow = true;
        return overflowEvent(overflowHead + overflowCount & overflow.length - 1);
    }

    private void growOverflow() {
        final Object[] larger = new Object[Math.max(16, overflow.length * 2)];
        for (int i = 0; i < overflowCount; i++) {
            larger[i] = overflow[overflowHead + i & overflow.length - 1];
        }
        for (int i = overflowCount; i < larger.length; i++) {
            larger[i] = factory.newInstance();
        }
        overflow = larger;
        overflowHead = 0;
    }

    @SuppressWarnings("unchecked")
    private E overflowEvent(int index) {
        return (E) overflow[index];
    }
}

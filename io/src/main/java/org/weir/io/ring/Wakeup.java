package org.weir.io.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.weir.io.sys.IoException;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * Wakes an agent that sleeps in its poller, through an eventfd that is written only while it sleeps.
 *
 * <p>The consumer: {@link #prepareToSleep()}, then look at every input once more, then sleep, then {@link #awake()}. A producer:
 * publish, then {@link #signal()}. Either side writes its own word before it reads the other's, with a full fence between, so
 * that at least one of them sees the other: no wake-up is lost.
 */
public final class Wakeup implements AutoCloseable {
    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    private static final int SIGNALLED = 2;
    private static final int CLOSED = 3;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Wakeup.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd;
    private final MemorySegment one;
    private final MemorySegment sink;
    private final SystemCalls consumerCalls;
    /** Accessed through {@link #STATE} alone. */
    @SuppressWarnings("UnusedVariable")
    private int state;

    /**
     * Creates the eventfd.
     *
     * @throws IoException when the process has no descriptor left.
     */
    public Wakeup() throws IoException {
        this(new LinuxSystemCalls());
    }

    /**
     * Creates the eventfd.
     *
     * @param consumerCalls of the consumer's thread, and of the one that creates this.
     * @throws IoException when the process has no descriptor left.
     */
    public Wakeup(SystemCalls consumerCalls) throws IoException {
        this.consumerCalls = consumerCalls;
        final Arena arena = Arena.ofAuto();
        one = arena.allocate(ValueLayout.JAVA_LONG);
        one.set(ValueLayout.JAVA_LONG, 0, 1L);
        sink = arena.allocate(ValueLayout.JAVA_LONG);
        fd = consumerCalls.eventfd(0, OsConstants.EFD_NONBLOCK | OsConstants.EFD_CLOEXEC);
        if (fd < 0) {
            throw new IoException("cannot create an eventfd", -fd);
        }
    }

    /**
     * Consumer: from now on signals write the eventfd. The caller looks at its inputs once more before it sleeps.
     *
     * @return false when it must not sleep, because this object was closed.
     */
    public boolean prepareToSleep() {
        if ((int) STATE.getOpaque(this) == CLOSED) {
            return false;
        }
        STATE.setVolatile(this, SLEEPING);
        VarHandle.fullFence();
        return true;
    }

    /** Consumer: it is awake, signals cost no system call again. */
    public void awake() {
        if ((int) STATE.getOpaque(this) != CLOSED) {
            STATE.setRelease(this, AWAKE);
        }
    }

    /** Any thread: wakes the consumer if it sleeps. What it shall see must have been published before. */
    public void signal() {
        VarHandle.fullFence();
        if ((int) STATE.getOpaque(this) == SLEEPING && STATE.compareAndSet(this, SLEEPING, SIGNALLED)) {
            writeEvent();
        }
    }

    /** The eventfd, to be watched by the consumer's poller. */
    public int fd() {
        return fd;
    }

    /** Consumer: resets the eventfd; needless where it is watched edge-triggered. */
    public void drain() {
        consumerCalls.read(fd, sink.address(), Long.BYTES);
    }

    /** Consumer: whether the eventfd holds a signal that was not drained. */
    public boolean isSignalled() {
        return consumerCalls.poll(fd, OsConstants.POLLIN, 0) > 0;
    }

    /** Consumer: waits on the eventfd alone; for agents without a poller. */
    public void await(int timeoutMillis) {
        if (consumerCalls.poll(fd, OsConstants.POLLIN, timeoutMillis) > 0) {
            drain();
        }
    }

    /** Consumer: closes the eventfd; later signals do nothing. */
    @Override
    public void close() {
        if ((int) STATE.getAndSet(this, CLOSED) != CLOSED) {
            consumerCalls.close(fd);
        }
    }

    private void writeEvent() {
        final int result = Signaller.CALLS.get().write(fd, one.address(), Long.BYTES);
        if (result < 0 && result != -Errno.EAGAIN) {
            throw new IllegalStateException("cannot write an eventfd: " + Errno.meaning(-result));
        }
    }

    /** System calls of whichever thread signals. */
    private static final class Signaller {
        static final ThreadLocal<LinuxSystemCalls> CALLS = ThreadLocal.withInitial(LinuxSystemCalls::new);
    }
}

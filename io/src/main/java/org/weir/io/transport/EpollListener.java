package org.weir.io.transport;

import org.weir.io.net.ListeningSocket;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.os.Errno;

/** Accepts connections for an {@link EpollTransport}. I/O agent only. */
final class EpollListener implements Listener {
    int generation;

    private final EpollTransport transport;
    private final ListeningSocket socket;
    private final AcceptHandler handler;
    private final boolean inet;
    private boolean paused;
    private boolean released;
    private boolean resting;
    private boolean closed;
    private long restUntilNanos;
    private long accepted;
    private int burst = 1;
    private boolean burstExhausted;
    private long lastCycle;

    EpollListener(EpollTransport transport, ListeningSocket socket, AcceptHandler handler) {
        this.transport = transport;
        this.socket = socket;
        this.handler = handler;
        this.inet = socket.bound().isInet();
    }

    @Override
    public ListeningSocket socket() {
        return socket;
    }

    @Override
    public void pause() {
        if (!paused && !closed) {
            paused = true;
            if (!resting) {
                transport.unwatch(this);
            }
        }
    }

    @Override
    public void release() {
        acceptWaiting();
        pause();
        if (!closed && socket.isReleasable()) {
            released = true;
            socket.release(transport.calls);
        }
    }

    @Override
    public void resume() {
        if (paused && !closed) {
            paused = false;
            if (!resting) {
                begin();
            }
        }
    }

    /** Watches the socket, which listens again if it was released; rests where it cannot. */
    private void begin() {
        if (released) {
            try {
                socket.reclaim(transport.calls);
                released = false;
            } catch (IoException portTaken) {
                transport.counters.acceptFailures++;
                rest();
                return;
            }
        }
        transport.watch(this);
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void acceptWaiting() {
        final int most = socket.spec().backlog();
        for (int i = 0; i <= most && !paused && !closed && !resting; i++) {
            final int fd = acceptOne();
            if (fd == -Errno.EAGAIN || fd < 0 && !concernsOneConnection(-fd)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (resting) {
            transport.restingListeners(-1);
        } else if (!paused) {
            transport.unwatch(this);
        }
        closed = true;
        transport.forget(this);
    }

    @Override
    public long accepted() {
        return accepted;
    }

    /**
     * Accepts a burst. The burst adapts, since finding out with a failing call that no connection is left costs as much as an accept:
     * it doubles when the listener is reported again in the next cycle, and shrinks to what there was when it ran dry.
     */
    void onReadable(long cycle) {
        if (burstExhausted && cycle - lastCycle <= 1) {
            burst = Math.min(burst * 2, transport.limits.maxAccept());
        }
        lastCycle = cycle;
        burstExhausted = true;
        for (int i = 0; i < burst && !paused && !closed; i++) {
            final int fd = acceptOne();
            if (fd == -Errno.EAGAIN) {
                burst = Math.max(1, i);
                burstExhausted = false;
                return;
            }
            if (fd < 0) {
                transport.counters.acceptFailures++;
                if (!concernsOneConnection(-fd)) {
                    transport.unwatch(this);
                    rest();
                    return;
                }
            }
        }
    }

    /** Leaves connections in the kernel's queue for a while; the listener is not watched now. */
    void rest() {
        transport.counters.acceptPauses++;
        resting = true;
        restUntilNanos = System.nanoTime() + transport.limits.acceptPauseMillis() * 1_000_000L;
        transport.restingListeners(1);
    }

    /** Ends a rest whose time is over; returns whether it did. */
    boolean wakeUp(long nowNanos) {
        if (!resting || nowNanos - restUntilNanos < 0) {
            return false;
        }
        resting = false;
        transport.restingListeners(-1);
        if (!paused) {
            begin();
        }
        return true;
    }

    private int acceptOne() {
        final SocketMemory memory = transport.memory;
        int fd = accept(memory);
        if (fd < 0 && transport.makeRoom(-fd)) {
            fd = accept(memory);
        }
        if (fd < 0) {
            return fd;
        }
        accepted++;
        transport.counters.accepted++;
        final EpollChannel channel = new EpollChannel(transport, null, fd, EpollChannel.OPEN, inet);
        memory.readInto(channel.remote());
        if (inet) {
            transport.admit(channel);
        } else {
            final int registered = transport.register(channel);
            if (registered < 0) {
                channel.closeNow();
                return registered;
            }
        }
        final ChannelHandler accepting = handler.onAccepted(this, channel);
        if (accepting == null) {
            channel.close();
        } else if (channel.isOpen()) {
            channel.handler(accepting);
            if (inet) {
                channel.acknowledgesLate = socket.spec().lateAck();
                channel.begin();
            }
        }
        return fd;
    }

    private int accept(SocketMemory memory) {
        memory.resetLength();
        return transport.calls.accept4(socket.fd(), memory.address(), memory.lengthAddress(), OsConstants.SOCK_NONBLOCK | OsConstants.SOCK_CLOEXEC);
    }

    /** Errors of the one connection, after which the next may be accepted; all others would come again at once. */
    private static boolean concernsOneConnection(int errno) {
        return switch (errno) {
            case Errno.EINTR, Errno.ECONNABORTED, Errno.ECONNRESET, Errno.EPROTO, Errno.EPERM, Errno.ENETDOWN,
                Errno.ENOPROTOOPT, Errno.EHOSTDOWN, Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.ETIMEDOUT -> true;
            default -> false;
        };
    }
}

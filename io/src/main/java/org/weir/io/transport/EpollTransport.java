package org.weir.io.transport;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.weir.io.memory.BufferPool;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.ListeningSocket;
import org.weir.io.net.NetAddress;
import org.weir.io.ring.Wakeup;
import org.weir.io.sys.IoException;
import org.weir.io.sys.OsConstants;
import org.weir.io.sys.SystemCalls;
import org.weir.os.Errno;

/**
 * The transport on epoll. I/O agent only.
 *
 * <p>Sockets are registered once, edge-triggered, for everything. A channel remembers readiness it has not used up; one that has more to do than its share of
 * a cycle stands in the ready list of the next. Generations tell events of channels (0 and above) from those of listeners and of the wake-up (below 0).
 *
 * <p>Work of one kind is done in a row, for the caches of the processor: all receives of a batch of events, then its handlers, then what they sent.
 */
public final class EpollTransport implements Transport {
    private static final int CHANNEL_EVENTS =
        OsConstants.EPOLLIN | OsConstants.EPOLLOUT | OsConstants.EPOLLRDHUP | OsConstants.EPOLLET;
    private static final int LISTENER_GENERATION = 1 << 31;
    private static final int WAKEUP_GENERATION = -1;
    private static final int HOUSEKEEPING_MILLIS = 100;
    private static final int LATE_WATCH_MILLIS = 1;
    private static final int DISCARD_BYTES = 64 * 1024;
    private static final int BATCH_EVENTS = 16;
    private static final int STAGED_MAX_BYTES = 16 * 1024;

    final SystemCalls calls;
    final TransportLimits limits;
    final TransportCounters counters = new TransportCounters();
    final SocketMemory memory;
    final PipePool pipes;
    private final BufferPool buffers;
    private final BufferPool bulkBuffers;
    private final Poller poller;
    private final Arena arena = Arena.ofShared();
    private final long discardAddress;
    private final Connector connector;
    private final ChannelTable channels = new ChannelTable();
    private EpollListener[] listeners = new EpollListener[16];
    private final ReadyChannels ready = new ReadyChannels();
    private final StagedOutput staged = new StagedOutput();
    private final LateWatches lateWatches = new LateWatches();
    private int receiveReserveBytes;
    private final StarvedChannels starved;
    private final LingeringChannels lingering;
    private int restingListeners;
    private int fetched;
    private int nextEvent;
    private long cycle;
    private boolean closed;

    /**
     * Creates the poller.
     *
     * @param calls       the system calls, of this agent alone.
     * @param wakeup      wakes {@link #poll}; may be null.
     * @param buffers     for the usual receive.
     * @param bulkBuffers for channels in bulk mode; may be the same pool.
     * @param limits      the limits.
     * @throws IoException when the process has no descriptor left.
     */
    public EpollTransport(SystemCalls calls, Wakeup wakeup, BufferPool buffers, BufferPool bulkBuffers, TransportLimits limits)
        throws IoException {
        this.calls = calls;
        this.limits = limits;
        this.buffers = buffers;
        this.bulkBuffers = bulkBuffers;
        lingering = new LingeringChannels(limits.lingerMillis(), counters);
        starved = new StarvedChannels(buffers, bulkBuffers, ready);
        discardAddress = arena.allocate(DISCARD_BYTES, 64).address();
        memory = new SocketMemory(arena);
        connector = new Connector(calls, memory);
        pipes = new PipePool(calls, memory, counters);
        try {
            poller = new Poller(calls, arena, limits.maxEvents());
        } catch (IoException e) {
            arena.close();
            throw e;
        }
        if (wakeup != null) {
            final int result = poller.add(wakeup.fd(), OsConstants.EPOLLIN | OsConstants.EPOLLET, WAKEUP_GENERATION);
            if (result < 0) {
                close();
                throw new IoException("cannot watch the wake-up", -result);
            }
        }
    }

    /** Leaves so many bytes free at the end of each small buffer, for the handler to use; none at first. */
    public void receiveReserveBytes(int bytes) {
        receiveReserveBytes = bytes;
    }

    /** Lets channels splice, through at most so many pipes of so many bytes (0: what the kernel gives them); without the call none does. */
    public void splicing(int maxPipes, int pipeBytes) {
        pipes.limit(maxPipes, pipeBytes);
    }

    int receiveReserveBytes() {
        return receiveReserveBytes;
    }

    @Override
    public Channel connect(ConnectSpec spec, ChannelHandler handler) {
        counters.connects++;
        int fd = connector.open(spec);
        if (fd < 0 && makeRoom(-fd)) {
            fd = connector.open(spec);
        }
        final EpollChannel channel = new EpollChannel(this, handler, fd, EpollChannel.CONNECTING, spec.remote().isInet());
        channel.remote().set(spec.remote());
        if (fd < 0) {
            channel.failLater(-fd);
        } else {
            connector.lendPort(channel);
            channel.acknowledgesLate = spec.lateAck();
            final int result = register(channel);
            if (result < 0) {
                channel.failLater(-result);
            }
        }
        return channel;
    }

    @Override
    public Listener listen(ListeningSocket socket, AcceptHandler handler) {
        final EpollListener listener = new EpollListener(this, socket, handler);
        final int fd = socket.fd();
        if (fd >= listeners.length) {
            listeners = Arrays.copyOf(listeners, Math.max(fd + 1, listeners.length * 2));
        }
        if (listeners[fd] != null) {
            throw new IllegalStateException("already listening on descriptor " + fd);
        }
        listeners[fd] = listener;
        watch(listener);
        return listener;
    }

    @Override
    public Channel adopt(int fd, ChannelHandler handler) {
        memory.resetLength();
        final int named = calls.getpeername(fd, memory.address(), memory.lengthAddress());
        final EpollChannel channel = new EpollChannel(this, handler, fd, EpollChannel.OPEN, false);
        int result = named;
        if (named >= 0) {
            memory.readInto(channel.remote());
            final int flags = calls.fcntl(fd, OsConstants.F_GETFL, 0);
            result = flags < 0 ? flags : calls.fcntl(fd, OsConstants.F_SETFL, flags | OsConstants.O_NONBLOCK);
        }
        if (result >= 0) {
            result = register(channel);
        }
        if (result < 0) {
            channel.failLater(-result);
        }
        return channel;
    }

    @Override
    public boolean detach(Channel channel) {
        final EpollChannel leaving = (EpollChannel) channel;
        if (!leaving.isAtRest() || staged.holds(leaving)) {
            return false;
        }
        poller.remove(leaving.fd());
        unregister(leaving, leaving.fd());
        return true;
    }

    @Override
    public boolean attach(Channel channel) {
        final EpollChannel coming = (EpollChannel) channel;
        coming.moveTo(this);
        // Watched first: what comes after the look at it is reported.
        return register(coming) >= 0 && peek(coming.fd()) == -Errno.EAGAIN;
    }

    @Override
    public int poll(int timeoutMillis) {
        if (nextEvent < fetched) {
            return fetched - nextEvent;
        }
        counters.polls++;
        staged.send();
        fetched = poller.fetch(timeoutMillis == 0 || !staged.isEmpty() ? 0 : boundedMillis(timeoutMillis));
        nextEvent = 0;
        counters.events += fetched;
        return fetched;
    }

    @Override
    public boolean hasFetchedAll() {
        return fetched < limits.maxEvents();
    }

    /** Some duties of this class end a sleep earlier than the agent's timers would. */
    private int boundedMillis(int timeoutMillis) {
        final boolean keepsHouse = !lingering.isEmpty() || restingListeners > 0 || !starved.isEmpty();
        final int bound = !lateWatches.isEmpty() ? LATE_WATCH_MILLIS : keepsHouse ? HOUSEKEEPING_MILLIS : -1;
        return bound >= 0 && (timeoutMillis < 0 || timeoutMillis > bound) ? bound : timeoutMillis;
    }

    @Override
    public int process() {
        cycle++;
        int work = 0;
        if (!lateWatches.isEmpty()) {
            lateWatches.poll(System.nanoTime());
        }
        if (!lingering.isEmpty() || restingListeners > 0) {
            work += keepHouse(System.nanoTime());
        }
        if (starved.mayBeServed()) {
            work += starved.retry();
        }
        staged.tell();
        if (!ready.isEmpty()) {
            work += ready.process();
        }
        while (nextEvent < fetched) {
            final int end = Math.min(fetched, nextEvent + BATCH_EVENTS);
            receiveAhead(end);
            while (nextEvent < end) {
                // Moved on first: after an exception of a handler the next call goes on with the next event.
                final int event = nextEvent++;
                dispatch(poller.fd(event), poller.generation(event), poller.mask(event));
                work++;
            }
        }
        fetched = 0;
        nextEvent = 0;
        return work;
    }

    @Override
    public void flush() {
        staged.send();
        staged.tell();
    }

    /** Whether so many bytes wait for the end of the duty cycle: few ones, while there are buffers to be had. */
    boolean stages(long bytes) {
        if (!buffers.hasAvailable()) {
            staged.send();
            return false;
        }
        return bytes <= STAGED_MAX_BYTES;
    }

    void addStaged(EpollChannel channel) {
        staged.add(channel);
    }

    @Override
    public boolean hasCachedWork() {
        return !ready.isEmpty() || nextEvent < fetched || starved.mayBeServed() || !staged.isEmpty();
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public BufferPool bulkBuffers() {
        return bulkBuffers;
    }

    @Override
    public TransportCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        channels.closeAll();
        Arrays.fill(listeners, null);
        ready.clear();
        staged.clear();
        starved.clear();
        fetched = 0;
        nextEvent = 0;
        pipes.close();
        poller.close();
        arena.close();
    }

    /** All receives of a batch in a row, then all handlers; while buffers are scarce each channel receives in its turn. */
    private void receiveAhead(int end) {
        if (!buffers.hasPlenty(end - nextEvent)) {
            return;
        }
        for (int event = nextEvent; event < end; event++) {
            final EpollChannel channel = channels.find(poller.fd(event), poller.generation(event));
            if (channel != null) {
                channel.receiveAhead(poller.mask(event));
            }
        }
    }

    private void dispatch(int fd, int eventGeneration, int mask) {
        if (eventGeneration >= 0) {
            final EpollChannel channel = channels.find(fd, eventGeneration);
            if (channel != null) {
                channel.onEvents(mask);
            } else {
                counters.staleEvents++;
            }
        } else if (eventGeneration != WAKEUP_GENERATION) {
            final EpollListener listener = listeners[fd];
            if (listener != null && listener.generation == eventGeneration) {
                listener.onReadable(cycle);
            } else {
                counters.staleEvents++;
            }
        }
    }

    private int keepHouse(long nowNanos) {
        int work = lingering.expire(nowNanos);
        if (restingListeners > 0) {
            for (final EpollListener listener : listeners) {
                if (listener != null && listener.wakeUp(nowNanos)) {
                    work++;
                }
            }
        }
        return work;
    }

    /** The channel has something to do in the next cycle, whatever the poller says. */
    void addReady(EpollChannel channel) {
        ready.add(channel);
    }

    /** The channel waits for a buffer. */
    void addStarved(EpollChannel channel, boolean bulk) {
        if (starved.add(channel, bulk)) {
            counters.receiveStarved++;
        }
    }

    void addLingering(EpollChannel channel) {
        lingering.add(channel, System.nanoTime());
    }

    /** After this error number of a call that makes a descriptor: whether another attempt may have more luck, since lingering channels gave theirs back. */
    boolean makeRoom(int errno) {
        return (errno == Errno.EMFILE || errno == Errno.ENFILE) && lingering.giveWay();
    }

    void removeLingering(EpollChannel channel) {
        lingering.remove(channel);
    }

    /** Takes a channel in and watches its descriptor; returns 0 or a negated error number. */
    int register(EpollChannel channel) {
        admit(channel);
        return watch(channel);
    }

    /** Watches the descriptor of a channel that was taken in; returns 0 or a negated error number. */
    int watch(EpollChannel channel) {
        return poller.add(channel.fd(), CHANNEL_EVENTS, channel.generation);
    }

    void watchLater(EpollChannel channel) {
        lateWatches.add(channel, System.nanoTime());
    }

    /** Takes a channel in. */
    void admit(EpollChannel channel) {
        channels.add(channel);
        counters.open++;
    }

    /** One byte of what was received, left there: 1, 0 at the peer's end, or a negated error number. */
    int peek(int fd) {
        return calls.recv(fd, discardAddress, 1, OsConstants.MSG_PEEK | OsConstants.MSG_DONTWAIT);
    }

    /** A bulk channel makes do with a small buffer when the large ones are used up; for a head the size matters. */
    IoBuffer acquire(boolean bulk) {
        return bulk && bulkBuffers.hasAvailable() ? bulkBuffers.acquire() : buffers.acquire();
    }

    /** Receives and drops a share; returns the last call's result: positive when there may be more. */
    int discardInput(int fd) {
        int received = 1;
        for (int left = limits.readsPerCycle(); left > 0 && (received > 0 || received == -Errno.EINTR); left--) {
            received = calls.recv(fd, discardAddress, DISCARD_BYTES, 0);
        }
        return received == -Errno.EINTR ? 1 : received;
    }

    void readLocal(int fd, NetAddress out) {
        memory.resetLength();
        if (fd < 0 || calls.getsockname(fd, memory.address(), memory.lengthAddress()) < 0) {
            out.clear();
        } else {
            memory.readInto(out);
        }
    }

    boolean hasInput(int fd) {
        return peek(fd) > 0;
    }

    int takeSocketError(int fd, int otherwise) {
        final int errno = calls.getsockoptInt(fd, OsConstants.SOL_SOCKET, OsConstants.SO_ERROR);
        return errno > 0 ? errno : errno < 0 ? -errno : otherwise;
    }

    void unregister(EpollChannel channel, int fd) {
        if (channels.remove(channel, fd)) {
            counters.open--;
        }
    }

    void watch(EpollListener listener) {
        listener.generation = channels.nextGeneration() | LISTENER_GENERATION;
        if (listener.generation == WAKEUP_GENERATION) {
            listener.generation = LISTENER_GENERATION;
        }
        // Level-triggered: a listener with connections left over is simply reported again. Exclusive: one agent wakes, not all.
        final int result = poller.add(listener.socket().fd(), OsConstants.EPOLLIN | OsConstants.EPOLLEXCLUSIVE, listener.generation);
        if (result < 0) {
            listener.rest();
        }
    }

    void unwatch(EpollListener listener) {
        poller.remove(listener.socket().fd());
    }

    void forget(EpollListener listener) {
        listeners[listener.socket().fd()] = null;
    }

    void restingListeners(int change) {
        restingListeners += change;
    }
}

package org.weir.engine.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.message.CliJob;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ListeningSocket;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.Channel;
import org.weir.io.transport.Listener;
import org.weir.io.transport.Transport;

/** I/O agent only. The sockets for operators' commands, and how many connections there are; the next ones wait in the kernel's queue. */
public final class CliListeners {
    private final Transport transport;
    private final Timers timers;
    private final CachedClock clock;
    private final int maxLineBytes;
    private final Consumer<CliJob> sender;
    private final List<Listener> listeners = new ArrayList<>();
    private int maxConnections = Integer.MAX_VALUE;
    private int connections;

    /**
     * @param maxLineBytes the longest command line
     * @param sender brings a job to the engine agent; does not call back
     */
    public CliListeners(Transport transport, Timers timers, CachedClock clock, int maxLineBytes, Consumer<CliJob> sender) {
        this.transport = transport;
        this.timers = timers;
        this.clock = clock;
        this.maxLineBytes = maxLineBytes;
        this.sender = sender;
    }

    /**
     * Begins to accept on a socket.
     *
     * @param idleNanos how long a connection may be silent, or leave its output unread
     * @param maxConnectionsOfAll connections at once on all these sockets together
     */
    public void listen(GlobalConfig.StatsSocket socket, ListeningSocket listening, long idleNanos, int maxConnectionsOfAll) {
        maxConnections = maxConnectionsOfAll;
        listeners.add(transport.listen(listening, (from, channel) -> accepted(socket, channel, idleNanos)));
    }

    private CliConnection accepted(GlobalConfig.StatsSocket socket, Channel channel, long idleNanos) {
        connections++;
        if (connections >= maxConnections) {
            listeners.forEach(Listener::pause);
        }
        // Commands come in through the large buffers, too, so that operators can look when others use up the small ones.
        channel.bulk(true);
        return new CliConnection(this, socket, channel, idleNanos);
    }

    void closed() {
        connections--;
        if (connections < maxConnections) {
            listeners.forEach(Listener::resume);
        }
    }

    /** For output; a large one while there are no small ones. Null when there is none of either. */
    IoBuffer buffer() {
        return transport.buffers().hasAvailable() ? transport.buffers().acquire() : transport.bulkBuffers().acquire();
    }

    void send(CliJob job) {
        sender.accept(job);
    }

    Timers timers() {
        return timers;
    }

    Transport transport() {
        return transport;
    }

    long nanos() {
        return clock.nanos();
    }

    int maxLineBytes() {
        return maxLineBytes;
    }

    /** Connections now. */
    public int connections() {
        return connections;
    }
}

package org.weir.engine.relay;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.ServerPools;
import org.weir.engine.message.ServerTarget;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;
import org.weir.io.transport.Transport;

/**
 * I/O agent only. Idle connections to servers, by server, the latest used first: it is the one whose state is still in the caches and which the
 * server is least likely to close.
 */
final class IdleServerConnections {
    private static final int INITIAL_CAPACITY = 8;
    private static final Stack[] NONE = {};
    private static final long PURGE_INTERVAL_NANOS = 1_000_000_000L;

    private final IdleCounts counts;
    private final IdleCounts[] others;
    private final DescriptorUse descriptors;
    private final Timers timers;
    private final Purge purge = new Purge();
    private Stack[] byServer = NONE;
    private int idle;
    private int used;
    private int nextToYield;

    /** @param agent whose they are */
    IdleServerConnections(ServerPools pools, int agent, DescriptorUse descriptors, Timers timers) {
        counts = pools.counts().get(agent);
        others = descriptors.others();
        this.descriptors = descriptors;
        this.timers = timers;
    }

    /** Before a connection is opened that counts as used already: idle ones to whichever server give way. */
    void makeRoom() {
        while (idle > 0 && descriptors.isCrowded()) {
            yieldOne();
        }
    }

    /** Closes an idle connection to whichever server, if there is one. */
    void yieldOne() {
        for (int left = byServer.length; left > 0; left--) {
            nextToYield = (nextToYield + 1) % byServer.length;
            if (byServer[nextToYield] != null && byServer[nextToYield].size > 0) {
                closeOldest(nextToYield, 1);
                return;
            }
        }
    }

    /** Tells the other agents, after a connection came or went, how many there are. */
    void tellOthers() {
        descriptors.tellOthers();
    }

    /** Idle connections to a server on all agents. */
    int idleEverywhere(int serverIndex) {
        int everywhere = counts.get(serverIndex);
        for (IdleCounts other : others) {
            everywhere += other.get(serverIndex);
        }
        return everywhere;
    }

    /** Counts the streams that use a server's connections on this agent now, or are about to. */
    void used(ServerTarget target, int delta) {
        Stack stack = stack(target.index());
        stack.used += delta;
        used += delta;
        descriptors.server(delta);
        if (stack.used > stack.usedPeak) {
            stack.usedPeak = stack.used;
        }
        purge.begin();
    }

    /**
     * Takes an idle connection.
     *
     * @param provenOnly only one that has been reused before ({@code http-reuse aggressive})
     * @return null when there is none
     */
    ServerConnection take(ServerTarget target, boolean provenOnly) {
        if (target.index() >= byServer.length || byServer[target.index()] == null) {
            return null;
        }
        Stack stack = byServer[target.index()];
        for (int i = stack.size - 1; i >= 0; i--) {
            ServerConnection candidate = stack.items[i];
            if (!candidate.leadsTo(target) || provenOnly && candidate.uses == 0 || !candidate.channel.isReusable()) {
                continue;
            }
            stack.removeAt(i);
            changed(candidate, -1);
            return candidate;
        }
        return null;
    }

    /** Takes an idle connection for another agent: nobody's, until that one takes it in. */
    ServerConnection give(ServerTarget target, boolean provenOnly, Transport transport) {
        Stack stack = stack(target.index());
        for (int i = stack.size - 1; i >= 0; i--) {
            ServerConnection candidate = stack.items[i];
            if (candidate.leadsTo(target) && (!provenOnly || candidate.uses > 0) && transport.detach(candidate.channel)) {
                stack.removeAt(i);
                changed(candidate, -1);
                tellOthers();
                return candidate;
            }
        }
        return null;
    }

    /**
     * Keeps a connection that carries no stream any more, or closes it: where the server's limits are reached, where more would idle than
     * were ever used at once lately, and where the process has many descriptors in use.
     */
    void put(ServerConnection connection, long nowNanos) {
        ServerTarget target = connection.target;
        Stack stack = stack(target.index());
        boolean full = target.maxIdle() >= 0 && stack.size >= target.maxIdle();
        boolean worn = target.maxReuse() >= 0 && connection.uses >= target.maxReuse();
        boolean surplus = stack.size + stack.used >= Math.max(1, Math.max(stack.usedPeak, stack.usedPeakBefore));
        // It still takes one descriptor, though it counts as used no more.
        if (full || worn || surplus || connection.inputEnded || !descriptors.leavesRoom(1)) {
            connection.drop();
            tellOthers();
            return;
        }
        connection.stream = null;
        connection.idleSinceNanos = nowNanos;
        stack.push(connection);
        changed(connection, 1);
        if (target.maxIdle() >= 0 && others.length > 0) {
            yieldToOthers(connection);
        }
    }

    /** Of agents that reach a server's limit at once each sees the other's connection, and none is too many. */
    private void yieldToOthers(ServerConnection latest) {
        VarHandle.fullFence();
        if (idleEverywhere(latest.target.index()) > latest.target.maxIdle()) {
            remove(latest);
            latest.drop();
            tellOthers();
        }
    }

    /** An idle connection ended or misbehaved. */
    void discard(ServerConnection connection) {
        remove(connection);
        connection.close();
        tellOthers();
    }

    private void remove(ServerConnection connection) {
        int index = connection.target.index();
        if (index < byServer.length && byServer[index] != null && byServer[index].remove(connection)) {
            changed(connection, -1);
        }
    }

    /** Closes what has been idle for too long. */
    private void purge(long nowNanos) {
        for (int index = 0; index < byServer.length; index++) {
            Stack stack = byServer[index];
            if (stack == null) {
                continue;
            }
            int expired = 0;
            while (expired < stack.size && nowNanos - stack.items[expired].idleSinceNanos > stack.items[expired].target.idleMillis() * 1_000_000L) {
                expired++;
            }
            closeOldest(index, expired);
            stack.agePeak();
        }
    }

    /** Closes all idle connections of a server. */
    void purgeServer(int serverIndex) {
        if (serverIndex < byServer.length && byServer[serverIndex] != null) {
            closeOldest(serverIndex, byServer[serverIndex].size);
        }
    }

    /** Closes all idle connections. */
    void purgeAll() {
        for (int index = 0; index < byServer.length; index++) {
            purgeServer(index);
        }
    }

    private void closeOldest(int serverIndex, int count) {
        Stack stack = byServer[serverIndex];
        for (int i = 0; i < count; i++) {
            changed(stack.items[i], -1);
            stack.items[i].drop();
        }
        if (count > 0) {
            stack.removeOldest(count);
            tellOthers();
        }
    }

    private void changed(ServerConnection connection, int delta) {
        idle += delta;
        descriptors.server(delta);
        counts.add(connection.target.index(), connection.uses > 0, delta);
    }

    private Stack stack(int index) {
        if (index >= byServer.length) {
            byServer = Arrays.copyOf(byServer, Math.max(index + 1, byServer.length * 2));
        }
        Stack stack = byServer[index];
        if (stack == null) {
            stack = new Stack();
            byServer[index] = stack;
        }
        return stack;
    }

    /** Looks for connections that have been idle for too long, once a second for as long as there are any: an agent without work sleeps until then. */
    private final class Purge extends Timed {
        private long deadlineNanos = NO_DEADLINE;

        private void begin() {
            if (deadlineNanos == NO_DEADLINE) {
                deadlineNanos = System.nanoTime() + PURGE_INTERVAL_NANOS;
                timers.update(this);
            }
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            purge(nowNanos);
            deadlineNanos = NO_DEADLINE;
            if (idle + used > 0) {
                begin();
            }
        }
    }

    /** Idle connections of one server, oldest first, and the peak of used ones in this second and the last few. */
    private static final class Stack {
        private static final int PEAK_SECONDS = 5;

        private ServerConnection[] items = new ServerConnection[INITIAL_CAPACITY];
        private int size;
        private int used;
        private int usedPeak;
        private int usedPeakBefore;
        private int secondsToAge = PEAK_SECONDS;

        private void push(ServerConnection connection) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size++] = connection;
        }

        private boolean remove(ServerConnection connection) {
            for (int i = size - 1; i >= 0; i--) {
                if (items[i] == connection) {
                    removeAt(i);
                    return true;
                }
            }
            return false;
        }

        private void removeAt(int index) {
            size--;
            System.arraycopy(items, index + 1, items, index, size - index);
            items[size] = null;
        }

        private void removeOldest(int count) {
            System.arraycopy(items, count, items, 0, size - count);
            Arrays.fill(items, size - count, size, null);
            size -= count;
        }

        private void agePeak() {
            if (--secondsToAge == 0) {
                secondsToAge = PEAK_SECONDS;
                usedPeakBefore = usedPeak;
                usedPeak = used;
            }
        }
    }
}

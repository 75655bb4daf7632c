package org.weir.engine.balance;

import java.util.List;
import org.weir.engine.config.model.Balance;
import org.weir.io.net.NetAddress;

/**
 * Engine agent only. Chooses among the usable servers of one backend. The backend tells it who is usable ({@link #rebuild}), when a server's
 * load changed ({@link #loadChanged}), and does the counting.
 */
public abstract sealed class Balancer permits RoundRobin, StaticRoundRobin, LeastConnections, FirstFree, SourceHash, ConsistentSourceHash {
    protected Balancer() {}

    /**
     * Makes the balancer of a backend.
     *
     * @param servers all of the backend, with the weights of their lines.
     */
    public static Balancer of(Balance balance, List<? extends Candidate> servers) {
        return switch (balance.algorithm()) {
            case ROUNDROBIN -> new RoundRobin(servers.size());
            case STATIC_RR -> new StaticRoundRobin(servers);
            case LEASTCONN -> new LeastConnections(servers.size());
            case FIRST -> new FirstFree();
            case SOURCE -> balance.consistentHash() ? new ConsistentSourceHash() : new SourceHash(servers);
        };
    }

    /**
     * The set of usable servers, or a weight, changed. Those that were in it keep their place in the order.
     *
     * @param usable servers in order of declaration; weights over 0.
     * @param count how many of the array are valid.
     */
    public abstract void rebuild(Candidate[] usable, int count);

    /**
     * Chooses a server.
     *
     * @param source address of the client; only hashing looks at it.
     * @param avoid a server not to choose while there is another one, or null.
     * @return null when all are full; a hash gives its server even if that is full.
     */
    public abstract Candidate next(NetAddress source, Candidate avoid);

    /** The load of a candidate went up or down by a stream that came or left. */
    public void loadChanged(Candidate candidate) {}

    /** Whether weights may change while it runs (the manual's "dynamic"); otherwise only to 0 and back. */
    public boolean isDynamic() {
        return true;
    }
}

package org.weir.engine.process;

/**
 * How many pipes a process may have.
 *
 * @param wanted  {@code maxpipes}; 0 for a quarter of the connections
 * @param splices whether any proxy splices; without one there are none
 */
record PipeLimit(int wanted, boolean splices) {
    private static final int CONNECTIONS_PER_PIPE = 4;
    private static final int DESCRIPTORS_PER_PIPE = 2;

    /** For so many connections. */
    int pipes(int connections) {
        return !splices ? 0 : wanted > 0 ? wanted : Math.ceilDiv(connections, CONNECTIONS_PER_PIPE);
    }

    /** Descriptors of the pipes for so many connections. */
    long descriptors(int connections) {
        return (long) DESCRIPTORS_PER_PIPE * pipes(connections);
    }

    /** How many connections there may be with so many descriptors, those of pipes among them; at least one. */
    int connections(long descriptors, int descriptorsPerConnection) {
        if (splices && wanted == 0) {
            return atLeastOne(descriptors * CONNECTIONS_PER_PIPE / (descriptorsPerConnection * CONNECTIONS_PER_PIPE + DESCRIPTORS_PER_PIPE));
        }
        return atLeastOne((descriptors - descriptors(0)) / descriptorsPerConnection);
    }

    private static int atLeastOne(long connections) {
        return Math.clamp(connections, 1, Integer.MAX_VALUE);
    }
}

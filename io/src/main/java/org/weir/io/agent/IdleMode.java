package org.weir.io.agent;

/** What an agent does when it has no work. */
public enum IdleMode {
    /** Tries again at once: the lowest latency, a whole CPU. */
    SPIN,
    /** Offers the CPU to others, then tries again. */
    YIELD,
    /** Spins and yields for a moment, then sleeps as {@link #BLOCK} does. */
    BACKOFF,
    /** Sleeps in the kernel until an event, a wake-up, or the next timer. */
    BLOCK;

    /**
     * Reads the configuration's word.
     *
     * @return null for an unknown word.
     */
    public static IdleMode ofKeyword(String word) {
        return switch (word) {
            case "spin" -> SPIN;
            case "yield" -> YIELD;
            case "backoff" -> BACKOFF;
            case "block" -> BLOCK;
            default -> null;
        };
    }
}

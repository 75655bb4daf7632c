package org.weir.io.transport;

/**
 * The limits of an {@link EpollTransport}.
 *
 * @param maxEvents          events fetched at once ({@code tune.maxpollevents}).
 * @param maxAccept          connections accepted from one listener in one cycle ({@code tune.maxaccept}).
 * @param readsPerCycle      receives from one channel in one cycle, before others have their turn.
 * @param lingerMillis       how long a closed channel may still send what is pending.
 * @param acceptPauseMillis  how long a listener rests when descriptors or memory are short.
 */
public record TransportLimits(int maxEvents, int maxAccept, int readsPerCycle, int lingerMillis, int acceptPauseMillis) {
    /** The defaults: 200 events, 64 accepts, 4 receives, 5 s, 100 ms. */
    public static final TransportLimits DEFAULT = new TransportLimits(200, 64, 4, 5_000, 100);

    /** Checks that all are positive. */
    public TransportLimits {
        if (maxEvents <= 0 || maxAccept <= 0 || readsPerCycle <= 0 || lingerMillis < 0 || acceptPauseMillis <= 0) {
            throw new IllegalArgumentException("transport limits must be positive");
        }
    }
}

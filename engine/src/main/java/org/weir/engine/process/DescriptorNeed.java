package org.weir.engine.process;

import org.weir.os.OsException;
import org.weir.os.ResourceLimits;
import org.weir.os.ResourceLimits.Resource;

/**
 * How many files the process will have open, and what to do where the system does not allow that.
 *
 * @param wanted         limit to ask for ({@code ulimit-n}, or what its {@code maxconn} needs); 0 for whatever there is
 * @param maxConnections {@code maxconn} as configured; 0 when it follows from the limit
 * @param sockets        what these connections need
 * @param strict         {@code strict-limits}: rather not start than with less
 */
public record DescriptorNeed(long wanted, int maxConnections, long sockets, boolean strict) {
    /** Nothing asked for. */
    public static final DescriptorNeed NONE = new DescriptorNeed(0, 0, 0, true);

    private static final String PLACE = "[weir.main()] ";

    /**
     * Raises the limit; before binding. The JVM has raised the soft limit to the hard one already.
     *
     * @throws StartFailure when it stays too low, and the configuration does not accept that
     */
    void raise(Messages messages) throws StartFailure {
        try {
            if (wanted > 0) {
                ResourceLimits.raise(Resource.NOFILE, wanted);
            }
        } catch (OsException e) {
            String alert = PLACE + "Cannot raise FD limit to " + wanted + ", limit is " + ResourceLimits.get(Resource.NOFILE).soft() + ".";
            if (strict) {
                throw new StartFailure(alert, e);
            }
            messages.warning(alert);
        }
        warnOfTooFew(messages);
    }

    private void warnOfTooFew(Messages messages) {
        if (maxConnections == 0) {
            return;
        }
        long limit = ResourceLimits.get(Resource.NOFILE).soft();
        if (Long.compareUnsigned(limit, sockets) < 0) {
            messages.alert(PLACE + "FD limit (" + limit + ") too low for maxconn=" + maxConnections + "/maxsock=" + sockets
                    + ". Please raise 'ulimit-n' to " + sockets + " or more to avoid any trouble.");
        }
    }
}

package org.weir.engine.process;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.weir.os.Errno;
import org.weir.os.OsException;
import org.weir.os.ProcessControl;

/**
 * Main thread only. The processes of {@code -sf} and {@code -st} while this one starts (management guide, section 4): those that have an address which
 * cannot be shared are asked to give it back, and to take it again if the start fails.
 */
public final class Predecessors {
    private static final int MAX_WAITS = 200;
    private static final long WAIT_NANOS = 10_000_000;

    private final List<Integer> pids;
    private int waits;

    /** @param pids empty when nobody is replaced */
    public Predecessors(List<Integer> pids) {
        this.pids = List.copyOf(pids);
    }

    /**
     * An address is in use: asks for it once, and waits a moment.
     *
     * @return whether it makes sense to try again
     */
    public boolean giveWay() {
        if (pids.isEmpty() || waits == MAX_WAITS) {
            return false;
        }
        if (waits++ == 0) {
            tell(ProcessSignal.TTOU);
        }
        LockSupport.parkNanos(WAIT_NANOS);
        return true;
    }

    /** The start failed. */
    public void carryOn() {
        if (waits > 0) {
            tell(ProcessSignal.TTIN);
        }
    }

    private void tell(ProcessSignal signal) {
        for (int pid : pids) {
            try {
                ProcessControl.signal(pid, signal.number());
            } catch (OsException e) {
                if (e.errno() == Errno.ESRCH) {
                    continue;
                }
                // What it says about the address matters more than who would not give it.
                waits = MAX_WAITS;
            }
        }
    }
}

package org.weir.engine.process;

import java.util.function.Supplier;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.SystemCalls;

/**
 * What a core has of the system. Tests give it calls that fail, and few buffers.
 *
 * @param calls makes an instance for each thread, called by the main thread
 * @param leastBuffers so many small buffers each I/O agent may have at least, however few connections there may be
 * @param bulkBuffers so many large ones it may have
 */
public record SystemResources(Supplier<SystemCalls> calls, int leastBuffers, int bulkBuffers) {
    private static final int LEAST_BUFFERS = 1024;
    private static final int BUFFERS_PER_CONNECTION = 4;
    private static final int BULK_BUFFERS = 512;

    /** The system's own. */
    static final SystemResources REAL = new SystemResources(LinuxSystemCalls::new, LEAST_BUFFERS, BULK_BUFFERS);

    /** How many small buffers an I/O agent may have. */
    int buffers(int maxConnections) {
        return leastBuffers < LEAST_BUFFERS ? leastBuffers : Math.clamp((long) BUFFERS_PER_CONNECTION * maxConnections, leastBuffers, Integer.MAX_VALUE);
    }
}

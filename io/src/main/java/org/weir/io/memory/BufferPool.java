package org.weir.io.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.LongUnaryOperator;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.weir.io.sys.AnonymousMemory;

/**
 * A pool of equal off-heap blocks: last in, first out, so that the block in the cache is used again; grown lazily in slabs
 * of anonymous memory up to a cap. Owned by one agent; the figures may be read by any thread.
 */
public final class BufferPool implements MemoryTag, AutoCloseable {
    private static final int SLAB_BYTES = 1 << 20;
    private static final int ALIGNMENT_BYTES = 64;

    /** Blocks a power of two apart would have their first lines, where the heads are, in the same few places of the processor's caches. */
    private static final int SHIFT_BYTES = 3 * ALIGNMENT_BYTES;

    private static final long REFUSAL_NANOS = 100_000_000L;
    private static final VarHandle ALLOCATED;
    private static final VarHandle USED;
    private static final VarHandle FAILURES;
    private static final VarHandle BYTES;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            ALLOCATED = lookup.findVarHandle(BufferPool.class, "allocated", long.class);
            USED = lookup.findVarHandle(BufferPool.class, "used", long.class);
            FAILURES = lookup.findVarHandle(BufferPool.class, "failures", long.class);
            BYTES = lookup.findVarHandle(BufferPool.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String tag;
    private final int bufferBytes;
    private final int maxBuffers;
    private final int strideBytes;
    private final int slabBuffers;
    private final LongUnaryOperator memory;
    private final NanoClock clock;
    private IoBuffer[] free;
    private int freeCount;
    private long[] slabs = new long[4];
    private int slabCount;
    private int slabBuffersLeft;
    private long nextAddress;
    private boolean isRefused;
    private long refusedNanos;
    private boolean closed;
    private long allocated;
    private long used;
    private long failures;
    private long bytes;

    /**
     * Creates an empty pool.
     *
     * @param tag         the name in {@code show pools}.
     * @param bufferBytes the size of one block.
     * @param maxBuffers  the most blocks that may exist.
     */
    public BufferPool(String tag, int bufferBytes, int maxBuffers) {
        this(tag, bufferBytes, maxBuffers, AnonymousMemory::map, SystemNanoClock.INSTANCE);
    }

    /**
     * Creates an empty pool on other memory.
     *
     * @param memory maps so many bytes, as {@link AnonymousMemory#map} does; 0 when there are none.
     * @param clock  tells when to ask again for memory that was refused.
     */
    public BufferPool(String tag, int bufferBytes, int maxBuffers, LongUnaryOperator memory, NanoClock clock) {
        if (bufferBytes <= 0 || maxBuffers <= 0) {
            throw new IllegalArgumentException("pool '" + tag + "': " + maxBuffers + " buffers of " + bufferBytes + " bytes");
        }
        this.tag = tag;
        this.bufferBytes = bufferBytes;
        this.maxBuffers = maxBuffers;
        this.memory = memory;
        this.clock = clock;
        final int alignedBytes = (bufferBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
        this.slabBuffers = Math.max(1, SLAB_BYTES / (alignedBytes + SHIFT_BYTES));
        this.strideBytes = slabBuffers == 1 ? alignedBytes : alignedBytes + SHIFT_BYTES;
        this.free = new IoBuffer[Math.min(maxBuffers, 64)];
        MemoryTags.register(this);
    }

    /** Takes a block, empty ({@code start == end == 0}); null when the cap is reached or the kernel has no memory, which is counted. */
    public IoBuffer acquire() {
        final IoBuffer buffer;
        if (freeCount > 0) {
            buffer = free[--freeCount];
        } else {
            buffer = create();
            if (buffer == null) {
                FAILURES.setRelease(this, failures + 1);
                return null;
            }
        }
        buffer.acquired();
        USED.setRelease(this, used + 1);
        return buffer;
    }

    /** Whether {@link #acquire()} would find a block below the cap. Memory that the kernel refused is not to be had for the next 100 ms. */
    public boolean hasAvailable() {
        return freeCount > 0 || allocated < maxBuffers && !isRefused();
    }

    private boolean isRefused() {
        return isRefused && clock.nanoTime() - refusedNanos < REFUSAL_NANOS;
    }

    /** Whether so many blocks could be taken four times over. */
    public boolean hasPlenty(int blocks) {
        return maxBuffers - used >= 4L * blocks;
    }

    /** The size of one block in bytes. */
    @Override
    public int objectBytes() {
        return bufferBytes;
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public long allocated() {
        return (long) ALLOCATED.getAcquire(this);
    }

    @Override
    public long used() {
        return (long) USED.getAcquire(this);
    }

    @Override
    public long failures() {
        return (long) FAILURES.getAcquire(this);
    }

    @Override
    public long bytes() {
        return (long) BYTES.getAcquire(this);
    }

    /**
     * Gives the memory of all free blocks back to the kernel, for which it takes some time; they stay in the pool. Their order becomes that of their
     * addresses, so that few pages come back.
     *
     * @return how many bytes are free of memory now.
     */
    public long flush() {
        Arrays.sort(free, 0, freeCount, Comparator.comparingLong(IoBuffer::address).reversed());
        long bytesReleased = 0;
        for (int i = 0; i < freeCount; ) {
            final long end = free[i].address() + bufferBytes;
            while (i + 1 < freeCount && free[i + 1].address() + strideBytes == free[i].address()) {
                i++;
            }
            bytesReleased += AnonymousMemory.release(free[i].address(), end - free[i].address());
            i++;
        }
        return bytesReleased;
    }

    /** Unmaps everything. No block of the pool may be touched afterwards. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        MemoryTags.unregister(this);
        for (int i = 0; i < slabCount; i++) {
            AnonymousMemory.unmap(slabs[i], slabBytes());
        }
        slabCount = 0;
        slabBuffersLeft = 0;
        freeCount = 0;
        free = new IoBuffer[0];
        BYTES.setRelease(this, 0L);
    }

    void giveBack(IoBuffer buffer) {
        USED.setRelease(this, used - 1);
        if (closed) {
            return;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.min(maxBuffers, free.length * 2));
        }
        free[freeCount++] = buffer;
    }

    private IoBuffer create() {
        if (closed) {
            throw new IllegalStateException("pool '" + tag + "' is closed");
        }
        if (allocated >= maxBuffers) {
            return null;
        }
        if (slabBuffersLeft == 0 && !addSlab()) {
            return null;
        }
        slabBuffersLeft--;
        final IoBuffer buffer = new IoBuffer(this, nextAddress, bufferBytes);
        nextAddress += strideBytes;
        ALLOCATED.setRelease(this, allocated + 1);
        return buffer;
    }

    private boolean addSlab() {
        if (isRefused()) {
            return false;
        }
        final long address = memory.applyAsLong(slabBytes());
        isRefused = address == 0;
        if (isRefused) {
            refusedNanos = clock.nanoTime();
            return false;
        }
        if (slabCount == slabs.length) {
            slabs = Arrays.copyOf(slabs, slabs.length * 2);
        }
        slabs[slabCount++] = address;
        nextAddress = address;
        slabBuffersLeft = slabBuffers;
        BYTES.setRelease(this, bytes + slabBytes());
        return true;
    }

    private long slabBytes() {
        return (long) slabBuffers * strideBytes;
    }
}

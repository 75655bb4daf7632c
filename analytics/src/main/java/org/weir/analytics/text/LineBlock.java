package org.weir.analytics.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run of whole lines, each with its newline (a last line without one gets it). {@link Swar#PADDING} bytes that hold zero follow. A source of records
 * fills it with entries instead. One thread fills and reads it, then fills it again.
 */
public final class LineBlock {
    /** Longer lines are cut, so that one line never takes more memory than this. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    /** How much a source puts into a block, apart from the line that crosses its end. */
    public static final int BLOCK_BYTES = 1 << 18;

    /** How much of a file is read into memory outside the heap at once: a block, and the rest of most last lines. */
    static final int MEMORY_BYTES = BLOCK_BYTES + (1 << 10);

    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    /** Null until it is used. Reading a file into the heap would have the JDK copy all of it once more. */
    private ByteBuffer memory;
    private long address;
    /** Where the lines are; an array may have a copy of them. */
    private boolean isOffHeap;
    private boolean isCopied;
    private int start;
    private int limit;
    private long sequence;
    private int cutLines;
    private final FieldDemand demand;
    private EntryBatch entries;

    /** A block for lines. */
    public LineBlock() {
        this(new FieldDemand());
    }

    /**
     * A block for lines or entries.
     *
     * @param demand what entries must have
     */
    public LineBlock(final FieldDemand demand) {
        this.demand = demand;
    }

    /** What entries must have. */
    public FieldDemand demand() {
        return demand;
    }

    /** What it holds in place of lines; null if it holds lines. */
    public EntryBatch entries() {
        return entries;
    }

    /** The bytes: lines from {@link #start()} to {@link #limit()}. They are copied to the heap if need be. */
    public byte[] bytes() {
        if (isOffHeap && !isCopied) {
            copy(0, reserve(limit), limit);
            Arrays.fill(bytes, limit, limit + Swar.PADDING, (byte) 0);
            isCopied = true;
        }
        return bytes;
    }

    /** True if {@link #address()} tells where the bytes are. */
    public boolean isOffHeap() {
        return isOffHeap;
    }

    /** The address of the bytes for {@link MemoryText}, to which {@link #start()} and {@link #limit()} are to be added. */
    public long address() {
        return address;
    }

    /** Where the lines start. */
    public int start() {
        return start;
    }

    /** Where the lines end. */
    public int limit() {
        return limit;
    }

    /** The block's place among all blocks, from 0 without gaps. */
    public long sequence() {
        return sequence;
    }

    /** How many of the lines are longer than {@link #MAX_LINE_BYTES} and were cut there. */
    public int cutLines() {
        return cutLines;
    }

    void begin(final long blockSequence) {
        sequence = blockSequence;
        start = 0;
        limit = 0;
        cutLines = 0;
        entries = null;
        isOffHeap = false;
        isCopied = false;
    }

    /** Copies from {@link #address()} and an offset to the start of an array. */
    public void copy(final int offset, final byte[] into, final int length) {
        memory.get(offset, into, 0, length);
    }

    /** Room for {@link #MEMORY_BYTES} outside the heap, with padding. */
    ByteBuffer memory() {
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(MEMORY_BYTES + Swar.PADDING);
            address = MemoryText.address(memory);
        }
        return memory;
    }

    /** Ends the block, whose lines are in {@link #memory()}. */
    void endOffHeap(final int firstLine, final int linesEnd) {
        start = firstLine;
        limit = linesEnd;
        isOffHeap = true;
        memory.clear().putLong(linesEnd, 0).putLong(linesEnd + Long.BYTES, 0);
    }

    /** Moves the block's place: its source follows others. */
    void follow(final long blocksBefore) {
        sequence += blocksBefore;
    }

    /** Takes entries, which are the block's until it is filled again. */
    public void take(final long blockSequence, final EntryBatch batch) {
        begin(blockSequence);
        entries = batch;
    }

    /** Makes room for so many bytes, padding apart, and keeps what is there. */
    byte[] reserve(final int capacity) {
        if (bytes.length < capacity + Swar.PADDING) {
            bytes = Arrays.copyOf(bytes, Math.max(capacity + Swar.PADDING, bytes.length * 2));
        }
        return bytes;
    }

    /** Swaps all that two blocks hold. */
    void exchange(final LineBlock other) {
        final byte[] otherBytes = other.bytes;
        final ByteBuffer otherMemory = other.memory;
        final long otherAddress = other.address;
        final boolean isOtherOffHeap = other.isOffHeap;
        final boolean isOtherCopied = other.isCopied;
        final int otherStart = other.start;
        final int otherLimit = other.limit;
        final long otherSequence = other.sequence;
        final int otherCutLines = other.cutLines;
        final EntryBatch otherEntries = other.entries;
        other.bytes = bytes;
        other.memory = memory;
        other.address = address;
        other.isOffHeap = isOffHeap;
        other.isCopied = isCopied;
        other.start = start;
        other.limit = limit;
        other.sequence = sequence;
        other.cutLines = cutLines;
        other.entries = entries;
        bytes = otherBytes;
        memory = otherMemory;
        address = otherAddress;
        isOffHeap = isOtherOffHeap;
        isCopied = isOtherCopied;
        start = otherStart;
        limit = otherLimit;
        sequence = otherSequence;
        cutLines = otherCutLines;
        entries = otherEntries;
    }

    /** Ends the block, whose lines start with its bytes. */
    void end(final int lineBytes, final int linesCut) {
        end(0, lineBytes, linesCut);
    }

    /** Ends the block. */
    void end(final int firstLine, final int linesEnd, final int linesCut) {
        start = firstLine;
        limit = linesEnd;
        cutLines = linesCut;
        Arrays.fill(reserve(linesEnd), linesEnd, linesEnd + Swar.PADDING, (byte) 0);
    }
}

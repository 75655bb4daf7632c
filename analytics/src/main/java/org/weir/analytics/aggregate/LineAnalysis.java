package org.weir.analytics.aggregate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.EntryBatch;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.MemoryText;
import org.weir.analytics.text.Swar;

/**
 * Runs one action over all lines or entries of a source, on several threads. Each takes blocks in turn; what the lines of a block put out is written in the
 * order of the blocks, and aggregates are merged at the end.
 */
public final class LineAnalysis {
    /**
     * What a run came to.
     *
     * @param linesIn lines read
     * @param linesOut lines that count as output
     * @param unreadable lines with a field that could not be read
     * @param cutLines lines longer than {@link LineBlock#MAX_LINE_BYTES}
     */
    public record Totals(long linesIn, long linesOut, long unreadable, long cutLines) {
    }

    private final BlockSource source;
    private final LineFilter filter;
    private final Supplier<? extends LineAction> actions;
    private final boolean quiet;
    private final long lineLimit;
    private final OutputStream out;
    private final OutputStream err;

    private final Object turn = new Object();
    private final BlockOrder order = new BlockOrder();
    private Throwable failure;
    private long linesOut;
    private long unreadable;
    private long cutLines;

    /**
     * A run to come.
     *
     * @param filter which lines to take; null to take all, unread, and only count them
     * @param quiet whether to leave out messages on single lines
     * @param lineLimit how many lines to put out at most, negative for all
     */
    public LineAnalysis(final BlockSource source, final LineFilter filter, final Supplier<? extends LineAction> actions, final boolean quiet,
            final long lineLimit, final OutputStream out, final OutputStream err) {
        this.source = source;
        this.filter = filter;
        this.actions = actions;
        this.quiet = quiet;
        this.lineLimit = lineLimit;
        this.out = out;
        this.err = err;
    }

    /**
     * Reads the source to its end, or until the limit is reached.
     *
     * @param threads how many to use; a limit on lines takes one
     * @param merged the action into which all others are merged
     */
    public Totals run(final int threads, final LineAction merged) throws IOException, InterruptedException {
        final boolean inOrder = lineLimit >= 0 && (filter == null || lineLimit == 0 || !merged.isAggregate());
        final List<Thread> started = new ArrayList<>();
        final List<LineAction> used = new ArrayList<>();
        for (int index = 1; index < threads && !inOrder; index++) {
            final LineAction action = actions.get();
            used.add(action);
            started.add(Thread.ofPlatform().name("halog").daemon().start(() -> work(action)));
        }
        work(merged);
        for (final Thread thread : started) {
            thread.join();
        }
        if (failure != null) {
            // Whatever it was, it ended a thread; a table too large for the heap is among what it can be.
            throw failure instanceof IOException known ? known : new IOException(failure.toString(), failure);
        }
        for (final LineAction action : used) {
            merged.merge(action);
        }
        return new Totals(order.lines(), linesOut, unreadable, cutLines);
    }

    private void work(final LineAction action) {
        final LineBlock block = new LineBlock(demand(action));
        final Worker worker = new Worker(action);
        boolean hasMore = true;
        while (hasMore) {
            try {
                hasMore = source.next(block);
                if (hasMore) {
                    worker.process(block);
                    hasMore = deliver(block, worker);
                }
            } catch (final IOException | RuntimeException | Error e) {
                fail(e);
                hasMore = false;
            }
        }
    }

    private FieldDemand demand(final LineAction action) {
        final FieldDemand demand = new FieldDemand();
        action.ask(demand);
        if (filter != null) {
            filter.ask(demand);
        }
        return demand;
    }

    private void fail(final Throwable problem) {
        synchronized (turn) {
            failure = failure == null ? problem : failure;
            turn.notifyAll();
        }
    }

    /** Puts out what a block came to, in its turn if that is anything but counts; false if there is nothing more to do. */
    private boolean deliver(final LineBlock block, final Worker worker) {
        final long sequence = block.sequence();
        final boolean isSilent = worker.output.isEmpty();
        synchronized (turn) {
            try {
                while (failure == null && !(isSilent ? order.isNear(sequence) : order.isNext(sequence))) {
                    turn.wait();
                }
                if (failure != null) {
                    return false;
                }
                if (!isSilent) {
                    worker.output.writeMessages(err, order.lines());
                    worker.output.out().writeTo(out);
                    flushIfWaiting(worker.output);
                }
            } catch (final IOException e) {
                failure = e;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new IOException("interrupted", e);
            }
            linesOut += worker.outputLines;
            unreadable += worker.unreadableLines;
            cutLines += block.cutLines();
            order.done(sequence, worker.lines);
            turn.notifyAll();
            return failure == null && !worker.limitReached;
        }
    }

    /** A reader at the other end of a pipe sees what there is before the next line is waited for. */
    private void flushIfWaiting(final LineOutput output) throws IOException {
        if (output.out().length() > 0 && source.totalBytes() < 0) {
            out.flush();
        }
    }

    /** One thread's work on its block. */
    private final class Worker {
        private final LineAction action;
        private final LineOutput output = new LineOutput(quiet);
        private final LineCursor line = new LineCursor();
        private final LogEntry entry = new LogEntry();
        /** Null if every line takes the general way. */
        private final PlainScan scan;
        private byte[] copiedLine = new byte[1 << 10];
        private long lines;
        private long outputLines;
        private long unreadableLines;
        private boolean limitReached;

        Worker(final LineAction action) {
            this.action = action;
            scan = filter != null && filter.isTestingDateOnly() && lineLimit < 0 ? action.plainScan() : null;
        }

        void process(final LineBlock block) {
            output.clear();
            lines = 0;
            outputLines = 0;
            unreadableLines = 0;
            if (filter == null) {
                countLines(block);
                return;
            }
            if (block.entries() != null) {
                processEntries(block.entries());
                return;
            }
            if (scan != null && block.isOffHeap()) {
                scan(block);
                return;
            }
            final byte[] bytes = block.bytes();
            final int limit = block.limit();
            int at = block.start();
            while (at < limit && !limitReached) {
                line.start(bytes, at);
                lines++;
                processLine();
                at = line.newline() + 1;
            }
        }

        private void processEntries(final EntryBatch entries) {
            while (!limitReached && entries.next()) {
                lines++;
                if (!entries.read(entry) || !processEntry()) {
                    line.start(entries.line(), 0);
                    processLine();
                }
            }
        }

        private void scan(final LineBlock block) {
            final long limit = block.address() + block.limit();
            long at = block.address() + block.start();
            while (at < limit) {
                at = scan.scan(at, limit);
                lines += scan.takeLines();
                outputLines += scan.takeOutputLines();
                if (at < limit) {
                    at = processCopy(block, at);
                }
            }
        }

        /** False, with nothing done, if the line is needed. */
        private boolean processEntry() {
            final LineFilter.Verdict verdict = filter.test(entry);
            if (verdict != LineFilter.Verdict.PASS) {
                return verdict != LineFilter.Verdict.BY_LINE;
            }
            switch (action.accept(entry, output)) {
                case OUTPUT -> outputLines++;
                case KEPT -> {
                    // Shows at the end.
                }
                case UNREADABLE -> unreadableLines++;
                case TRUNCATED -> {
                    // A message shows the line.
                    if (!quiet) {
                        return false;
                    }
                }
                case BY_LINE -> {
                    return false;
                }
            }
            passed();
            return true;
        }

        /** The general way for one line; returns where the next one starts. */
        private long processCopy(final LineBlock block, final long from) {
            final long end = MemoryText.newline(from) + 1;
            final int length = (int) (end - from);
            if (copiedLine.length < length + Swar.PADDING) {
                copiedLine = new byte[length * 2 + Swar.PADDING];
            }
            block.copy((int) (from - block.address()), copiedLine, length);
            Arrays.fill(copiedLine, length, length + Swar.PADDING, (byte) 0);
            line.start(copiedLine, 0);
            lines++;
            processLine();
            return end;
        }

        private void countLines(final LineBlock block) {
            lines = block.entries() != null ? block.entries().size()
                : block.isOffHeap() ? MemoryText.countNewlines(block.address() + block.start(), block.address() + block.limit())
                : Swar.countNewlines(block.bytes(), block.start(), block.limit());
            if (lineLimit >= 0 && linesOut + lines >= lineLimit) {
                lines = lineLimit - linesOut;
                limitReached = true;
            }
            outputLines = lines;
        }

        private void processLine() {
            switch (filter.test(line)) {
                case PASS -> {
                    act();
                    passed();
                }
                case FAIL -> {
                    // Left out.
                }
                case TRUNCATED -> reportTruncated();
                case UNREADABLE -> unreadableLines++;
                case BY_LINE -> throw new IllegalStateException("a line is tested by what it is");
            }
        }

        private void passed() {
            limitReached = lineLimit >= 0 && (lineLimit == 0 || !action.isAggregate() && linesOut + outputLines >= lineLimit);
        }

        private void act() {
            switch (action.accept(line, output)) {
                case OUTPUT -> outputLines++;
                case KEPT -> {
                    // Shows at the end.
                }
                case TRUNCATED -> reportTruncated();
                case UNREADABLE -> unreadableLines++;
                case BY_LINE -> throw new IllegalStateException("a line is taken by what it is");
            }
        }

        private void reportTruncated() {
            if (!quiet) {
                output.err().append("Truncated line ");
                output.addLineNumber((int) lines);
                output.err().append(": ").append(line.bytes(), line.lineStart(), line.textEnd() - line.lineStart()).append('\n');
            }
        }
    }
}

package org.weir.analytics.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.LineFilter;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LineCursor;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.Swar;

/** Streams the records of a journal out in a format. What is left out is what would be, were they the lines of a text log. One thread. */
public final class JournalExport {
    private static final int CHUNK_BYTES = 1 << 16;

    /**
     * What a run came to.
     *
     * @param read records of streams
     * @param written those that were put out
     * @param unreadable those whose line the filters could not read
     */
    public record Totals(long read, long written, long unreadable) {}

    private final JournalReader reader;
    private final RecordText format;
    private final LineFilter filter;
    private final EntryReader conditions;
    private final long limit;
    private final RecordEntry entries;
    private final LogEntry entry = new LogEntry();
    private final StandardLine standard = new StandardLine();
    private final LineBuffer line = new LineBuffer(CHUNK_BYTES);
    private final LineCursor cursor = new LineCursor();
    private long read;
    private long written;
    private long unreadable;

    /**
     * A run to come.
     *
     * @param filter what a line must be; null for all
     * @param conditions what an entry must be; null for all
     * @param limit how many records to put out at most, negative for all
     */
    public JournalExport(JournalReader reader, RecordText format, LineFilter filter, EntryReader conditions, long limit) {
        this.reader = reader;
        this.format = format;
        this.filter = filter;
        this.conditions = conditions;
        this.limit = limit;
        FieldDemand demand = new FieldDemand();
        if (filter != null) {
            filter.ask(demand);
        }
        if (conditions != null) {
            conditions.ask(demand);
        }
        entries = new RecordEntry(demand);
    }

    /** Reads the journal to where it ends now, or until the limit is reached. */
    public Totals run(OutputStream out) throws IOException {
        LineBuffer chunk = new LineBuffer(2 * CHUNK_BYTES);
        format.begin(chunk);
        while ((limit < 0 || written < limit) && reader.next()) {
            if (reader.isStream()) {
                read++;
                if (isWanted()) {
                    written++;
                    format.append(reader.stream().rewind(), reader.names(), chunk);
                    chunk.end();
                    if (chunk.length() >= CHUNK_BYTES) {
                        out.write(chunk.bytes(), 0, chunk.length());
                        chunk.clear();
                    }
                }
            }
        }
        out.write(chunk.bytes(), 0, chunk.length());
        return new Totals(read, written, unreadable);
    }

    private boolean isWanted() {
        if (filter == null && conditions == null) {
            return true;
        }
        LineFilter.Verdict verdict = LineFilter.Verdict.BY_LINE;
        if (entries.read(reader.stream(), reader.names(), entry)) {
            verdict = filter == null ? LineFilter.Verdict.PASS : filter.test(entry);
            if (verdict == LineFilter.Verdict.PASS && conditions != null && !conditions.meetsConditions(entry)) {
                verdict = LineFilter.Verdict.FAIL;
            }
        }
        if (verdict == LineFilter.Verdict.BY_LINE) {
            verdict = testLine();
        }
        unreadable += verdict == LineFilter.Verdict.PASS || verdict == LineFilter.Verdict.FAIL ? 0 : 1;
        return verdict == LineFilter.Verdict.PASS;
    }

    private LineFilter.Verdict testLine() {
        line.clear();
        standard.append(reader.stream().rewind(), reader.names(), line);
        line.end();
        int end = line.length();
        line.ensure(Swar.PADDING);
        Arrays.fill(line.bytes(), end, end + Swar.PADDING, (byte) 0);
        cursor.start(line.bytes(), 0);
        LineFilter.Verdict verdict = filter == null ? LineFilter.Verdict.PASS : filter.test(cursor);
        if (verdict == LineFilter.Verdict.PASS && conditions != null) {
            return switch (conditions.read(cursor)) {
                case ENTRY -> LineFilter.Verdict.PASS;
                case LEFT_OUT -> LineFilter.Verdict.FAIL;
                case UNREADABLE -> LineFilter.Verdict.UNREADABLE;
            };
        }
        return verdict;
    }
}

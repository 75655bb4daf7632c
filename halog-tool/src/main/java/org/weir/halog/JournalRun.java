package org.weir.halog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.LineFilter;
import org.weir.analytics.export.JournalExport;
import org.weir.analytics.export.JournalSource;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.zone.LocalZone;

/** One run over a journal. */
final class JournalRun {
    /** What is done with lines. */
    interface Analysis {
        /** Does it. */
        void run(BlockSource source) throws IOException, InterruptedException;
    }

    private final HalogOptions options;
    private final OutputStream out;
    private final PrintStream err;

    JournalRun(final HalogOptions options, final OutputStream out, final PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** Puts the records out, or has them analysed; then tells what could not be read. */
    void run(final Analysis analysis) throws IOException, InterruptedException {
        try (JournalReader reader = options.journal().open(options)) {
            if (options.journal().isExport()) {
                export(reader);
            } else {
                analysis.run(new JournalSource(reader));
            }
            report(reader);
        }
    }

    private void export(final JournalReader reader) throws IOException {
        final LineFilter.Tests tests = options.tests();
        final LineFilter filter = tests.isEmpty() && (options.report() != null || !options.isInverted()) ? null
            : new LineFilter(tests, FieldLayout.skipping(options.skip()), tests.byTime() ? LocalZone.id() : null);
        final EntryReader conditions = options.report() == null ? null : options.report().makeReader();
        final JournalExport.Totals totals = new JournalExport(reader, options.journal().makeFormat(), filter, conditions, options.lineLimit()).run(out);
        out.flush();
        if (!options.isQuiet()) {
            err.print(totals.read() + " records in, " + totals.written() + " records out, " + totals.unreadable() + " that the filters could not read\n");
        }
    }

    private void report(final JournalReader reader) {
        if (reader.damaged() > 0) {
            err.print("halog: " + reader.damaged() + " damaged batches or records of the journal were passed over\n");
        }
        if (reader.skipped() > 0) {
            err.print("halog: " + reader.skipped() + " records of a newer schema or an unknown kind were passed over\n");
        }
    }
}

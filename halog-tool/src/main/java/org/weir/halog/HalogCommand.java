package org.weir.halog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.aggregate.LineAnalysis;
import org.weir.analytics.aggregate.LineFilter;
import org.weir.analytics.text.BlockSource;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.LineBlock;
import org.weir.analytics.text.PolledSource;
import org.weir.analytics.text.SequenceSource;
import org.weir.analytics.text.StoppableSource;
import org.weir.analytics.zone.LocalZone;

/** One run of the program, apart from ending the JVM. */
final class HalogCommand {
    /** Each thread has tables of its own, and memory is bounded. */
    private static final int MAX_THREADS = 8;

    /** Opens what is read if the command line names no file. */
    interface StandardInput {
        /** Opens it. */
        BlockSource open() throws IOException;
    }

    private final StandardInput standardInput;
    private final Console console;
    private final OutputStream out;
    private final PrintStream err;

    HalogCommand(final StandardInput standardInput, final Console console, final OutputStream out, final PrintStream err) {
        this.standardInput = standardInput;
        this.console = console;
        this.out = out;
        this.err = err;
    }

    /** Does what the command line says; returns the exit status. */
    int run(final String[] arguments) throws IOException, InterruptedException {
        final HalogOptions options;
        try {
            options = HalogOptions.parse(arguments);
        } catch (final UsageException e) {
            err.println(e.getMessage());
            err.print(HelpText.USAGE);
            return 1;
        }
        if (options.isHelp()) {
            out.write(HelpText.complete().getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        if (options.report() != null && options.report().isWatching()) {
            return watch(options);
        }
        if (options.journal() != null) {
            new JournalRun(options, out, err).run(source -> analyse(options, options.isFollowing() ? untilStopped(new PolledSource(source)) : source));
            return 0;
        }
        try (BlockSource source = options.isFollowing() ? follow(options) : open(options.files())) {
            analyse(options, source);
            return tellDamage(source);
        }
    }

    /** The answer is there, but not that of all the data: the exit status is 1. */
    private int tellDamage(final BlockSource source) {
        if (source.damage() == null) {
            return 0;
        }
        err.print("halog: " + source.damage() + '\n');
        return 1;
    }

    private BlockSource open(final List<Path> files) throws IOException {
        return files.isEmpty() ? standardInput.open() : new SequenceSource(files);
    }

    /** The input without an end: it ends when the user says so, and what was counted until then is printed. */
    private StoppableSource follow(final HalogOptions options) throws IOException {
        return untilStopped(Following.open(options.files(), standardInput, false,
            note -> {
                if (!options.isQuiet()) {
                    err.print("halog: " + note + '\n');
                }
            }));
    }

    private StoppableSource untilStopped(final StoppableSource source) {
        console.onStop(source::stop);
        return source;
    }

    /** Files are followed from their end, and a journal from now, unless {@code -f} asks for all. */
    private int watch(final HalogOptions options) throws IOException, InterruptedException {
        if (options.files().isEmpty() && options.journal() == null && console.isInputTerminal()) {
            err.print("halog: --watch needs a file, or a log on standard input\n");
            return 1;
        }
        final Watch watch = new Watch(options, filter(options), console, out);
        if (options.journal() != null) {
            new JournalRun(options, out, err).run(source -> watch(options, watch, new PolledSource(source)));
            return 0;
        }
        try (StoppableSource source = Following.open(options.files(), standardInput, !options.isFollowing(), watch::tell)) {
            watch(options, watch, source);
            return tellDamage(source);
        }
    }

    private void watch(final HalogOptions options, final Watch watch, final StoppableSource source) throws IOException, InterruptedException {
        final LineAnalysis.Totals totals = watch.run(untilStopped(source));
        if (!options.isQuiet()) {
            reportLines(totals, totals.linesOut());
            reportLimits(totals, watch.counts());
        }
    }

    private void analyse(final HalogOptions options, final BlockSource source) throws IOException, InterruptedException {
        final Actions actions = new Actions(options, FieldLayout.skipping(options.skip()));
        final boolean isUnread = options.tests().isEmpty() && !options.isInverted() && actions.takesUnreadLines();
        final LineFilter filter = isUnread ? null : filter(options);
        final LineAction merged = actions.make();
        final LineAnalysis analysis = new LineAnalysis(source, filter, actions::make, options.isQuiet(), options.lineLimit(), out, err);
        final LineAnalysis.Totals totals;
        final ProgressBar progress = options.isQuiet() ? null : ProgressBar.start(source, err);
        try {
            totals = analysis.run(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()), merged);
        } finally {
            if (progress != null) {
                progress.close();
            }
        }
        long linesOut = totals.linesOut();
        if (options.isCountOnly()) {
            new ByteText(32).append(linesOut).append('\n').writeTo(out);
        } else {
            final ByteText result = new ByteText(1 << 16);
            linesOut += merged.print(result, options.lineLimit());
            write(options, result);
        }
        out.flush();
        if (!options.isQuiet()) {
            if (!options.isCountOnly()) {
                reportLines(totals, linesOut);
            }
            reportLimits(totals, merged);
        }
    }

    private static LineFilter filter(final HalogOptions options) {
        final LineFilter.Tests tests = options.tests();
        final boolean isFindingFields = options.report() != null && (options.output() == HalogOptions.Output.LINES || !options.report().isConditionsOnly());
        return tests.isEmpty() && isFindingFields ? LineFilter.passingAll()
            : new LineFilter(tests, FieldLayout.skipping(options.skip()), tests.byTime() ? LocalZone.id() : null);
    }

    private void write(final HalogOptions options, final ByteText result) throws IOException {
        if (options.report() == null || options.report().html() == null) {
            result.writeTo(out);
            return;
        }
        try (OutputStream page = Files.newOutputStream(options.report().html())) {
            result.writeTo(page);
        }
    }

    private void reportLines(final LineAnalysis.Totals totals, final long linesOut) throws IOException {
        new ByteText(128).append(totals.linesIn()).append(" lines in, ").append(linesOut).append(" lines out, ")
            .append(totals.unreadable()).append(" parsing errors\n").writeTo(err);
    }

    private void reportLimits(final LineAnalysis.Totals totals, final LineAction merged) {
        if (totals.cutLines() > 0) {
            err.print("halog: " + totals.cutLines() + " lines were longer than " + LineBlock.MAX_LINE_BYTES + " bytes and were cut\n");
        }
        if (merged.droppedKeys() > 0) {
            err.print("halog: too many different values: " + merged.droppedKeys() + " of those seen least were dropped, a count may be short by "
                + merged.maxMissed() + "\n");
        }
        if (merged.droppedBits() > 0) {
            err.print("halog: too many different values: large ones lost up to " + merged.droppedBits() + " of their lowest binary digits\n");
        }
    }
}

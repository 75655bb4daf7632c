package org.weir.halog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.weir.analytics.export.CsvLine;
import org.weir.analytics.export.JsonLine;
import org.weir.analytics.journal.JournalReader;
import org.weir.analytics.line.ClfLine;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.zone.LocalZone;

/** The options that are about a journal: which, what time of it, and in what format its records are put out. */
final class JournalOptions {
    private static final List<String> WORDS = List.of("--journal", "--since", "--until", "--to");

    /** In which formats records are put out. */
    private enum Format { JSON, CSV, CLF, HTTPLOG }

    private final Instant now = Instant.now();
    private Path directory;
    private long sinceMicros;
    private long untilMicros = JournalReader.ALWAYS;
    /** Null to analyse them. */
    private Format format;

    /** True for the options that belong here. */
    static boolean takes(final String word) {
        return WORDS.contains(word);
    }

    /** Takes an option, with the word after it. */
    void apply(final String word, final String value) throws UsageException {
        if (value == null) {
            throw new UsageException("missing option for " + word);
        }
        switch (word) {
            case "--journal" -> directory = HalogOptions.path(value);
            case "--since" -> sinceMicros = MomentArgument.epochMicros(word, value, now, LocalZone.id());
            case "--until" -> untilMicros = MomentArgument.epochMicros(word, value, now, LocalZone.id());
            default -> format = format(value);
        }
    }

    private static Format format(final String value) throws UsageException {
        for (final Format format : Format.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                return format;
            }
        }
        throw new UsageException("--to: no format '" + value + "': "
            + Arrays.stream(Format.values()).map(format -> format.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")));
    }

    /** Checks that the options go together. */
    void check(final HalogOptions options) throws UsageException {
        if (directory == null) {
            throw new UsageException("--since, --until and --to are about a journal: --journal DIR is needed");
        }
        if (sinceMicros >= untilMicros) {
            throw new UsageException("--since is not before --until");
        }
        if (!options.files().isEmpty()) {
            throw new UsageException("either files or --journal: " + options.files().getFirst() + " is not read with a journal");
        }
        if (options.isSkipGiven() || options.report() != null && options.report().isWithLogFormat()) {
            throw new UsageException((options.isSkipGiven() ? "-s" : "--log-format") + " is about lines of text, not about a journal");
        }
        final boolean isWatching = options.report() != null && options.report().isWatching();
        if (untilMicros != JournalReader.ALWAYS && (options.isFollowing() || isWatching)) {
            throw new UsageException("--until does not go with -f and --watch");
        }
        if (format != null && options.isFollowing()) {
            throw new UsageException("--to does not go with -f");
        }
        final boolean isOtherwiseAnswered = options.output() != HalogOptions.Output.LINES || options.isCountOnly()
            || options.report() != null && !options.report().isConditionsOnly();
        if (format != null && isOtherwiseAnswered) {
            throw new UsageException("--to puts the records out: no other output goes with it");
        }
    }

    /** The journal's folder. */
    Path directory() {
        return directory;
    }

    /** True if records are put out in a format. */
    boolean isExport() {
        return format != null;
    }

    /** A new writer of the format. */
    RecordText makeFormat() {
        return switch (format) {
            case JSON -> new JsonLine();
            case CSV -> new CsvLine();
            case CLF -> new ClfLine();
            case HTTPLOG -> new StandardLine();
        };
    }

    /** True if what the journal holds is left out: it is watched, and nothing asks for older records. */
    boolean isFromNow(final HalogOptions options) {
        return options.report() != null && options.report().isWatching() && !options.isFollowing() && sinceMicros == 0;
    }

    /** Opens the journal at the first record that is wanted. */
    JournalReader open(final HalogOptions options) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("--journal: " + directory + (Files.exists(directory) ? " is not a folder" : " does not exist"));
        }
        if (!JournalReader.isJournal(directory)) {
            throw new IOException("--journal: no journal files (*.cq4) in " + directory);
        }
        return JournalReader.open(directory, isFromNow(options) ? ChronoUnit.MICROS.between(Instant.EPOCH, now) : sinceMicros, untilMicros);
    }
}

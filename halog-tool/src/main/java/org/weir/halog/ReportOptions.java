package org.weir.halog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.weir.analytics.aggregate.EntryCondition;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.live.LiveCounts;
import org.weir.analytics.report.GroupPrinter;
import org.weir.analytics.report.HtmlReport;
import org.weir.analytics.text.FormatEntryParser;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.StandardEntryParser;

/** The options that HAProxy's {@code halog} does not have: each begins with two dashes and takes a value, which that of {@code --watch} may lack. */
final class ReportOptions {
    private static final int DEFAULT_TOP = 20;
    private static final String PAGE_START = "<!DOCTYPE html>";
    private static final double MIN_WATCH_SECONDS = 0.1;
    private static final double MAX_WATCH_SECONDS = 3600;

    private final List<EntryCondition> conditions = new ArrayList<>();
    private final List<LogField> by = new ArrayList<>();
    private LogField timer = LogField.TT;
    private boolean isTimerNamed;
    /** 0 if it is not said. */
    private int top;
    private String sort = "count";
    private GroupPrinter.Format format = GroupPrinter.Format.TABLE;
    private Path html;
    /** 0 if nothing is watched. */
    private double watchSeconds;
    /** Null for HAProxy's own formats. */
    private String logFormat;

    /** Takes an option, with the word after it. */
    void apply(final String word, final String value) throws UsageException {
        final boolean isKnown = List.of("--by", "--where", "--timer", "--top", "--sort", "--format", "--html", "--log-format").contains(word);
        if (!isKnown) {
            throw new UsageException("unknown option " + word);
        }
        if (value == null) {
            throw new UsageException("missing option for " + word);
        }
        switch (word) {
            case "--by" -> addFields(value);
            case "--where" -> conditions.add(checked(() -> EntryCondition.parse(value)));
            case "--timer" -> {
                timer = numberField(value);
                isTimerNamed = true;
            }
            case "--top" -> top = positive(value);
            case "--sort" -> sort = value;
            case "--format" -> format = format(value);
            case "--html" -> html = page(value);
            default -> {
                checked(() -> new FormatEntryParser(value));
                logFormat = value;
            }
        }
    }

    /** Takes {@code --watch}, with the word after it if that is its value. */
    void watch(final String value) throws UsageException {
        try {
            watchSeconds = value == null ? 1 : Double.parseDouble(value);
        } catch (final NumberFormatException e) {
            throw new UsageException("--watch: '" + value + "' is no number of seconds");
        }
        if (watchSeconds < MIN_WATCH_SECONDS || watchSeconds > MAX_WATCH_SECONDS) {
            throw new UsageException("--watch: from 0.1 to 3600 seconds");
        }
    }

    /** True if a word can be the value of {@code --watch}. */
    static boolean isSeconds(final String word) {
        return !word.isEmpty() && word.chars().allMatch(each -> each >= '0' && each <= '9' || each == '.');
    }

    /** True if a live view is wanted. */
    boolean isWatching() {
        return watchSeconds > 0;
    }

    /** Seconds from one picture to the next. */
    double watchSeconds() {
        return watchSeconds;
    }

    /** How many groups to show at most, or else what is usual. */
    int topOr(final int usual) {
        return top == 0 ? usual : top;
    }

    /** Counts for the live view: by backend and server, and by URL, unless other fields are named. */
    LiveCounts makeLive(final long startNanos, final boolean isFromNow) {
        final List<List<LogField>> groupings = by.isEmpty() ? List.of(List.of(LogField.SERVER), List.of(LogField.PATH)) : List.of(by);
        return new LiveCounts(makeReader(), groupings, timer, GroupPrinter.values(sort), startNanos, isFromNow);
    }

    /** True if there is a report to make. */
    boolean isWanted() {
        return !by.isEmpty() || html != null || !conditions.isEmpty() || isWatching();
    }

    /** True if what meets the conditions is wanted, as lines or in an output of HAProxy's halog, not a report on it. */
    boolean isConditionsOnly() {
        return by.isEmpty() && html == null && !isWatching();
    }

    /** True if lines have a format of their own. */
    boolean isWithLogFormat() {
        return logFormat != null;
    }

    /** A new reader of entries that meet the conditions. */
    EntryReader makeReader() {
        return new EntryReader(logFormat == null ? new StandardEntryParser() : new FormatEntryParser(logFormat), conditions);
    }

    /** Where the page goes, null if none is wanted. */
    Path html() {
        return html;
    }

    /**
     * Checks that the options go together.
     *
     * @param isOtherwiseAnswered whether an output of HAProxy's halog is asked for too
     */
    void check(final boolean isOtherwiseAnswered) throws UsageException {
        if (!isWanted()) {
            throw new UsageException("nothing to report: --by, --where, --html or --watch is needed");
        }
        if (!isConditionsOnly() && isOtherwiseAnswered) {
            throw new UsageException("--by, --html and --watch are outputs of their own: no other output goes with them");
        }
        if (html != null && !by.isEmpty()) {
            throw new UsageException("--html and --by are two reports: ask for one");
        }
        if (html != null && isWatching()) {
            throw new UsageException("--html and --watch do not go together");
        }
        checked(() -> GroupPrinter.values(sort));
    }

    /** Checks that lines of the log format tell what is asked of them. */
    void checkFields() throws UsageException {
        if (logFormat == null) {
            return;
        }
        final Set<LogField> known = new FormatEntryParser(logFormat).fields();
        final List<LogField> named = new ArrayList<>(by);
        conditions.forEach(condition -> named.add(condition.field()));
        if (isTimerNamed) {
            named.add(timer);
        }
        for (final LogField field : named) {
            if (!known.contains(field)) {
                throw new UsageException("--log-format: lines of this format do not tell '" + field.label() + "'");
            }
        }
    }

    /** A new action that makes the report: a page or groups. */
    LineAction make(final String title) {
        final EntryReader reader = makeReader();
        if (html != null) {
            return new HtmlReport(reader, title);
        }
        return new GroupTable(reader, by, timer, new GroupPrinter(format, sort, topOr(DEFAULT_TOP)));
    }

    private void addFields(final String value) throws UsageException {
        final List<LogField> fields = checked(() -> Arrays.stream(value.split(",")).map(name -> LogField.named(name.strip())).distinct().toList());
        fields.stream().filter(field -> !by.contains(field)).forEach(by::add);
    }

    private static LogField numberField(final String value) throws UsageException {
        final LogField field = checked(() -> LogField.named(value));
        if (!field.isNumber()) {
            throw new UsageException("--timer: '" + value + "' is not a number");
        }
        return field;
    }

    private static int positive(final String value) throws UsageException {
        try {
            final int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (final NumberFormatException e) {
            throw new UsageException("--top: '" + value + "' is no number of groups");
        }
        throw new UsageException("--top: at least 1");
    }

    /** Where a page can go. A file that is none is not overwritten: who forgets the page's name, names the log. */
    private static Path page(final String value) throws UsageException {
        final Path page = HalogOptions.path(value);
        final Path folder = page.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("--html: " + folder + " is no folder");
        }
        if (Files.isRegularFile(page) && !isPage(page)) {
            throw new UsageException("--html: " + value + " is there and is no page: it is not overwritten");
        }
        return page;
    }

    private static boolean isPage(final Path file) throws UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            final String start = new String(in.readNBytes(PAGE_START.length()), StandardCharsets.ISO_8859_1);
            return start.isEmpty() || start.equalsIgnoreCase(PAGE_START);
        } catch (final IOException e) {
            throw new UsageException("--html: cannot read " + file + " to see whether it is a page");
        }
    }

    private static GroupPrinter.Format format(final String value) throws UsageException {
        for (final GroupPrinter.Format each : GroupPrinter.Format.values()) {
            if (each.name().equals(value.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new UsageException("--format: no format '" + value + "': table, csv or json");
    }

    private interface Parsing<T> {
        T parse();
    }

    private static <T> T checked(final Parsing<T> parsing) throws UsageException {
        try {
            return parsing.parse();
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}

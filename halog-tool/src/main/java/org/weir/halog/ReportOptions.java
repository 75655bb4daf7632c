package org.weir.halog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.weir.analytics.aggregate.EntryCondition;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.report.GroupPrinter;
import org.weir.analytics.report.HtmlReport;
import org.weir.analytics.text.FormatEntryParser;
import org.weir.analytics.text.LogField;
import org.weir.analytics.text.StandardEntryParser;

/** The options that HAProxy's {@code halog} does not have: each begins with two dashes and takes a value. */
final class ReportOptions {
    private static final int DEFAULT_TOP = 20;

    private final List<EntryCondition> conditions = new ArrayList<>();
    private List<LogField> by = List.of();
    private LogField timer = LogField.TT;
    private int top = DEFAULT_TOP;
    private String sort = "count";
    private GroupPrinter.Format format = GroupPrinter.Format.TABLE;
    private Path html;
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
            case "--by" -> by = fields(value);
            case "--where" -> conditions.add(checked(() -> EntryCondition.parse(value)));
            case "--timer" -> timer = numberField(value);
            case "--top" -> top = positive(value);
            case "--sort" -> sort = value;
            case "--format" -> format = format(value);
            case "--html" -> html = Path.of(value);
            default -> {
                checked(() -> new FormatEntryParser(value));
                logFormat = value;
            }
        }
    }

    /** True if there is a report to make. */
    boolean isWanted() {
        return !by.isEmpty() || html != null || !conditions.isEmpty();
    }

    /** True if what meets the conditions is wanted, not a report on it. */
    boolean isConditionsOnly() {
        return by.isEmpty() && html == null;
    }

    /** True if lines have a format of their own. */
    boolean isWithLogFormat() {
        return logFormat != null;
    }

    /** Reads entries of HAProxy's own formats that meet the conditions. */
    EntryReader makeReader() {
        return new EntryReader(new StandardEntryParser(), conditions);
    }

    /** Where the page goes, null if none is wanted. */
    Path html() {
        return html;
    }

    /** Checks that the options go together. */
    void check() throws UsageException {
        if (!isWanted()) {
            throw new UsageException("nothing to report: --by, --where or --html is needed");
        }
        if (html != null && !by.isEmpty()) {
            throw new UsageException("--html and --by are two reports: ask for one");
        }
        checked(() -> new GroupPrinter(format, sort, top));
    }

    /** A new action that makes the report: lines that meet the conditions if neither groups nor a page are asked for. */
    LineAction make(final String title) {
        final EntryReader reader = new EntryReader(logFormat == null ? new StandardEntryParser() : new FormatEntryParser(logFormat), conditions);
        if (html != null) {
            return new HtmlReport(reader, title);
        }
        if (by.isEmpty()) {
            return new EntryPrinter(reader);
        }
        return new GroupTable(reader, by, timer, new GroupPrinter(format, sort, top));
    }

    private static List<LogField> fields(final String value) throws UsageException {
        return checked(() -> Arrays.stream(value.split(",")).map(LogField::named).toList());
    }

    private static LogField numberField(final String value) throws UsageException {
        final LogField field = checked(() -> LogField.named(value));
        if (!field.isNumber()) {
            throw new UsageException("--timer: '" + value + "' is not a number");
        }
        return field;
    }

    private static int positive(final String value) throws UsageException {
        final int number = checked(() -> Integer.parseInt(value));
        if (number < 1) {
            throw new UsageException("--top: at least 1");
        }
        return number;
    }

    private static GroupPrinter.Format format(final String value) throws UsageException {
        return checked(() -> GroupPrinter.Format.valueOf(value.toUpperCase(Locale.ROOT)));
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

package org.weir.halog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** What an option does with its value. */
    private interface Effect {
        void apply(ReportOptions options, String value) throws UsageException;
    }

    private static final Map<String, Effect> TABLE = Map.of(
        "--by", (options, value) -> options.by = fields(value),
        "--where", (options, value) -> options.conditions.add(checked(() -> EntryCondition.parse(value))),
        "--timer", (options, value) -> options.timer = numberField(value),
        "--top", (options, value) -> options.top = positive(value),
        "--sort", (options, value) -> options.sort = value,
        "--format", (options, value) -> options.format = format(value),
        "--log-format", (options, value) -> {
            checked(() -> new FormatEntryParser(value));
            options.logFormat = value;
        },
        "--html", (options, value) -> options.html = Path.of(value));

    private final List<EntryCondition> conditions = new ArrayList<>();
    private List<LogField> by = List.of();
    private LogField timer = LogField.TT;
    private int top = DEFAULT_TOP;
    private String sort = "count";
    private GroupPrinter.Format format = GroupPrinter.Format.TABLE;
    private Path html;
    /** Null for HAProxy's own formats. */
    private String logFormat;

    /** True if an option is one of these. */
    static boolean isKnown(final String word) {
        return TABLE.containsKey(word);
    }

    /** Takes an option. */
    void apply(final String word, final String value) throws UsageException {
        TABLE.get(word).apply(this, value);
    }

    /** True if there is a report to make. */
    boolean isWanted() {
        return !by.isEmpty() || html != null || !conditions.isEmpty();
    }

    /** Where the page goes, null if none is wanted. */
    Path html() {
        return html;
    }

    /** Checks that the options go together. */
    void check() throws UsageException {
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

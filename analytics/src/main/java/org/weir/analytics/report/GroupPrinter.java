package org.weir.analytics.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.HdrHistogram.AbstractHistogram;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.LogField;

/** Prints groups with counts and percentiles, the largest first; equal ones by key. */
public final class GroupPrinter implements GroupTable.Printer {
    /** How groups are written. */
    public enum Format {
        /** Columns for people. */
        TABLE,
        /** RFC 4180, with a header line. */
        CSV,
        /** One array of objects. */
        JSON
    }

    /**
     * A column of numbers, by which groups can be sorted too.
     *
     * @param isOfTimer true if a group has it only where one of its entries has the timer
     */
    private record Column(String name, ToLongFunction<GroupTable.Group> value, boolean isOfTimer) {
        /** The number as text, or what stands for none. */
        String text(final GroupTable.Group group, final String none) {
            return isOfTimer && group.times().getTotalCount() == 0 ? none : Long.toString(value.applyAsLong(group));
        }
    }

    private static final List<Column> COLUMNS = List.of(
        new Column("count", GroupTable.Group::requests, false),
        new Column("errors", GroupTable.Group::errors, false),
        new Column("bytes", GroupTable.Group::bytes, false),
        percentile("p50", 50), percentile("p90", 90), percentile("p99", 99), percentile("p999", 99.9),
        new Column("max", GroupTable.Group::largest, true));

    private final Format format;
    private final Column sortedBy;
    private final int top;

    /**
     * A printer.
     *
     * @param sortedBy a column's name
     * @param top how many groups to print at most
     * @throws IllegalArgumentException if there is no such column
     */
    public GroupPrinter(final Format format, final String sortedBy, final int top) {
        this.format = format;
        this.sortedBy = column(sortedBy);
        this.top = top;
    }

    /**
     * What a column says of a group, so that groups can be sorted by it.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public static ToLongFunction<GroupTable.Group> values(final String column) {
        return column(column).value;
    }

    private static Column column(final String name) {
        return COLUMNS.stream().filter(column -> column.name.equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("cannot sort by '" + name + "'; by "
                + COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "))));
    }

    @Override
    public long print(final GroupTable table, final ByteText into, final long limit) {
        final List<GroupTable.Group> groups = new ArrayList<>(table.groups());
        groups.sort(Comparator.comparingLong(sortedBy.value).reversed().thenComparing(GroupTable.Group::key));
        final List<GroupTable.Group> shown = groups.subList(0, (int) Math.min(groups.size(), limit < 0 ? top : Math.min(limit, top)));
        switch (format) {
            case TABLE -> printTable(shown, table, into);
            case CSV -> printCsv(shown, table.fields(), into);
            case JSON -> printJson(shown, table.fields(), into);
        }
        return shown.size();
    }

    private static void printTable(final List<GroupTable.Group> groups, final GroupTable table, final ByteText into) {
        final int[] width = new int[COLUMNS.size()];
        for (int index = 0; index < width.length; index++) {
            width[index] = COLUMNS.get(index).name.length();
            for (final GroupTable.Group group : groups) {
                width[index] = Math.max(width[index], COLUMNS.get(index).text(group, "-").length());
            }
            into.append(index == 0 ? "" : "  ").append(pad(COLUMNS.get(index).name, width[index]));
        }
        into.append("  ").append(table.fields().stream().map(LogField::label).collect(Collectors.joining(" ")))
            .append("   (").append(table.timer().label()).append(table.timer().isTime() ? " in ms)\n" : ")\n");
        for (final GroupTable.Group group : groups) {
            for (int index = 0; index < width.length; index++) {
                into.append(index == 0 ? "" : "  ").append(pad(COLUMNS.get(index).text(group, "-"), width[index]));
            }
            into.append("  ").append(printable(group.key())).append('\n');
        }
    }

    private static void printCsv(final List<GroupTable.Group> groups, final List<LogField> fields, final ByteText into) {
        into.append(fields.stream().map(LogField::label).collect(Collectors.joining(",")));
        for (final Column column : COLUMNS) {
            into.append(',').append(name(column, fields));
        }
        into.append("\r\n");
        for (final GroupTable.Group group : groups) {
            into.append(Arrays.stream(values(group, fields)).map(GroupPrinter::quoted).collect(Collectors.joining(",")));
            for (final Column column : COLUMNS) {
                into.append(',').append(column.text(group, ""));
            }
            into.append("\r\n");
        }
    }

    private static void printJson(final List<GroupTable.Group> groups, final List<LogField> fields, final ByteText into) {
        into.append("[");
        String separator = "\n";
        for (final GroupTable.Group group : groups) {
            into.append(separator);
            final String[] values = values(group, fields);
            for (int index = 0; index < values.length; index++) {
                into.append(index == 0 ? "{\"" : ",\"").append(fields.get(index).label()).append("\":").append(Json.string(values[index]));
            }
            for (final Column column : COLUMNS) {
                into.append(",\"").append(name(column, fields)).append("\":").append(column.text(group, "null"));
            }
            into.append("}");
            separator = ",\n";
        }
        into.append("\n]\n");
    }

    private static String[] values(final GroupTable.Group group, final List<LogField> fields) {
        return group.key().split(String.valueOf(GroupTable.SEPARATOR), fields.size());
    }

    /** Groups by bytes have two columns of bytes. */
    private static String name(final Column column, final List<LogField> fields) {
        return fields.stream().anyMatch(field -> field.label().equals(column.name)) ? "total_" + column.name : column.name;
    }

    private static Column percentile(final String name, final double percent) {
        return new Column(name, group -> group.percentile(percent), true);
    }

    /** A percentile, 0 of nothing. */
    public static long percentile(final AbstractHistogram times, final double percent) {
        return times.getTotalCount() == 0 ? 0 : Math.min(times.getValueAtPercentile(percent), times.getMaxValue());
    }

    private static String pad(final String text, final int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String quoted(final String text) {
        final boolean isPlain = text.chars().noneMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** A key with spaces between its fields and control characters made visible: a log's bytes do not get to steer the terminal. */
    public static String printable(final String text) {
        final StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == GroupTable.SEPARATOR) {
                safe.append(' ');
            } else if (Character.isISOControl(point)) {
                safe.append(String.format(Locale.ROOT, "\\x%02x", point));
            } else {
                safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }
}

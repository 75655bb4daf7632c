package org.weir.analytics.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.report.GroupPrinter;

/** Lays a snapshot out in lines that fit a screen: cut at its width, and with as many groups as its height has room for. */
public final class LiveView {
    /**
     * One line.
     *
     * @param heading whether it names what stands below it
     */
    public record Line(String text, boolean heading) {
    }

    /** The room there is. */
    public record Size(int columns, int rows) {
    }

    private static final List<String> TIMER_NAMES = List.of("total    Ta", "response Tr", "connect  Tc", "queues   Tw", "request  TR", "data     Td");
    private static final int LABEL_WIDTH = 11;
    private static final int TIME_WIDTH = 6;
    private static final int WIDE_COLUMNS = 100;
    private static final int AIRY_ROWS = 30;
    private static final int PERCENT_WIDTH = 7;
    private static final long LONG_MILLIS = 100_000;
    private static final long LONG_MINUTES = 10_000;

    private final Size size;
    private final int top;
    private final List<Line> lines = new ArrayList<>();

    private LiveView(final Size size, final int top) {
        this.size = size;
        this.top = top;
    }

    /**
     * The lines of a screen.
     *
     * @param title what is watched
     * @param clock the time of day
     * @param note a message, null for none
     * @param top how many groups of a kind to show at most
     */
    public static List<Line> lines(final LiveSnapshot snapshot, final String title, final String clock, final String note, final Size size, final int top) {
        final LiveView view = new LiveView(size, top);
        view.heading(between(title, clock, size.columns));
        view.rates(snapshot);
        view.terminations(snapshot);
        view.timers(snapshot);
        view.groups(snapshot, size.rows - view.lines.size() - (note == null ? 0 : 1));
        if (note != null) {
            view.text(note);
        }
        return view.lines.subList(0, Math.min(view.lines.size(), size.rows));
    }

    private void rates(final LiveSnapshot snapshot) {
        final LiveSpan last = snapshot.last();
        final LiveSpan all = snapshot.all();
        space();
        heading(" ".repeat(LABEL_WIDTH) + "    req/s    err/s      B/s    2xx    3xx    4xx    5xx  other unread");
        text(rates(label(last), last) + shares(last) + right(Long.toString(last.unreadable()), PERCENT_WIDTH));
        text(rates("since start", all) + shares(all) + right(Long.toString(all.unreadable()), PERCENT_WIDTH));
        final StringBuilder line = new StringBuilder(left("in all", LABEL_WIDTH)).append(right(count(all.requests()), 9)).append(right(count(all.errors()), 9))
            .append(right(bytes((double) all.bytes()), 9));
        for (final int statusClass : new int[] {2, 3, 4, 5, 0}) {
            line.append(right(count(all.classes().get(statusClass)), PERCENT_WIDTH));
        }
        text(line.toString());
    }

    private static String rates(final String label, final LiveSpan span) {
        if (span.seconds() <= 0) {
            return left(label, LABEL_WIDTH) + right("-", 9) + right("-", 9) + right("-", 9);
        }
        return left(label, LABEL_WIDTH) + right(rate(span.rate(span.requests())), 9) + right(rate(span.rate(span.errors())), 9)
            + right(bytes(span.rate(span.bytes())), 9);
    }

    private static String shares(final LiveSpan span) {
        final StringBuilder line = new StringBuilder();
        for (final int statusClass : new int[] {2, 3, 4, 5, 0}) {
            line.append(right(share(span.classes().get(statusClass), span.requests()), PERCENT_WIDTH));
        }
        return line.toString();
    }

    private void terminations(final LiveSnapshot snapshot) {
        space();
        heading("termination states");
        text(terminations(label(snapshot.last()), snapshot.last()));
        text(terminations("since start", snapshot.all()));
    }

    private static String terminations(final String label, final LiveSpan span) {
        final StringBuilder line = new StringBuilder(left(label, LABEL_WIDTH));
        for (final LiveSpan.Count count : span.terminations()) {
            line.append("  ").append(count.name().isEmpty() ? "(none)" : GroupPrinter.printable(count.name())).append(' ')
                .append(share(count.requests(), span.requests()));
        }
        return line.toString();
    }

    private void timers(final LiveSnapshot snapshot) {
        final String percentiles = "   p50   p90   p99 p99.9   max";
        space();
        heading(left("ms", LABEL_WIDTH) + percentiles + "  |" + percentiles + "  (" + label(snapshot.last()) + " | since start)");
        for (int index = 0; index < TIMER_NAMES.size(); index++) {
            final LiveSpan.Percentiles all = snapshot.all().timers().get(index);
            if (all.values() > 0) {
                text(left(TIMER_NAMES.get(index), LABEL_WIDTH) + times(snapshot.last().timers().get(index)) + "  |" + times(all));
            }
        }
    }

    private static String times(final LiveSpan.Percentiles percentiles) {
        final StringBuilder line = new StringBuilder();
        for (final long millis : percentiles.all()) {
            line.append(right(percentiles.values() == 0 ? "-" : time(millis), TIME_WIDTH));
        }
        return line.toString();
    }

    /** Each kind of group gets the same share of the room, and what those before it left. */
    private void groups(final LiveSnapshot snapshot, final int room) {
        int rest = room;
        for (int index = 0; index < snapshot.groupings().size(); index++) {
            final LiveSnapshot.Grouping grouping = snapshot.groupings().get(index);
            final int above = isAiry() ? 2 : 1;
            final int shown = Math.min(Math.min(top, grouping.rows().size()), rest / (snapshot.groupings().size() - index) - above);
            if (shown > 0) {
                rest -= above + shown;
                groups(grouping, snapshot, shown);
            }
        }
    }

    private void groups(final LiveSnapshot.Grouping grouping, final LiveSnapshot snapshot, final int shown) {
        final boolean isWide = size.columns >= WIDE_COLUMNS;
        space();
        heading("  req/s  err/s" + (isWide ? "     B/s" : "") + "   p50   p99  |   in all  errors   p99  " + grouping.key());
        for (final LiveSnapshot.Row row : grouping.rows().subList(0, shown)) {
            final GroupTable.Group last = row.last();
            final GroupTable.Group all = row.all();
            final LiveSpan span = snapshot.last();
            final String bytes = last == null ? "-" : bytes(span.rate(last.bytes()));
            text((last == null ? right("-", 7) + right("-", 7) : right(rate(span.rate(last.requests())), 7) + right(rate(span.rate(last.errors())), 7))
                + (isWide ? right(bytes, 8) : "")
                + (last == null ? right("-", TIME_WIDTH) + right("-", TIME_WIDTH) : percentile(last, 50) + percentile(last, 99)) + "  |"
                + right(count(all.requests()), 9) + right(count(all.errors()), 8) + percentile(all, 99) + "  " + GroupPrinter.printable(row.key()));
        }
    }

    private static String percentile(final GroupTable.Group group, final double percent) {
        return right(group.times().getTotalCount() == 0 ? "-" : time(group.percentile(percent)), TIME_WIDTH);
    }

    private boolean isAiry() {
        return size.rows >= AIRY_ROWS;
    }

    private void space() {
        if (isAiry()) {
            lines.add(new Line("", false));
        }
    }

    private void heading(final String text) {
        lines.add(new Line(cut(text), true));
    }

    private void text(final String text) {
        lines.add(new Line(cut(text), false));
    }

    private String cut(final String text) {
        return text.codePointCount(0, text.length()) <= size.columns ? text : text.substring(0, text.offsetByCodePoints(0, size.columns));
    }

    private static String label(final LiveSpan span) {
        final String seconds = String.format(Locale.ROOT, "%.1f", span.seconds());
        return "last " + (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds) + " s";
    }

    private static String between(final String left, final String right, final int columns) {
        final int room = columns == Integer.MAX_VALUE ? 2 : Math.max(2, columns - left.length() - right.length());
        return left + " ".repeat(room) + right;
    }

    private static String rate(final double perSecond) {
        return perSecond > 0 && perSecond < 100 ? String.format(Locale.ROOT, "%.1f", perSecond) : count(Math.round(perSecond));
    }

    private static String share(final long part, final long of) {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / of);
    }

    private static String bytes(final double number) {
        return number < 10_000 ? Long.toString(Math.round(number)) : scaled(number);
    }

    private static String count(final long number) {
        return number < 1_000_000 ? Long.toString(number) : scaled((double) number);
    }

    /** At most six characters. */
    private static String scaled(final double number) {
        double rest = number;
        int unit = 0;
        while (rest >= 999.95) {
            rest /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f%c", rest, " kMGTPE".charAt(unit));
    }

    private static String time(final long millis) {
        return millis < LONG_MILLIS ? Long.toString(millis) : millis < 10 * LONG_MILLIS ? millis / 1000 + "s"
            : millis < LONG_MINUTES * 60_000 ? millis / 60_000 + "m" : millis / 3_600_000 + "h";
    }

    private static String left(final String text, final int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(final String text, final int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}

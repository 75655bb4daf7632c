package org.weir.analytics.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.weir.analytics.aggregate.EntryAction;
import org.weir.analytics.aggregate.EntryReader;
import org.weir.analytics.aggregate.GroupTable;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.aggregate.TimeSeries;
import org.weir.analytics.text.AcceptDate;
import org.weir.analytics.text.ByteText;
import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/** A page of HTML that needs nothing but itself: latency over time, percentile curves, statuses and errors, the URLs and servers that matter. */
public final class HtmlReport implements EntryAction {
    private static final List<LogField> TIMERS = List.of(LogField.TT, LogField.TR, LogField.TC, LogField.TW, LogField.TQ, LogField.TD);
    private static final List<LogField> GROUPED = List.of(LogField.PATH, LogField.SERVER, LogField.STATUS, LogField.TERM);
    private static final double[] PERCENTILES = {0, 10, 25, 50, 75, 80, 85, 90, 92, 94, 95, 96, 97, 98, 98.5, 99,
        99.3, 99.5, 99.7, 99.8, 99.9, 99.95, 99.99, 99.999, 100};
    private static final double[] GROUP_PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final int MAX_COLUMNS = 240;
    private static final int TOP = 15;
    private static final String PLACE_OF_DATA = "/*DATA*/null";

    private final EntryReader reader;
    private final String title;
    private final TimeSeries series = new TimeSeries();
    private final Histogram[] times = new Histogram[TIMERS.size()];
    /** Exactly: those of the histograms are their buckets' upper ends. */
    private final long[] largest = new long[TIMERS.size()];
    private final GroupTable[] groups = new GroupTable[GROUPED.size()];
    private long requests;
    private long errors;
    private long bytes;
    private byte[] lastSecond = {};
    private long lastEpochSeconds;

    /** An empty report. */
    public HtmlReport(final EntryReader reader, final String title) {
        this.reader = reader;
        this.title = title;
        for (int index = 0; index < times.length; index++) {
            times[index] = new Histogram(3);
            times[index].setAutoResize(true);
        }
        for (int index = 0; index < groups.length; index++) {
            groups[index] = new GroupTable(reader, List.of(GROUPED.get(index)), LogField.TT, (table, into, limit) -> 0);
        }
    }

    @Override
    public EntryReader reader() {
        return reader;
    }

    @Override
    public void ask(final FieldDemand demand) {
        for (final GroupTable group : groups) {
            group.ask(demand);
        }
        TIMERS.forEach(demand::number);
        demand.text(LogField.SECOND).number(LogField.CLASS);
    }

    @Override
    public void add(final LogEntry entry, final boolean isError) {
        requests++;
        errors += isError ? 1 : 0;
        bytes += Math.max(0, entry.number(LogField.BYTES));
        for (int index = 0; index < times.length; index++) {
            final long millis = entry.number(TIMERS.get(index));
            if (millis >= 0) {
                times[index].recordValue(millis);
                largest[index] = Math.max(largest[index], millis);
            }
        }
        for (final GroupTable group : groups) {
            group.add(entry, isError);
        }
        if (entry.end(LogField.SECOND) > entry.start(LogField.SECOND)) {
            series.add(epochSeconds(entry), entry.number(LogField.TT), entry.number(LogField.CLASS));
        }
    }

    @Override
    public void merge(final LineAction other) {
        final HtmlReport from = (HtmlReport) other;
        requests += from.requests;
        errors += from.errors;
        bytes += from.bytes;
        series.merge(from.series);
        for (int index = 0; index < times.length; index++) {
            times[index].add(from.times[index]);
            largest[index] = Math.max(largest[index], from.largest[index]);
        }
        for (int index = 0; index < groups.length; index++) {
            groups[index].merge(from.groups[index]);
        }
    }

    @Override
    public long print(final ByteText into, final long lineLimit) {
        final String page = template();
        final int place = page.indexOf(PLACE_OF_DATA);
        into.append(page.substring(0, place));
        printData(into);
        into.append(page.substring(place + PLACE_OF_DATA.length()));
        return requests;
    }

    @Override
    public long droppedKeys() {
        return Arrays.stream(groups).mapToLong(GroupTable::droppedKeys).sum();
    }

    @Override
    public long maxMissed() {
        return Arrays.stream(groups).mapToLong(GroupTable::maxMissed).max().orElse(0);
    }

    /** Lines of the same second follow each other: the date is read once for them. */
    private long epochSeconds(final LogEntry entry) {
        final int start = entry.start(LogField.SECOND);
        final int end = entry.end(LogField.SECOND);
        if (!Arrays.equals(lastSecond, 0, lastSecond.length, entry.bytes(), start, end)) {
            lastSecond = Arrays.copyOfRange(entry.bytes(), start, end);
            lastEpochSeconds = AcceptDate.epochSeconds(entry.bytes(), start - 1, ZoneOffset.UTC) & 0xffff_ffffL;
        }
        return lastEpochSeconds;
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void printData(final ByteText into) {
        into.append("{\"title\":").append(Json.string(title)).append(",\"requests\":").append(requests).append(",\"errors\":").append(errors)
            .append(",\"bytes\":").append(bytes);
        printSeries(into);
        into.append(",\"percentiles\":[");
        String separator = "";
        for (final double percent : PERCENTILES) {
            into.append(separator).append(Double.toString(percent));
            separator = ",";
        }
        into.append("],\"curves\":[");
        separator = "";
        for (int index = 0; index < times.length; index++) {
            into.append(separator).append("{\"name\":").append(Json.string(TIMERS.get(index).label())).append(",\"values\":[");
            separator = "";
            for (final double percent : PERCENTILES) {
                into.append(separator).append(percentile(times[index], Math.min(GroupPrinter.percentile(times[index], percent), largest[index])));
                separator = ",";
            }
            into.append("]}");
        }
        into.append("]");
        final Comparator<GroupTable.Group> byRequests = Comparator.comparingLong(GroupTable.Group::requests).reversed();
        final Comparator<GroupTable.Group> byTime = Comparator.comparingDouble((GroupTable.Group group) ->
            -group.times().getMean() * group.times().getTotalCount());
        printGroups("urls", groups[0], byRequests, into);
        printGroups("slow", groups[0], byTime, into);
        printGroups("servers", groups[1], byRequests, into);
        printGroups("statuses", groups[2], byRequests, into);
        printGroups("terms", groups[3], byRequests, into);
        into.append("}");
    }

    private static String percentile(final AbstractHistogram times, final long value) {
        return times.getTotalCount() == 0 ? "null" : Long.toString(value);
    }

    private static void printGroups(final String name, final GroupTable table, final Comparator<GroupTable.Group> order, final ByteText into) {
        into.append(",\"").append(name).append("\":[");
        String separator = "";
        for (final GroupTable.Group group : table.groups().stream().sorted(order.thenComparing(GroupTable.Group::key)).limit(TOP).toList()) {
            into.append(separator).append("[").append(Json.string(group.key())).append(",").append(group.requests()).append(",").append(group.errors())
                .append(",").append(group.bytes());
            for (final double percent : GROUP_PERCENTILES) {
                into.append(",").append(percentile(group.times(), group.percentile(percent)));
            }
            into.append("]");
            separator = ",";
        }
        into.append("]");
    }

    /** Steps of time without the few strays before and after, at most {@link #MAX_COLUMNS}. */
    private void printSeries(final ByteText into) {
        NavigableMap<Long, long[]> steps = withoutStrays();
        while (!steps.isEmpty() && steps.lastKey() - steps.firstKey() >= MAX_COLUMNS) {
            series.coarsen();
            steps = withoutStrays();
        }
        into.append(",\"stepSeconds\":").append(series.stepSeconds()).append(",\"latencyMillis\":[");
        for (int latency = 0; latency <= TimeSeries.LATENCIES; latency++) {
            into.append(latency == 0 ? "" : ",").append(TimeSeries.lowerMillis(latency));
        }
        into.append("],\"steps\":[");
        String separator = "";
        for (final Map.Entry<Long, long[]> step : steps.entrySet()) {
            into.append(separator).append("[").append(step.getKey() * series.stepSeconds()).append(",")
                .append(Arrays.toString(Arrays.copyOf(step.getValue(), TimeSeries.LATENCIES))).append(",")
                .append(Arrays.toString(Arrays.copyOfRange(step.getValue(), TimeSeries.LATENCIES, TimeSeries.LATENCIES + TimeSeries.CLASSES))).append("]");
            separator = ",";
        }
        into.append("]");
    }

    /** A damaged date must not stretch the axis over centuries: a thousandth of the requests at each end is cut off if that shortens it tenfold. */
    private NavigableMap<Long, long[]> withoutStrays() {
        final NavigableMap<Long, long[]> all = series.steps();
        if (all.isEmpty()) {
            return all;
        }
        final long first = stepAfter(all, requests / 1000);
        final long last = stepAfter(all.descendingMap(), requests / 1000);
        return all.lastKey() - all.firstKey() > 10 * (last - first + 1) ? all.subMap(first, true, last, true) : all;
    }

    private static long stepAfter(final NavigableMap<Long, long[]> steps, final long skipped) {
        long passed = 0;
        for (final Map.Entry<Long, long[]> step : steps.entrySet()) {
            for (int index = TimeSeries.LATENCIES; index < TimeSeries.LATENCIES + TimeSeries.CLASSES; index++) {
                passed += step.getValue()[index];
            }
            if (passed > skipped) {
                return step.getKey();
            }
        }
        return steps.lastKey();
    }
}

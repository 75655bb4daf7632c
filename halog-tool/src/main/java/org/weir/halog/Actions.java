package org.weir.halog;

import org.weir.analytics.aggregate.AcceptTimes;
import org.weir.analytics.aggregate.CapturePrinter;
import org.weir.analytics.aggregate.CodeCounts;
import org.weir.analytics.aggregate.ConditionalAction;
import org.weir.analytics.aggregate.LineAction;
import org.weir.analytics.aggregate.LinePrinter;
import org.weir.analytics.aggregate.RequestTable;
import org.weir.analytics.aggregate.ServerTable;
import org.weir.analytics.aggregate.TimerCounts;
import org.weir.analytics.text.FieldLayout;

/** Makes the action that the options ask for, one per thread. */
final class Actions {
    private final HalogOptions options;
    private final FieldLayout layout;

    Actions(final HalogOptions options, final FieldLayout layout) {
        this.options = options;
        this.layout = layout;
    }

    /** True if lines are counted without being read. */
    boolean takesUnreadLines() {
        return options.isCountOnly() && options.report() == null && switch (options.output()) {
            case LINES, CAPTURE, SOURCES -> true;
            default -> false;
        };
    }

    /** A new action. */
    LineAction make() {
        if (options.report() == null) {
            return makeOutput();
        }
        return options.report().isConditionsOnly() ? new ConditionalAction(options.report().makeReader(), makeOutput()) : options.report().make(title());
    }

    /** An action that HAProxy's halog has too. */
    private LineAction makeOutput() {
        final boolean isPrinting = !options.isCountOnly();
        return switch (options.output()) {
            case CAPTURE -> isPrinting ? new CapturePrinter(layout, options.captureBlock(), options.captureField()) : new LinePrinter(false);
            case ACCEPT_TIMES -> new AcceptTimes(layout, options.hasAcceptDelay(), options.acceptDelayMillis(), options.acceptCount());
            case GRAPH -> new TimerCounts(layout, true);
            case PERCENTILES -> new TimerCounts(layout, false);
            case STATUS -> new CodeCounts(CodeCounts.Code.STATUS, layout);
            case COOKIE -> new CodeCounts(CodeCounts.Code.COOKIE, layout);
            case TERMINATION -> new CodeCounts(CodeCounts.Code.TERMINATION, layout);
            case SERVERS -> new ServerTable(layout);
            case SOURCES -> isPrinting ? new RequestTable(layout, RequestTable.Key.SOURCE, RequestTable.Order.COUNT) : new LinePrinter(false);
            case URLS -> urls(RequestTable.Order.KEY);
            case URL_COUNTS -> urls(RequestTable.Order.COUNT);
            case URL_ERRORS -> urls(RequestTable.Order.ERRORS);
            case URL_AVERAGE_TIME -> urls(RequestTable.Order.AVERAGE_TIME);
            case URL_TOTAL_TIME -> urls(RequestTable.Order.TOTAL_TIME);
            case URL_AVERAGE_OK_TIME -> urls(RequestTable.Order.AVERAGE_OK_TIME);
            case URL_TOTAL_OK_TIME -> urls(RequestTable.Order.TOTAL_OK_TIME);
            case URL_AVERAGE_BYTES -> urls(RequestTable.Order.AVERAGE_BYTES);
            case URL_TOTAL_BYTES -> urls(RequestTable.Order.TOTAL_BYTES);
            case LINES -> new LinePrinter(isPrinting);
        };
    }

    /** What was read. */
    private String title() {
        if (options.journal() != null) {
            return options.journal().directory().toString();
        }
        return options.files().isEmpty() ? "standard input" : options.files().toString().replaceAll("^\\[|]$", "");
    }

    private RequestTable urls(final RequestTable.Order order) {
        return new RequestTable(layout, options.isWithQuery() ? RequestTable.Key.URL_WITH_QUERY : RequestTable.Key.URL, order);
    }
}

package org.weir.halog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.weir.analytics.aggregate.LineFilter;

/**
 * The command line. Options are those of HAProxy's {@code halog}, whose syntax is not that of POSIX: words of several letters after one dash, values
 * as the next argument, unknown words passed over.
 */
final class HalogOptions {
    /** What is printed; of several, the first in this order. */
    enum Output {
        CAPTURE, ACCEPT_TIMES, GRAPH, PERCENTILES, STATUS, COOKIE, SERVERS, TERMINATION, SOURCES,
        URLS, URL_COUNTS, URL_ERRORS, URL_AVERAGE_TIME, URL_TOTAL_TIME, URL_AVERAGE_OK_TIME, URL_TOTAL_OK_TIME, URL_AVERAGE_BYTES, URL_TOTAL_BYTES,
        LINES
    }

    /** What an option does. */
    private interface Effect {
        void apply(HalogOptions options, String value) throws UsageException;
    }

    /**
     * One option.
     *
     * @param synopsis how its value is called in messages, null if it has none
     */
    private record Option(String synopsis, Effect effect) {
    }

    private static final Map<String, Option> TABLE = new HashMap<>();

    static {
        addFilters();
        addModifiers();
        addOutputs();
    }

    private boolean help;
    private boolean invert;
    private boolean httpOnly;
    private boolean errorsOnly;
    private boolean noErrors;
    private boolean anyQueue;
    private boolean serverQueue;
    private boolean byTime;
    private int minEpochSeconds;
    private int maxEpochSeconds;
    private boolean byResponseTime;
    private int responseMillis;
    private boolean invertResponseTime;
    private boolean byTermination;
    private int termination;
    private boolean invertTermination;
    private boolean byStatus;
    private int minStatus;
    private int maxStatus;
    private boolean invertStatus;

    private boolean hasAction;
    private boolean quiet;
    private boolean withQuery;
    private boolean countOnly;
    private long lineLimit = -1;
    private int skip = 1;
    private Output output = Output.LINES;
    private int captureBlock;
    private int captureField;
    private boolean hasAcceptDelay;
    private int acceptDelayMillis;
    private int acceptCount;
    private final List<Path> files = new ArrayList<>();

    private final ReportOptions report = new ReportOptions();

    private HalogOptions() {
    }

    /** Reads the command line. */
    static HalogOptions parse(final String[] arguments) throws UsageException {
        final HalogOptions options = new HalogOptions();
        int at = 0;
        while (at < arguments.length && !options.help) {
            final String word = arguments[at++];
            if (ReportOptions.isKnown(word)) {
                options.hasAction |= !word.equals("--top");
                options.report.apply(word, at < arguments.length ? arguments[at++] : missing(word));
                continue;
            }
            final Option option = TABLE.get(word);
            if (option == null) {
                options.takeUnknown(word);
                continue;
            }
            String value = null;
            if (option.synopsis != null) {
                value = at < arguments.length ? arguments[at++] : missing(option.synopsis.isEmpty() ? word : option.synopsis);
            }
            option.effect.apply(options, value);
        }
        if (!options.help && !options.hasAction) {
            throw new UsageException("No action specified.");
        }
        options.report.check();
        return options;
    }

    private static String missing(final String what) throws UsageException {
        throw new UsageException("missing option for " + what);
    }

    /** A word without a dash is a file. One with a dash is passed over, as it always was; two dashes are new, so a mistake there is told. */
    private void takeUnknown(final String word) throws UsageException {
        if (word.length() > 2 && word.startsWith("--")) {
            throw new UsageException("unknown option " + word);
        }
        if (!word.startsWith("-")) {
            files.add(Path.of(word));
        }
    }

    /** What lines must be. */
    LineFilter.Tests tests() {
        return new LineFilter.Tests(invert, httpOnly,
            noErrors ? LineFilter.Errors.NONE : errorsOnly ? LineFilter.Errors.ONLY : LineFilter.Errors.ANY,
            serverQueue ? LineFilter.Queued.AT_SERVER : anyQueue ? LineFilter.Queued.SOMEWHERE : LineFilter.Queued.ANY,
            byTime, minEpochSeconds, maxEpochSeconds, byResponseTime, responseMillis, invertResponseTime,
            byTermination, termination, invertTermination, byStatus, minStatus, maxStatus, invertStatus);
    }

    boolean isHelp() {
        return help;
    }

    boolean isInverted() {
        return invert;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean isWithQuery() {
        return withQuery;
    }

    boolean isCountOnly() {
        return countOnly;
    }

    long lineLimit() {
        return lineLimit;
    }

    int skip() {
        return skip;
    }

    Output output() {
        return output;
    }

    int captureBlock() {
        return captureBlock;
    }

    int captureField() {
        return captureField;
    }

    boolean hasAcceptDelay() {
        return hasAcceptDelay;
    }

    int acceptDelayMillis() {
        return acceptDelayMillis;
    }

    int acceptCount() {
        return acceptCount;
    }

    ReportOptions report() {
        return report;
    }

    List<Path> files() {
        return files;
    }

    private static void addFilters() {
        action("-H", options -> options.httpOnly = true);
        action("-e", options -> options.errorsOnly = true);
        action("-E", options -> options.noErrors = true);
        action("-Q", options -> options.anyQueue = true);
        action("-QS", options -> options.serverQueue = true);
        valued("-rt", "", (options, value) -> options.limitResponseTime(value, false));
        valued("-RT", "", (options, value) -> options.limitResponseTime(value, true));
        valued("-hs", "-hs/-HS ([min]:[max])", (options, value) -> options.limitStatus(value, false));
        valued("-HS", "-hs/-HS ([min]:[max])", (options, value) -> options.limitStatus(value, true));
        valued("-tcn", "", (options, value) -> options.limitTermination(value, false));
        valued("-TCN", "", (options, value) -> options.limitTermination(value, true));
        valued("-time", "-time ([min]:[max])", HalogOptions::limitTime);
        valued("-ad", "", (options, value) -> {
            options.hasAcceptDelay = true;
            options.acceptDelayMillis = number(value);
            options.take(Output.ACCEPT_TIMES);
        });
        valued("-ac", "", (options, value) -> {
            options.acceptCount = number(value);
            options.take(Output.ACCEPT_TIMES);
        });
    }

    private static void addModifiers() {
        TABLE.put("-h", new Option(null, (options, value) -> options.help = true));
        TABLE.put("--help", TABLE.get("-h"));
        TABLE.put("-v", new Option(null, (options, value) -> options.invert = !options.invert));
        action("-q", options -> options.quiet = true);
        action("-query", options -> options.withQuery = true);
        TABLE.put("-m", new Option("", (options, value) -> options.lineLimit = number(value)));
        TABLE.put("-s", new Option("", (options, value) -> options.skip = number(value)));
    }

    private static void addOutputs() {
        action("-c", options -> options.countOnly = true);
        valued("-hdr", "-hdr (<block>:<field>)", HalogOptions::takeCapture);
        final Map<String, Output> outputs = Map.ofEntries(Map.entry("-gt", Output.GRAPH), Map.entry("-pct", Output.PERCENTILES),
            Map.entry("-st", Output.STATUS), Map.entry("-cc", Output.COOKIE), Map.entry("-tc", Output.TERMINATION), Map.entry("-srv", Output.SERVERS),
            Map.entry("-ic", Output.SOURCES), Map.entry("-u", Output.URLS), Map.entry("-uc", Output.URL_COUNTS), Map.entry("-ue", Output.URL_ERRORS),
            Map.entry("-ua", Output.URL_AVERAGE_TIME), Map.entry("-ut", Output.URL_TOTAL_TIME), Map.entry("-uao", Output.URL_AVERAGE_OK_TIME),
            Map.entry("-uto", Output.URL_TOTAL_OK_TIME), Map.entry("-uba", Output.URL_AVERAGE_BYTES), Map.entry("-ubt", Output.URL_TOTAL_BYTES));
        outputs.forEach((word, output) -> action(word, options -> options.take(output)));
    }

    private static void action(final String word, final Consumer<HalogOptions> effect) {
        TABLE.put(word, new Option(null, (options, value) -> {
            options.hasAction = true;
            effect.accept(options);
        }));
    }

    private static void valued(final String word, final String synopsis, final Effect effect) {
        TABLE.put(word, new Option(synopsis, (options, value) -> {
            options.hasAction = true;
            effect.apply(options, value);
        }));
    }

    private void take(final Output wanted) {
        if (wanted.compareTo(output) < 0) {
            output = wanted;
        }
    }

    private void limitResponseTime(final String value, final boolean inverted) {
        byResponseTime = true;
        responseMillis = number(value);
        invertResponseTime |= inverted;
    }

    private void limitTermination(final String value, final boolean inverted) {
        byTermination = true;
        final byte[] code = value.getBytes(StandardCharsets.ISO_8859_1);
        termination = (code.length > 0 ? code[0] & 0xff : 0) << 8 | (code.length > 1 ? code[1] & 0xff : 0);
        invertTermination |= inverted;
    }

    private void limitStatus(final String value, final boolean inverted) {
        byStatus = true;
        final int colon = value.indexOf(':');
        minStatus = number(value);
        if (colon >= 0) {
            maxStatus = colon + 1 == value.length() ? Integer.MAX_VALUE : number(value.substring(colon + 1));
        } else {
            maxStatus = value.isEmpty() ? Integer.MAX_VALUE : minStatus;
        }
        invertStatus |= inverted;
    }

    private void limitTime(final String value) {
        byTime = true;
        final int colon = value.indexOf(':');
        minEpochSeconds = number(value);
        maxEpochSeconds = colon < 0 ? -1 : number(value.substring(colon + 1));
    }

    private void takeCapture(final String value) throws UsageException {
        final int colon = value.indexOf(':');
        if (colon < 0) {
            throw new UsageException("missing colon in -hdr (<block>:<field>)");
        }
        captureBlock = colon == 0 ? 1 : number(value);
        captureField = colon + 1 == value.length() ? 1 : number(value.substring(colon + 1));
        if (captureBlock < 1 || captureField < 1) {
            throw new UsageException("block and field must be at least 1 for -hdr (<block>:<field>)");
        }
        take(Output.CAPTURE);
    }

    /** The number a word starts with, after white space; 0 if there is none. Only the lowest 32 bits count. */
    private static int number(final String word) {
        int at = 0;
        while (at < word.length() && Character.isWhitespace(word.charAt(at))) {
            at++;
        }
        final boolean negative = at < word.length() && word.charAt(at) == '-';
        if (negative || at < word.length() && word.charAt(at) == '+') {
            at++;
        }
        long value = 0;
        while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
            value = Math.min(value, Long.MAX_VALUE / 20) * 10 + word.charAt(at++) - '0';
        }
        return (int) (negative ? -value : value);
    }
}

package org.weir.halog;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /**
     * Options with a value, and how the message that it is missing calls them. Their effects are a switch and no table of functions: linking fifty of
     * those would take longer than most runs.
     */
    private static final Map<String, String> VALUED = Map.ofEntries(Map.entry("-rt", "-rt"), Map.entry("-RT", "-RT"), Map.entry("-tcn", "-tcn"),
        Map.entry("-TCN", "-TCN"), Map.entry("-ad", "-ad"), Map.entry("-ac", "-ac"), Map.entry("-m", "-m"), Map.entry("-s", "-s"),
        Map.entry("-hs", "-hs/-HS ([min]:[max])"), Map.entry("-HS", "-hs/-HS ([min]:[max])"), Map.entry("-time", "-time ([min]:[max])"),
        Map.entry("-hdr", "-hdr (<block>:<field>)"));

    /** Where a range of statuses has no end. */
    private static final int MAX_STATUS = 65_535;

    /** The lines of a journal begin with the client's address. */
    private static final int SKIP_NO_PREFIX = -4;

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
    private boolean follow;
    private boolean quiet;
    private boolean withQuery;
    private boolean countOnly;
    private long lineLimit = -1;
    private int skip = 1;
    private boolean skipGiven;
    private Output output = Output.LINES;
    private int captureBlock;
    private int captureField;
    private boolean hasAcceptDelay;
    private int acceptDelayMillis;
    private int acceptCount;
    private final List<Path> files = new ArrayList<>();

    /** Null if none of its options is given. */
    private ReportOptions report;

    /** Null if none of its options is given. */
    private JournalOptions journal;

    private HalogOptions() {
    }

    /** Reads the command line. */
    static HalogOptions parse(final String[] arguments) throws UsageException {
        final HalogOptions options = new HalogOptions();
        int at = 0;
        while (at < arguments.length && !options.help) {
            final String word = arguments[at++];
            if (JournalOptions.takes(word)) {
                options.takeJournal(word, at < arguments.length ? arguments[at++] : null);
                continue;
            }
            if (word.length() > 2 && word.startsWith("--") && !word.equals("--help")) {
                final String value = at < arguments.length ? arguments[at] : null;
                at += options.takeReport(word, value);
                continue;
            }
            final String called = VALUED.get(word);
            if (called == null) {
                options.apply(word);
            } else if (at == arguments.length) {
                throw new UsageException("missing option for " + called);
            } else {
                options.apply(word, arguments[at++]);
            }
        }
        if (!options.help && !options.hasAction) {
            throw new UsageException("No action specified.");
        }
        if (options.report != null) {
            options.report.check(options.output != Output.LINES || options.countOnly);
        }
        if (options.journal != null) {
            options.journal.check(options);
            options.skip = SKIP_NO_PREFIX;
        }
        if (options.report != null) {
            options.checkFilters();
            options.report.checkFields();
        }
        return options;
    }

    /** What would do nothing, or read other lines than there are, is told. */
    private void checkFilters() throws UsageException {
        final boolean isFiltering = !tests().isEmpty();
        if (report.isWithLogFormat() && (isFiltering || output != Output.LINES)) {
            throw new UsageException("--log-format: filters such as -e and outputs such as -st are about HAProxy's own formats; ask with --where and --by");
        }
        if (invert && !isFiltering) {
            throw new UsageException("-v is about filters such as -e, and there is none; --where has != and !~");
        }
    }

    /** A file's name. */
    static Path path(final String word) throws UsageException {
        try {
            return Path.of(word);
        } catch (final InvalidPathException e) {
            throw new UsageException("no name of a file in this locale: " + e.getInput());
        }
    }

    private void takeJournal(final String word, final String value) throws UsageException {
        if (journal == null) {
            journal = new JournalOptions();
        }
        hasAction = true;
        journal.apply(word, value);
    }

    /** Two dashes and a word are new: a mistake there is told. Returns how many words its value has. */
    private int takeReport(final String word, final String value) throws UsageException {
        if (report == null) {
            report = new ReportOptions();
        }
        hasAction = true;
        if (word.equals("--watch")) {
            final boolean isValue = value != null && ReportOptions.isSeconds(value);
            report.watch(isValue ? value : null);
            return isValue ? 1 : 0;
        }
        report.apply(word, value);
        return 1;
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

    /** True if what is appended to the input later is awaited. */
    boolean isFollowing() {
        return follow;
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

    boolean isSkipGiven() {
        return skipGiven;
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

    /** What HAProxy's halog does not have; null if none of it is asked for. */
    ReportOptions report() {
        return report;
    }

    /** What is read in place of files; null if none of its options is given. */
    JournalOptions journal() {
        return journal;
    }

    List<Path> files() {
        return files;
    }

    /** An option without a value. A word without a dash is a file; others that mean nothing are passed over, as they always were. */
    private void apply(final String word) throws UsageException {
        final boolean hadAction = hasAction;
        hasAction = true;
        switch (word) {
            case "-f" -> follow = true;
            case "-H" -> httpOnly = true;
            case "-e" -> errorsOnly = true;
            case "-E" -> noErrors = true;
            case "-Q" -> anyQueue = true;
            case "-QS" -> serverQueue = true;
            case "-q" -> quiet = true;
            case "-query" -> withQuery = true;
            case "-c" -> countOnly = true;
            case "-gt" -> take(Output.GRAPH);
            case "-pct" -> take(Output.PERCENTILES);
            case "-st" -> take(Output.STATUS);
            case "-cc" -> take(Output.COOKIE);
            case "-tc" -> take(Output.TERMINATION);
            case "-srv" -> take(Output.SERVERS);
            case "-ic" -> take(Output.SOURCES);
            case "-u" -> take(Output.URLS);
            case "-uc" -> take(Output.URL_COUNTS);
            case "-ue" -> take(Output.URL_ERRORS);
            case "-ua" -> take(Output.URL_AVERAGE_TIME);
            case "-ut" -> take(Output.URL_TOTAL_TIME);
            case "-uao" -> take(Output.URL_AVERAGE_OK_TIME);
            case "-uto" -> take(Output.URL_TOTAL_OK_TIME);
            case "-uba" -> take(Output.URL_AVERAGE_BYTES);
            case "-ubt" -> take(Output.URL_TOTAL_BYTES);
            default -> {
                hasAction = hadAction;
                applyModifier(word);
            }
        }
    }

    private void applyModifier(final String word) throws UsageException {
        switch (word) {
            case "-h", "--help" -> help = true;
            case "-v" -> invert = !invert;
            default -> {
                if (!word.isEmpty() && !word.startsWith("-")) {
                    files.add(path(word));
                }
            }
        }
    }

    private void apply(final String word, final String value) throws UsageException {
        switch (word) {
            case "-m" -> lineLimit = number(value);
            case "-s" -> {
                skip = number(value);
                skipGiven = true;
            }
            default -> {
                hasAction = true;
                applyFilter(word, value);
            }
        }
    }

    private void applyFilter(final String word, final String value) throws UsageException {
        switch (word) {
            case "-rt" -> limitResponseTime(value, false);
            case "-RT" -> limitResponseTime(value, true);
            case "-hs" -> limitStatus(value, false);
            case "-HS" -> limitStatus(value, true);
            case "-tcn" -> limitTermination(value, false);
            case "-TCN" -> limitTermination(value, true);
            case "-time" -> limitTime(value);
            case "-ac" -> {
                acceptCount = number(value);
                take(Output.ACCEPT_TIMES);
            }
            case "-ad" -> {
                hasAcceptDelay = true;
                acceptDelayMillis = number(value);
                take(Output.ACCEPT_TIMES);
            }
            case "-hdr" -> takeCapture(value);
            default -> throw new UsageException("unknown option " + word);
        }
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
            maxStatus = colon + 1 == value.length() ? MAX_STATUS : number(value.substring(colon + 1));
        } else {
            maxStatus = value.isEmpty() ? MAX_STATUS : minStatus;
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
        if (captureBlock == 0 || captureField == 0) {
            throw new UsageException("block and field must be at least 1 for -hdr (<block>:<field>)");
        }
        take(Output.CAPTURE);
    }

    /** The number a word starts with, after white space; 0 if there is none. It ends at the bounds of 64 bits, of which only the lowest 32 count. */
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
            final int digit = word.charAt(at++) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return (int) (negative ? Long.MIN_VALUE : Long.MAX_VALUE);
            }
            value = value * 10 + digit;
        }
        return (int) (negative ? -value : value);
    }
}

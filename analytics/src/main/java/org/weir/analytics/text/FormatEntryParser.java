package org.weir.analytics.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads lines that were written with a {@code log-format} string. Numbers, dates and captured headers are known by their shape; another variable's value
 * ends where the text after the variable stands in the line, a quoted one ({@code %{+Q}r}) at its closing quote, the first of them with which the rest of
 * the line can be read. Variables that no field speaks of are passed over. A syslog prefix before the format is found.
 */
public final class FormatEntryParser implements EntryParser {
    private static final Map<String, LogField> FIELDS = Map.ofEntries(Map.entry("ci", LogField.SRC), Map.entry("f", LogField.FRONTEND),
        Map.entry("ft", LogField.FRONTEND), Map.entry("b", LogField.BACKEND), Map.entry("s", LogField.SERVER), Map.entry("TR", LogField.TQ),
        Map.entry("Tq", LogField.TQ), Map.entry("Tw", LogField.TW), Map.entry("Tc", LogField.TC), Map.entry("Tr", LogField.TR),
        Map.entry("Td", LogField.TD), Map.entry("Ta", LogField.TT), Map.entry("Tt", LogField.TT), Map.entry("ST", LogField.STATUS),
        Map.entry("B", LogField.BYTES), Map.entry("ts", LogField.TERM), Map.entry("tsc", LogField.TERM), Map.entry("ac", LogField.ACTCONN),
        Map.entry("rc", LogField.RETRIES), Map.entry("sq", LogField.SRVQUEUE), Map.entry("bq", LogField.BACKQUEUE), Map.entry("HM", LogField.METHOD),
        Map.entry("HU", LogField.URL), Map.entry("HP", LogField.PATH), Map.entry("HPO", LogField.PATH));
    /** Those that no field speaks of. */
    private static final Set<String> OTHERS = Set.of("CC", "CS", "H", "HQ", "HV", "ID", "Th", "Ti", "Ts", "Tu", "U", "bc", "bi", "bp", "cp", "fc", "fi", "fp",
        "hr", "hrl", "hs", "hsl", "lc", "ms", "pid", "r", "rt", "sc", "si", "sp", "sslc", "sslv");
    private static final List<String> DATES = List.of("t", "tr", "trg", "trl", "T", "Tl");
    /** Captured headers in braces: nothing at all where none is captured, and then the space after it is not there either. */
    private static final List<String> CAPTURES = List.of("hr", "hs");
    /** The same without braces. */
    private static final List<String> CAPTURE_LISTS = List.of("hrl", "hsl");
    private static final List<String> ADDRESSES = List.of("ci", "fi", "bi", "si");
    /** What may have a backslash before it in a configuration. */
    private static final String ESCAPED = " \\\"'#";
    private static final byte[] END_OF_PREFIX = {']', ':', ' '};
    private static final byte[] QUOTE = {'"'};
    private static final byte[] CLOSING_BRACE = {'}'};
    /** Shapes: a digit for each d, anything for each a, a sign for s, and all else as it is. */
    private static final String DATE = "dd/aaa/dddd:dd:dd:dd";
    private static final String ZONE = " sdddd";
    /** How many bytes are looked at for one line, for each byte that it has: there may be many ways to read it. */
    private static final int LOOKS_PER_BYTE = 64;
    private static final int LOOKS_AT_LEAST = 1 << 12;
    private static final int HOUR_LENGTH = "19/Feb/2023:04".length();
    private static final int MINUTE_LENGTH = HOUR_LENGTH + 3;
    private static final int SECOND_LENGTH = MINUTE_LENGTH + 3;

    /** How a piece is found in a line. */
    private enum Kind {
        TEXT, NUMBER, DATE, CAPTURE, CAPTURE_LIST, ADDRESS, REQUEST, OTHER;

        static Kind of(final String variable) {
            final LogField field = FIELDS.get(variable);
            if (field != null && field.isNumber()) {
                return NUMBER;
            }
            return DATES.contains(variable) ? DATE : CAPTURES.contains(variable) ? CAPTURE : CAPTURE_LISTS.contains(variable) ? CAPTURE_LIST
                : ADDRESSES.contains(variable) ? ADDRESS : variable.equals("r") ? REQUEST : OTHER;
        }

        boolean isCapture() {
            return this == CAPTURE || this == CAPTURE_LIST;
        }
    }

    /**
     * One piece of the format.
     *
     * @param variable null for text
     * @param field that the variable sets, null for none or several
     * @param text what stands in the line, empty for a variable
     */
    private record Piece(Kind kind, String variable, LogField field, byte[] text, boolean quoted) {
        static Piece ofText(final String text) {
            return new Piece(Kind.TEXT, null, null, text.getBytes(StandardCharsets.UTF_8), false);
        }

        static Piece ofVariable(final String variable, final boolean quoted) {
            return new Piece(Kind.of(variable), variable, FIELDS.get(variable), new byte[0], quoted);
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final Piece[] all;
    /** Text before the next variable. */
    private final StringBuilder text = new StringBuilder();
    /** Set by {@code %{+Q}o} for all that follows. */
    private boolean allQuoted;
    private byte[] bytes;
    private int formatStart;
    private int end;
    private long looks;

    /**
     * A parser.
     *
     * @param format as in the configuration, with or without the backslashes that it needs there
     * @throws IllegalArgumentException if it cannot be read
     */
    public FormatEntryParser(final String format) {
        int at = 0;
        while (at < format.length()) {
            final char next = format.charAt(at);
            final boolean isLast = at + 1 == format.length();
            if (next == '\\' && !isLast && ESCAPED.indexOf(format.charAt(at + 1)) >= 0 || next == '%' && !isLast && format.charAt(at + 1) == '%') {
                append(format.charAt(at + 1));
                at += 2;
            } else if (next == '%' && !isLast) {
                at = addVariable(format, at + 1);
            } else {
                append(next);
                at++;
            }
        }
        addText();
        if (pieces.stream().noneMatch(piece -> piece.variable != null)) {
            throw new IllegalArgumentException("--log-format: no variable in '" + format + "'");
        }
        all = pieces.toArray(Piece[]::new);
    }

    /** The fields that the format speaks of. */
    public Set<LogField> fields() {
        final Set<LogField> fields = EnumSet.noneOf(LogField.class);
        for (final Piece piece : pieces) {
            final LogField field = piece.field;
            if (field != null) {
                fields.add(field);
            }
            if (field == LogField.STATUS) {
                fields.add(LogField.CLASS);
            } else if (field == LogField.URL) {
                fields.add(LogField.PATH);
            } else if (piece.kind == Kind.REQUEST) {
                fields.addAll(List.of(LogField.METHOD, LogField.URL, LogField.PATH));
            } else if (piece.kind == Kind.DATE) {
                fields.addAll(List.of(LogField.HOUR, LogField.MINUTE, LogField.SECOND));
            }
        }
        return fields;
    }

    @Override
    public boolean parse(final LineCursor line, final LogEntry entry) {
        bytes = line.bytes();
        end = line.textEnd();
        if (end > line.lineStart() && bytes[end - 1] == '\r') {
            end--;
        }
        final int lineStart = line.lineStart();
        // First, because a prefix may well pass for the first variable's value.
        looks = end - lineStart;
        final int prefix = find(END_OF_PREFIX, lineStart);
        return prefix >= 0 && parseFrom(prefix + END_OF_PREFIX.length, entry) || parseFrom(lineStart, entry);
    }

    private boolean parseFrom(final int start, final LogEntry entry) {
        entry.begin(bytes);
        formatStart = start;
        looks = LOOKS_AT_LEAST + (long) LOOKS_PER_BYTE * (end - start);
        return match(0, start, entry);
    }

    /** True if the line is, from an offset on, what a piece and those behind it write. What a wrong way sets, the right one sets again. */
    private boolean match(final int firstIndex, final int from, final LogEntry entry) {
        int at = from;
        // Pieces that can be read in one way only need no way back.
        for (int index = firstIndex; index < all.length; index++) {
            final Piece piece = all[index];
            final boolean isQuoted = piece.quoted && at < end && bytes[at] == '"';
            if (piece.kind == Kind.TEXT) {
                if (!stands(piece.text, at)) {
                    return matchOddText(index, at, entry);
                }
                at += piece.text.length;
            } else if (piece.kind == Kind.NUMBER && !isQuoted) {
                final int valueEnd = numberEnd(at);
                if (!setNumber(piece.field, at, valueEnd, entry)) {
                    return false;
                }
                at = valueEnd;
            } else if (piece.kind == Kind.DATE && !isQuoted) {
                final int valueEnd = dateEnd(at);
                if (valueEnd < at || !take(piece, at, valueEnd, entry)) {
                    return false;
                }
                at = valueEnd;
            } else {
                return isQuoted ? matchUpTo(QUOTE, 1, index, at, at + 1, entry) : matchVariable(index, at, entry);
            }
        }
        return at == end;
    }

    /** A value whose end is to be found. */
    private boolean matchVariable(final int index, final int at, final LogEntry entry) {
        final Kind kind = all[index].kind;
        if (kind == Kind.CAPTURE) {
            return at < end && bytes[at] == '{' && matchUpTo(CLOSING_BRACE, 1, index, at, at + 1, entry) || matchValue(index, at, at, entry);
        }
        if (index + 1 == all.length) {
            return matchValue(index, at, end, entry);
        }
        if (all[index + 1].kind != Kind.TEXT) {
            // Only a quote could tell where it ends, but then an absent value has none.
            return at < end && bytes[at] == '-' && matchValue(index, at, at + 1, entry);
        }
        final byte[] next = all[index + 1].text;
        return next[0] == ':' && kind == Kind.ADDRESS ? matchAddress(index, at, entry)
            : matchUpTo(next, 0, index, at, at, entry) || kind == Kind.CAPTURE_LIST && matchValue(index, at, at, entry);
    }

    /** A text that does not stand there as it is: the space after captured headers that there are none of is the one before them. */
    private boolean matchOddText(final int index, final int at, final LogEntry entry) {
        final byte[] wanted = all[index].text;
        if (wanted[0] == ' ' && index > 0 && (at == formatStart || bytes[at - 1] == ' ') && all[index - 1].kind.isCapture()
            && at + wanted.length - 1 <= end && Arrays.equals(wanted, 1, wanted.length, bytes, at, at + wanted.length - 1)) {
            return match(index + 1, at + wanted.length - 1, entry);
        }
        return at == end && isNothingLeft(index);
    }

    /** True if nothing but spaces, which may have been lost on the way, and captured headers that there are none of would follow. */
    private boolean isNothingLeft(final int index) {
        for (final Piece piece : pieces.subList(index, pieces.size())) {
            if (piece.kind == Kind.TEXT ? piece.text.length > 1 || piece.text[0] != ' ' : !piece.kind.isCapture()) {
                return false;
            }
        }
        return true;
    }

    /** Tries each place where a text stands as the end of a variable's value, of which the first bytes of the text are part. */
    private boolean matchUpTo(final byte[] text, final int partOfValue, final int index, final int at, final int from, final LogEntry entry) {
        for (int found = find(text, from); found >= 0; found = find(text, found + 1)) {
            if (matchValue(index, at, found + partOfValue, entry)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchValue(final int index, final int at, final int valueEnd, final LogEntry entry) {
        return take(all[index], at, valueEnd, entry) && match(index + 1, valueEnd, entry);
    }

    private int numberEnd(final int from) {
        int at = from < end && bytes[from] == '+' ? from + 1 : from;
        if (at < end && bytes[at] == '-') {
            at++;
        }
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** Where a date ends, with its milliseconds or its zone; -1 if there is none. */
    private int dateEnd(final int from) {
        final int seconds = from + SECOND_LENGTH;
        if (!hasShape(DATE, from)) {
            return -1;
        }
        if (hasShape(ZONE, seconds)) {
            return seconds + ZONE.length();
        }
        return seconds < end && bytes[seconds] == '.' ? numberEnd(seconds + 1) : seconds;
    }

    private boolean hasShape(final String shape, final int from) {
        if (from + shape.length() > end) {
            return false;
        }
        for (int index = 0; index < shape.length(); index++) {
            final byte found = bytes[from + index];
            final char wanted = shape.charAt(index);
            final boolean isSo = switch (wanted) {
                case 'a' -> true;
                case 'd' -> found >= '0' && found <= '9';
                case 's' -> found == '+' || found == '-';
                default -> found == wanted;
            };
            if (!isSo) {
                return false;
            }
        }
        return true;
    }

    /** Sets what a variable says; false if that cannot be. */
    private boolean take(final Piece piece, final int from, final int to, final LogEntry entry) {
        final boolean isQuoted = piece.quoted && to - from >= 2 && bytes[from] == '"';
        if (piece.quoted && !isQuoted && hasQuote(from, to)) {
            return false;
        }
        final int start = isQuoted ? from + 1 : from;
        final int stop = isQuoted ? to - 1 : to;
        final LogField field = piece.field;
        if (piece.kind == Kind.NUMBER) {
            return setNumber(field, start, stop, entry);
        }
        if (field == LogField.SERVER && entry.end(LogField.BACKEND) == start - 1) {
            entry.setText(LogField.SERVER, entry.start(LogField.BACKEND), stop);
        } else if (field == LogField.URL) {
            setUrl(start, stop, entry);
        } else if (field != null) {
            entry.setText(field, start, stop);
        } else if (piece.kind == Kind.REQUEST) {
            setRequest(start, stop, entry);
        } else if (piece.kind == Kind.DATE) {
            entry.setText(LogField.HOUR, start, Math.min(stop, start + HOUR_LENGTH));
            entry.setText(LogField.MINUTE, start, Math.min(stop, start + MINUTE_LENGTH));
            entry.setText(LogField.SECOND, start, Math.min(stop, start + SECOND_LENGTH));
        }
        return true;
    }

    private boolean hasQuote(final int from, final int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '"') {
                return true;
            }
        }
        return false;
    }

    private boolean setNumber(final LogField field, final int start, final int stop, final LogEntry entry) {
        final int digits = start < stop && bytes[start] == '+' ? start + 1 : start;
        final int first = digits < stop && bytes[digits] == '-' ? digits + 1 : digits;
        for (int at = first; at < stop; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        if (first == stop) {
            return false;
        }
        if (field == LogField.STATUS) {
            entry.setStatus(FieldNumbers.read(bytes, digits), digits, stop);
        } else {
            entry.setNumber(field, field == LogField.BYTES ? FieldNumbers.readLong(bytes, digits) : FieldNumbers.read(bytes, digits), digits, stop);
        }
        return true;
    }

    private void setRequest(final int start, final int stop, final LogEntry entry) {
        int space = start;
        while (space < stop && bytes[space] != ' ') {
            space++;
        }
        entry.setText(LogField.METHOD, start, space);
        int urlEnd = Math.min(stop, space + 1);
        while (urlEnd < stop && bytes[urlEnd] != ' ') {
            urlEnd++;
        }
        setUrl(space < stop ? space + 1 : start, space < stop ? urlEnd : stop, entry);
    }

    private void setUrl(final int start, final int stop, final LogEntry entry) {
        int pathEnd = start;
        while (pathEnd < stop && bytes[pathEnd] != '?' && bytes[pathEnd] != ';') {
            pathEnd++;
        }
        entry.setText(LogField.URL, start, stop);
        entry.setText(LogField.PATH, start, pathEnd);
    }

    /** Tries the colons before the next space as the one before the port, from the last on: an IPv6 address has others. */
    private boolean matchAddress(final int index, final int at, final LogEntry entry) {
        int colon = at;
        while (colon < end && bytes[colon] != ' ') {
            colon++;
        }
        while (--colon >= at && looks-- >= 0) {
            if (bytes[colon] == ':' && matchValue(index, at, colon, entry)) {
                return true;
            }
        }
        return false;
    }

    /** Where a text stands at or after an offset, -1 if nowhere, or if enough has been looked at. */
    private int find(final byte[] text, final int from) {
        final byte first = text[0];
        final byte[] line = bytes;
        final long last = Math.min(end - (long) text.length, from + looks);
        for (int at = from; at <= last; at++) {
            if (line[at] == first && stands(text, at)) {
                looks -= at - from + 1;
                return at;
            }
        }
        looks -= Math.max(0, last - from + 1);
        return -1;
    }

    /** Texts are short, often of one byte: no call is as quick as a loop. */
    private boolean stands(final byte[] text, final int at) {
        if (at + text.length > end) {
            return false;
        }
        for (int index = 0; index < text.length; index++) {
            if (bytes[at + index] != text[index]) {
                return false;
            }
        }
        return true;
    }

    /** Spaces are put out as one, and none at the start. */
    private void append(final char next) {
        final boolean isAfterSpace = text.isEmpty() ? pieces.isEmpty() : text.charAt(text.length() - 1) == ' ';
        if (next != ' ' || !isAfterSpace) {
            text.append(next);
        }
    }

    private void addText() {
        if (!text.isEmpty()) {
            pieces.add(Piece.ofText(text.toString()));
            text.setLength(0);
        }
    }

    /** Adds the variable after a percent sign; returns where it ends. */
    private int addVariable(final String format, final int from) {
        int at = from;
        boolean quoted = allQuoted;
        if (format.charAt(at) == '{') {
            final int close = format.indexOf('}', at);
            if (close < 0) {
                throw new IllegalArgumentException("--log-format: no closing brace after '" + format.substring(0, at + 1) + "'");
            }
            final String flags = format.substring(at, close);
            quoted = flags.contains("+Q") || quoted && !flags.contains("-Q");
            at = close + 1;
        }
        final int start = at;
        if (at < format.length() && format.charAt(at) == '[') {
            at = format.indexOf(']', at) + 1;
            if (at == 0) {
                throw new IllegalArgumentException("--log-format: no closing bracket after '" + format.substring(0, start + 1) + "'");
            }
        } else {
            while (at < format.length() && Character.isLetter(format.charAt(at))) {
                at++;
            }
        }
        if (at == start) {
            throw new IllegalArgumentException("--log-format: no variable after '" + format.substring(0, start) + "'");
        }
        final String name = format.substring(start, at);
        if (name.equals("o")) {
            allQuoted = quoted;
            return at;
        }
        if (name.charAt(0) != '[' && !FIELDS.containsKey(name) && !DATES.contains(name) && !OTHERS.contains(name)) {
            throw new IllegalArgumentException("--log-format: no variable '%" + name + "'");
        }
        addText();
        if (!pieces.isEmpty() && pieces.getLast().variable != null && !pieces.getLast().quoted) {
            throw new IllegalArgumentException("--log-format: nothing between '%" + pieces.getLast().variable + "' and '%" + name + "'");
        }
        pieces.add(Piece.ofVariable(name, quoted));
        return at;
    }
}

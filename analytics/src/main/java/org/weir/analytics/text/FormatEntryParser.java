package org.weir.analytics.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads lines that were written with a {@code log-format} string. A variable's value ends where the text after the variable stands in the line; a
 * quoted one ({@code %{+Q}r}) at its closing quote. Variables that no field speaks of are passed over. A syslog prefix before the format is found.
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
    private static final List<String> ADDRESSES = List.of("ci", "fi", "bi", "si");
    /** What may have a backslash before it in a configuration. */
    private static final String ESCAPED = " \\\"'#";
    private static final byte[] END_OF_PREFIX = {']', ':', ' '};
    private static final byte[] QUOTE = {'"'};
    private static final int HOUR_LENGTH = "19/Feb/2023:04".length();
    private static final int MINUTE_LENGTH = HOUR_LENGTH + 3;
    private static final int SECOND_LENGTH = MINUTE_LENGTH + 3;

    /**
     * One piece of the format.
     *
     * @param variable null for text
     * @param text what stands in the line, empty for a variable
     */
    private record Piece(String variable, byte[] text, boolean quoted) {
    }

    private final List<Piece> pieces = new ArrayList<>();
    /** Text before the next variable. */
    private final StringBuilder text = new StringBuilder();
    /** Set by {@code %{+Q}o} for all that follows. */
    private boolean allQuoted;
    private byte[] bytes;
    private int end;

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
    }

    @Override
    public boolean parse(final LineCursor line, final LogEntry entry) {
        bytes = line.bytes();
        end = line.textEnd();
        if (end > line.lineStart() && bytes[end - 1] == '\r') {
            end--;
        }
        // First, because a prefix may well pass for the first variable's value.
        final int prefix = find(END_OF_PREFIX, line.lineStart());
        return prefix >= 0 && parseFrom(prefix + END_OF_PREFIX.length, entry) || parseFrom(line.lineStart(), entry);
    }

    private boolean parseFrom(final int start, final LogEntry entry) {
        entry.begin(bytes);
        int at = start;
        for (int index = 0; index < pieces.size(); index++) {
            final Piece piece = pieces.get(index);
            if (piece.variable == null) {
                if (find(piece.text, at) != at) {
                    return false;
                }
                at += piece.text.length;
                continue;
            }
            int valueEnd = end;
            if (piece.quoted && at < end && bytes[at] == '"') {
                valueEnd = find(QUOTE, at + 1) + 1;
            } else if (index + 1 < pieces.size()) {
                final byte[] next = pieces.get(index + 1).text;
                valueEnd = next[0] == ':' && ADDRESSES.contains(piece.variable) ? portColon(at) : find(next, at);
            }
            if (valueEnd < at) {
                return false;
            }
            if (!take(piece, at, valueEnd, entry)) {
                return false;
            }
            at = valueEnd;
        }
        return at == end;
    }

    /** Sets what a variable says; false if that cannot be. */
    private boolean take(final Piece piece, final int from, final int to, final LogEntry entry) {
        final boolean isQuoted = piece.quoted && to - from >= 2 && bytes[from] == '"';
        final int start = isQuoted ? from + 1 : from;
        final int stop = isQuoted ? to - 1 : to;
        final LogField field = FIELDS.get(piece.variable);
        if (field != null && field.isNumber()) {
            return setNumber(field, start, stop, entry);
        }
        if (field == LogField.SERVER && entry.end(LogField.BACKEND) == start - 1) {
            entry.setText(LogField.SERVER, entry.start(LogField.BACKEND), stop);
        } else if (field == LogField.URL) {
            setUrl(start, stop, entry);
        } else if (field != null) {
            entry.setText(field, start, stop);
        } else if (piece.variable.equals("r")) {
            setRequest(start, stop, entry);
        } else if (DATES.contains(piece.variable)) {
            entry.setText(LogField.HOUR, start, Math.min(stop, start + HOUR_LENGTH));
            entry.setText(LogField.MINUTE, start, Math.min(stop, start + MINUTE_LENGTH));
            entry.setText(LogField.SECOND, start, Math.min(stop, start + SECOND_LENGTH));
        }
        return true;
    }

    private boolean setNumber(final LogField field, final int start, final int stop, final LogEntry entry) {
        final int digits = start < stop && bytes[start] == '+' ? start + 1 : start;
        for (int at = digits; at < stop; at++) {
            if ((bytes[at] < '0' || bytes[at] > '9') && (bytes[at] != '-' || at > digits)) {
                return false;
            }
        }
        if (digits == stop) {
            return false;
        }
        entry.setNumber(field, FieldNumbers.read(bytes, digits), digits, stop);
        if (field == LogField.STATUS) {
            entry.setNumber(LogField.CLASS, bytes[digits] - '0', digits, digits + 1);
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

    /** The last colon before the next space: an IPv6 address has others. */
    private int portColon(final int from) {
        int colon = -1;
        for (int at = from; at < end && bytes[at] != ' '; at++) {
            if (bytes[at] == ':') {
                colon = at;
            }
        }
        return colon;
    }

    /** Where a text stands at or after an offset, -1 if nowhere. */
    private int find(final byte[] text, final int from) {
        for (int at = from; at <= end - text.length; at++) {
            int same = 0;
            while (same < text.length && bytes[at + same] == text[same]) {
                same++;
            }
            if (same == text.length) {
                return at;
            }
        }
        return -1;
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
            pieces.add(new Piece(null, text.toString().getBytes(StandardCharsets.UTF_8), false));
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
        pieces.add(new Piece(name, new byte[0], quoted));
        return at;
    }
}

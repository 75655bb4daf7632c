package org.weir.engine.expr;

import org.agrona.MutableDirectBuffer;

/**
 * Engine agent only. Renders log-format strings where rules use them. Control characters of values become {@code %XX}, as HAProxy writes them, so
 * that a value never breaks out of its line.
 */
public final class LogFormatRenderer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private LogFormatRenderer() {
    }

    /**
     * Appends a format string.
     *
     * @return the new end, cut at {@code limit}
     */
    public static int append(LogFormat format, SampleContext context, MutableDirectBuffer out, int offset, int limit) {
        int end = offset;
        for (int i = 0, count = format.nodes().size(); i < count; i++) {
            end = switch (format.nodes().get(i)) {
                case LogFormat.Node.Text text -> appendBytes(text.bytes(), out, end, limit);
                case LogFormat.Node.Variable variable -> appendVariable(variable, context, out, end, limit);
                case LogFormat.Node.Value value -> appendValue(value, context, out, end, limit);
            };
        }
        return end;
    }

    private static int appendBytes(byte[] bytes, MutableDirectBuffer out, int offset, int limit) {
        final int length = Math.min(bytes.length, limit - offset);
        out.putBytes(offset, bytes, 0, length);
        return offset + length;
    }

    private static int appendVariable(LogFormat.Node.Variable variable, SampleContext context, MutableDirectBuffer out, int offset, int limit) {
        int start = offset;
        if (variable.quoted() && start < limit) {
            out.putByte(start++, (byte) '"');
        }
        int end = context.appendLogVariable(variable.variable(), out, start, limit);
        if (end == start && isCaptures(variable.variable())) {
            return offset;
        }
        end = variable.hexadecimal()
            ? HexadecimalText.rewrite(variable.variable(), out, start, end, limit)
            : escape(out, start, end, limit, variable.escaped());
        return closeQuote(variable.quoted(), out, end, limit);
    }

    /** Where nothing is captured, there is nothing to quote. */
    private static boolean isCaptures(LogVariable variable) {
        return variable == LogVariable.REQUEST_CAPTURES || variable == LogVariable.REQUEST_CAPTURES_LIST
                || variable == LogVariable.RESPONSE_CAPTURES || variable == LogVariable.RESPONSE_CAPTURES_LIST;
    }

    /** In rules, unlike logs, HAProxy does not quote the values of expressions. */
    private static int appendValue(LogFormat.Node.Value value, SampleContext context, MutableDirectBuffer out, int offset, int limit) {
        final Sample sample = value.expression().text(context);
        if (sample == null) {
            return offset;
        }
        final int length = Math.min(sample.length(), limit - offset);
        out.putBytes(offset, sample.bytes(), sample.offset(), length);
        return escape(out, offset, offset + length, limit, value.escaped());
    }

    private static int closeQuote(boolean quoted, MutableDirectBuffer out, int offset, int limit) {
        if (quoted && offset < limit) {
            out.putByte(offset, (byte) '"');
            return offset + 1;
        }
        return offset;
    }

    /** Expands the control characters (and with {@code escaped} the quote, backslash and bracket) of what was just written; returns the new end. */
    private static int escape(MutableDirectBuffer out, int from, int to, int limit, boolean escaped) {
        int growth = 0;
        for (int i = from; i < to; i++) {
            growth += growth(out.getByte(i), escaped);
        }
        if (growth == 0) {
            return to;
        }
        // From the end backwards, so that nothing is overwritten before it was moved; what ends up beyond the limit is cut.
        int write = to + growth;
        final int end = Math.min(write, limit);
        for (int i = to - 1; i >= from; i--) {
            final byte b = out.getByte(i);
            switch (growth(b, escaped)) {
                case 0 -> put(out, --write, b, limit);
                case 1 -> {
                    put(out, --write, b, limit);
                    put(out, --write, (byte) '\\', limit);
                }
                default -> {
                    put(out, --write, HEX[b & 0xF], limit);
                    put(out, --write, HEX[b >> 4 & 0xF], limit);
                    put(out, --write, (byte) '%', limit);
                }
            }
        }
        return end;
    }

    private static int growth(byte b, boolean escaped) {
        if (b >= 0 && b < ' ' && b != '\t' || b == 0x7F) {
            return 2;
        }
        return escaped && (b == '"' || b == '\\' || b == ']') ? 1 : 0;
    }

    private static void put(MutableDirectBuffer out, int index, byte b, int limit) {
        if (index < limit) {
            out.putByte(index, b);
        }
    }
}

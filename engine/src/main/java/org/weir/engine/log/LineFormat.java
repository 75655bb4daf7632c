package org.weir.engine.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.weir.analytics.line.LogText;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogVariable;
import org.weir.io.net.NetAddress;

/** Journal agent only. A log-format string made ready to render lines. Spaces of the format in a row, with nothing between them, show as one. */
final class LineFormat {
    private final Part[] parts;

    /** Without a format, a line says who connected to what. */
    static final LineFormat CONNECT = new LineFormat(new Part[0]);

    private sealed interface Part {
        record Space() implements Part {}

        record Text(byte[] bytes) implements Part {}

        record Variable(LogVariable variable, int flags) implements Part {}

        /** The next of the expressions' values in the record. */
        record Value(int flags) implements Part {}
    }

    private LineFormat(Part[] parts) {
        this.parts = parts;
    }

    static LineFormat of(LogFormat format) {
        if (format == null) {
            return CONNECT;
        }
        List<Part> parts = new ArrayList<>();
        for (LogFormat.Node node : format.nodes()) {
            switch (node) {
                case LogFormat.Node.Text text -> split(text.bytes(), parts);
                case LogFormat.Node.Variable v -> parts.add(new Part.Variable(v.variable(),
                        LogFlags.of(v.quoted(), v.hexadecimal(), v.escaped(), v.mandatory())));
                case LogFormat.Node.Value v -> parts.add(new Part.Value(LogFlags.of(v.quoted(), v.hexadecimal(), v.escaped(), true)));
            }
        }
        return new LineFormat(parts.toArray(new Part[0]));
    }

    private static void split(byte[] text, List<Part> parts) {
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == ' ') {
                if (i > start) {
                    parts.add(new Part.Text(Arrays.copyOfRange(text, start, i)));
                }
                if (i < text.length) {
                    parts.add(new Part.Space());
                }
                start = i + 1;
            }
        }
    }

    /**
     * Renders a line.
     *
     * @param values a record whose next texts are the values of the format's expressions
     * @return the new end, cut at {@code limit}
     */
    int append(StreamOutcome outcome, StreamRecordDecoder values, MutableDirectBuffer out, int offset, int limit) {
        if (this == CONNECT) {
            return connect(outcome, out, offset, limit);
        }
        int end = offset;
        boolean spaced = true;
        for (Part part : parts) {
            int before = end;
            switch (part) {
                case Part.Space ignored -> {
                    end = spaced ? end : LogText.put(out, end, limit, ' ');
                    spaced = true;
                    continue;
                }
                case Part.Text text -> end = LogText.put(out, end, limit, text.bytes);
                case Part.Variable v -> end = LogVariableRenderer.append(v.variable, v.flags, outcome, out, end, limit);
                case Part.Value v -> end = value(v.flags, values, out, end, limit);
            }
            spaced &= end == before;
        }
        return end;
    }

    /**
     * A value stands as it is, but for the three bytes that would end the record for those who read it; in HAProxy 2.6 they would.
     */
    private static int value(int flags, StreamRecordDecoder values, MutableDirectBuffer out, int offset, int limit) {
        int start = LogFlags.open(flags, out, offset, limit);
        int end = start;
        if (values.nextText() && values.textLength() > 0) {
            DirectBuffer text = values.buffer();
            for (int i = values.textOffset(), to = i + values.textLength(); i < to; i++) {
                byte b = text.getByte(i);
                end = b == '\n' || b == '\r' || b == 0 ? LogText.encoded(out, end, limit, b) : LogText.put(out, end, limit, (char) b);
            }
        } else {
            end = LogFlags.missing(flags, out, start, limit);
        }
        return LogFlags.close(flags, out, start, end, limit);
    }

    /** Configuration manual, section 8.2.1. A UNIX socket is named by the number of its bind line. */
    private static int connect(StreamOutcome o, MutableDirectBuffer out, int offset, int limit) {
        int end;
        if (o.client.family() == NetAddress.UNIX) {
            end = LogText.put(out, offset, limit, "Connect to unix:");
            end = LogText.number(out, end, limit, o.frontend.port());
        } else {
            end = endpoint(o, LogVariable.CLIENT_IP, LogVariable.CLIENT_PORT, out, LogText.put(out, offset, limit, "Connect from "), limit);
            end = endpoint(o, LogVariable.FRONTEND_IP, LogVariable.FRONTEND_PORT, out, LogText.put(out, end, limit, " to "), limit);
        }
        end = LogText.put(out, LogText.put(out, end, limit, " ("), limit, o.frontendName);
        return LogText.put(out, end, limit, o.http ? "/HTTP)" : "/TCP)");
    }

    private static int endpoint(StreamOutcome o, LogVariable host, LogVariable port, MutableDirectBuffer out, int offset, int limit) {
        int end = LogText.put(out, LogVariableRenderer.append(host, o, out, offset, limit), limit, ':');
        return LogVariableRenderer.append(port, o, out, end, limit);
    }
}

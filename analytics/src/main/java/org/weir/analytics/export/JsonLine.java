package org.weir.analytics.export;

import org.agrona.DirectBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.LogText;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamRecordDecoder;

/** A record as one JSON object (RFC 8259) on one line, with all its fields; what it does not have is null. One thread. */
public final class JsonLine implements RecordText {
    private static final byte[] NULL = LogText.ascii("null");
    private static final byte[] UNICODE = LogText.ascii("\\u00");
    private static final String HEX = "0123456789abcdef";

    private final RecordFields fields = new RecordFields();
    private final Sink sink = new Sink();

    @Override
    public void append(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        sink.begin(out, '{');
        fields.tell(record, names, sink);
        sink.end('}');
    }

    /** An array alone, as CSV has its lists. */
    static final class Sink implements FieldSink {
        private final Utf8Text text = new Utf8Text();
        private LineBuffer out;
        private boolean first;

        void begin(LineBuffer target, char bracket) {
            out = target;
            out.ensure(1);
            out.put(bracket);
            first = true;
        }

        void end(char bracket) {
            out.ensure(1);
            out.put(bracket);
            first = false;
        }

        private void name(String name) {
            out.ensure(1);
            if (!first) {
                out.put(',');
            }
            first = false;
            if (name != null) {
                out.ensure(name.length() + 3);
                out.put('"');
                out.text(name);
                out.put('"');
                out.put(':');
            }
            out.ensure(LineBuffer.LONGEST_NUMBER);
        }

        @Override
        public void number(String name, long value) {
            name(name);
            out.number(value);
        }

        @Override
        public void none(String name) {
            name(name);
            out.put(NULL);
        }

        @Override
        public void flag(String name, boolean value) {
            name(name);
            out.text(value ? "true" : "false");
        }

        @Override
        public void word(String name, String value) {
            name(name);
            out.put('"');
            out.text(value);
            out.ensure(1);
            out.put('"');
        }

        @Override
        public void text(String name, DirectBuffer source, int offset, int lengthBytes) {
            name(name);
            text.read(source, offset, lengthBytes);
            byte[] bytes = text.bytes();
            out.ensure(6 * text.length() + 2);
            out.put('"');
            for (int i = 0; i < text.length(); i++) {
                byte b = bytes[i];
                if (b == '"' || b == '\\') {
                    out.put('\\');
                    out.put((char) b);
                } else if (b >= 0 && b < ' ' || b == 0x7F) {
                    out.put(UNICODE);
                    out.put(HEX.charAt(b >> 4));
                    out.put(HEX.charAt(b & 0xF));
                } else {
                    out.put((char) b);
                }
            }
            out.put('"');
        }

        @Override
        public void beginList(String name) {
            name(name);
            out.put('[');
            first = true;
        }

        @Override
        public void endList() {
            end(']');
        }
    }
}

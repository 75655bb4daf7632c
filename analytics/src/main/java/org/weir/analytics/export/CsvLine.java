package org.weir.analytics.export;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.RecordText;
import org.weir.analytics.record.RecordNames;
import org.weir.analytics.record.StreamRecordDecoder;
import org.weir.analytics.record.StreamRecordEncoder;

/**
 * A record as a line of CSV after RFC 4180, behind a header. What the record does not have is empty, an empty text is {@code ""}, a list is a JSON array.
 * One thread.
 */
public final class CsvLine implements RecordText {
    private final RecordFields fields = new RecordFields();
    private final Sink sink = new Sink();

    @Override
    public void begin(LineBuffer out) {
        ExpandableArrayBuffer empty = new ExpandableArrayBuffer(1024);
        int length = new StreamRecordEncoder().wrap(empty, 0, empty.capacity()).finish();
        sink.begin(out, true);
        fields.tell(new StreamRecordDecoder().wrap(empty, 0, length), new RecordNames(), sink);
        out.text("\r\n");
    }

    /** RFC 4180 ends a line with CR LF: the carriage return is part of what is appended. */
    @Override
    public void append(StreamRecordDecoder record, RecordNames names, LineBuffer out) {
        sink.begin(out, false);
        fields.tell(record, names, sink);
        out.text("\r");
    }

    private static final class Sink implements FieldSink {
        private final Utf8Text text = new Utf8Text();
        private final JsonLine.Sink list = new JsonLine.Sink();
        private final LineBuffer listText = new LineBuffer(256);
        private final UnsafeBuffer listBytes = new UnsafeBuffer(0, 0);
        private LineBuffer out;
        private boolean header;
        private boolean first;
        private boolean inList;
        private boolean listEmpty;

        void begin(LineBuffer target, boolean asHeader) {
            out = target;
            header = asHeader;
            first = true;
            inList = false;
        }

        /** Begins a field. @return whether its value is wanted, not its name */
        private boolean field(String name) {
            out.ensure(LineBuffer.LONGEST_NUMBER + name.length() + 1);
            if (!first) {
                out.put(',');
            }
            first = false;
            if (header) {
                out.text(name);
            }
            return !header;
        }

        @Override
        public void number(String name, long value) {
            if (field(name)) {
                out.number(value);
            }
        }

        @Override
        public void none(String name) {
            if (inList) {
                listEmpty = false;
                list.none(null);
            } else {
                field(name);
            }
        }

        @Override
        public void flag(String name, boolean value) {
            if (field(name)) {
                out.text(value ? "true" : "false");
            }
        }

        @Override
        public void word(String name, String value) {
            if (field(name)) {
                out.text(value);
            }
        }

        @Override
        public void text(String name, DirectBuffer source, int offset, int lengthBytes) {
            if (inList) {
                listEmpty = false;
                list.text(null, source, offset, lengthBytes);
            } else if (field(name)) {
                value(source, offset, lengthBytes);
            }
        }

        private void value(DirectBuffer source, int offset, int lengthBytes) {
            text.read(source, offset, lengthBytes);
            byte[] bytes = text.bytes();
            int length = text.length();
            boolean quoted = length == 0;
            for (int i = 0; i < length; i++) {
                quoted |= bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\r' || bytes[i] == '\n';
            }
            out.ensure(2 * length + 2);
            if (quoted) {
                out.put('"');
            }
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '"') {
                    out.put('"');
                }
                out.put((char) bytes[i]);
            }
            if (quoted) {
                out.put('"');
            }
        }

        @Override
        public void beginList(String name) {
            if (field(name)) {
                inList = true;
                listEmpty = true;
                listText.clear();
                list.begin(listText, '[');
            }
        }

        @Override
        public void endList() {
            if (inList) {
                inList = false;
                list.end(']');
                if (!listEmpty) {
                    listBytes.wrap(listText.bytes());
                    value(listBytes, 0, listText.length());
                }
            }
        }
    }
}

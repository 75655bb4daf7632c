package org.weir.engine.expr;

import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.KnownHeader;
import org.weir.engine.http.MessageHead;
import org.weir.engine.http.MethodId;

/** Engine agent only. The fetches that look at the request line; configuration manual, section 7.3.6. */
final class UrlFetches {
    private UrlFetches() {
    }

    /** Slices of the request or status line. */
    static final class Part extends Fetch {
        /** Which slice. */
        enum Kind { METHOD, URL, PATH, PATH_AND_QUERY, QUERY, REQUEST_VERSION, RESPONSE_VERSION, STATUS, IS_HTTP }

        private static final UnsafeBuffer VERSION_10 = new UnsafeBuffer(AsciiText.bytes("1.0"));
        private static final UnsafeBuffer VERSION_11 = new UnsafeBuffer(AsciiText.bytes("1.1"));
        /** By {@link MethodId}. */
        private static final UnsafeBuffer[] METHODS = Stream.of("", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH")
            .map(name -> new UnsafeBuffer(AsciiText.bytes(name))).toArray(UnsafeBuffer[]::new);
        private final Kind kind;

        Part(Kind kind) {
            this.kind = kind;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = kind == Kind.STATUS || kind == Kind.RESPONSE_VERSION ? context.response() : context.request();
            if (index > 0) {
                return false;
            }
            if (head == null && kind == Kind.METHOD) {
                return rememberedMethod(context.requestMethodId(), result);
            }
            if (head == null) {
                result.setBool(false);
                return kind == Kind.IS_HTTP;
            }
            final DirectBuffer buffer = head.buffer();
            switch (kind) {
                case METHOD -> result.setMethod(head.methodId(), buffer, head.methodOffset(), head.methodLength());
                case URL -> result.setText(buffer, head.targetOffset(), head.targetLength());
                case PATH -> {
                    return path(head, head.pathLength(), result);
                }
                case PATH_AND_QUERY -> {
                    return path(head, head.targetOffset() + head.targetLength() - head.pathOffset(), result);
                }
                case QUERY -> {
                    result.setText(buffer, head.queryOffset(), head.queryLength());
                    return head.hasQuery();
                }
                case REQUEST_VERSION, RESPONSE_VERSION -> result.setText(head.version() < 11 ? VERSION_10 : VERSION_11, 0, 3);
                case STATUS -> result.setNumber(head.status());
                case IS_HTTP -> result.setBool(true);
            }
            return true;
        }

        /** In responses and logs the request's head is gone, but HAProxy still knows the method. */
        private static boolean rememberedMethod(int id, Sample result) {
            result.setMethod(id, METHODS[id], 0, METHODS[id].capacity());
            return id != MethodId.OTHER;
        }

        private static boolean path(MessageHead head, int length, Sample result) {
            result.setText(head.buffer(), head.pathOffset(), length);
            return head.pathLength() > 0 && head.buffer().getByte(head.pathOffset()) == '/';
        }
    }

    /** {@code base}, {@code baseq} and the numbers made of them: the first Host and the path. */
    static final class HostAndPath extends Fetch {
        private final boolean withQuery;
        private final boolean hashed;
        private final TextScratch scratch = new TextScratch();

        HostAndPath(boolean withQuery, boolean hashed) {
            this.withQuery = withQuery;
            this.hashed = hashed;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = context.request();
            if (head == null || index > 0) {
                return false;
            }
            final int host = head.find(KnownHeader.HOST, 0);
            final int hostLength = host < 0 ? 0 : head.valueLength(host);
            final boolean slash = head.pathLength() > 0 && head.buffer().getByte(head.pathOffset()) == '/';
            final int pathLength = !slash ? 0 : withQuery ? head.targetOffset() + head.targetLength() - head.pathOffset() : head.pathLength();
            final UnsafeBuffer out = scratch.room(hostLength + pathLength);
            if (out == null) {
                return false;
            }
            if (hostLength > 0) {
                out.putBytes(0, head.buffer(), head.valueOffset(host), hostLength);
            }
            out.putBytes(hostLength, head.buffer(), head.pathOffset(), pathLength);
            if (hashed) {
                result.setNumber(Hashes.avalanche(Hashes.sdbm(out, 0, hostLength + pathLength)) & 0xFFFF_FFFFL);
            } else {
                result.setText(out, 0, hostLength + pathLength);
            }
            return true;
        }
    }

    /** {@code url_param}, {@code urlp_val}: parameters {@code name=value} behind the first delimiter. */
    static final class Parameter extends Fetch {
        private final byte[] name;
        private final byte delimiter;
        private final boolean number;
        private final boolean iterating;
        private int position;
        private int expected = -1;
        private int valueOffset;
        private int valueEnd;

        Parameter(byte[] name, byte delimiter, boolean number, boolean iterating) {
            this.name = name;
            this.delimiter = delimiter;
            this.number = number;
            this.iterating = iterating;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final MessageHead head = context.request();
            if (head == null || index > 0 && !iterating) {
                return false;
            }
            final DirectBuffer buffer = head.buffer();
            final int end = head.targetOffset() + head.targetLength();
            if (index == 0 || index != expected) {
                final int start = AsciiText.indexOf(buffer, head.targetOffset(), end, delimiter);
                position = start < 0 ? end : start + 1;
                expected = 0;
            }
            while (next(buffer, end)) {
                if (expected++ == index) {
                    if (number) {
                        result.setNumber(Casts.leadingNumber(buffer, valueOffset, valueEnd - valueOffset));
                    } else {
                        result.setText(buffer, valueOffset, valueEnd - valueOffset);
                    }
                    return true;
                }
            }
            expected = -1;
            return false;
        }

        private boolean next(DirectBuffer buffer, int end) {
            while (position < end) {
                final int start = position;
                final int equals = endOfName(buffer, start, end);
                // The name comes first: one that holds the delimiter is found too, and only then does the delimiter end the value.
                final int stop = endOfParameter(buffer, equals < 0 ? start : equals, end);
                position = stop + 1;
                if (equals >= 0) {
                    valueOffset = equals + 1;
                    valueEnd = stop;
                    return true;
                }
            }
            return false;
        }

        /** Where the equals sign of a parameter that is asked for stands, -1 when another one begins here. */
        private int endOfName(DirectBuffer buffer, int start, int end) {
            if (name.length > 0) {
                final int stop = start + name.length;
                return stop < end && buffer.getByte(stop) == '=' && AsciiText.equal(buffer, start, name.length, name) ? stop : -1;
            }
            final int equals = AsciiText.indexOf(buffer, start, end, (byte) '=');
            return equals < endOfParameter(buffer, start, end) ? equals : -1;
        }

        private int endOfParameter(DirectBuffer buffer, int start, int end) {
            int i = start;
            while (i < end) {
                final byte b = buffer.getByte(i);
                if (b == '&' || b == ';' || b == delimiter) {
                    break;
                }
                i++;
            }
            return i;
        }
    }
}

package org.weir.analytics.zone;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.zone.ZoneRules;

/** A file of compiled zone data (RFC 9636): its changes of the offset, and the rules for the time after them. Leap seconds are not counted. */
final class ZoneFile {
    private static final int MAGIC = 0x545A_6966; // TZif
    private static final int RESERVED_BYTES = 15;
    /** Before this the files have one time that stands for the beginning of the world. */
    private static final long EARLIEST = -100_000_000_000L;
    private static final long LATEST = 100_000_000_000L;

    private final ByteBuffer in;
    private int flagsBytes;
    private int leapSeconds;
    private int times;
    private int types;
    private int nameBytes;

    private ZoneFile(final byte[] content) {
        in = ByteBuffer.wrap(content);
    }

    /** The rules of a file with this content, null when it is none of a zone. */
    static ZoneRules rules(final byte[] content) {
        try {
            return new ZoneFile(content).read();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return null; // The C library takes a broken file for none, too.
        }
    }

    private ZoneRules read() {
        int version = header();
        int timeBytes = Integer.BYTES;
        if (version >= '2') {
            in.position(in.position() + bodyBytes(timeBytes));
            timeBytes = Long.BYTES;
            version = header();
        }
        if (version < 0 || types <= 0 || times < 0) {
            return null;
        }
        final int data = in.position();
        final int indexes = data + times * timeBytes;
        final int firstType = indexes + times;
        final Transitions transitions = new Transitions(in.getInt(firstType));
        for (int i = 0; i < times; i++) {
            final long second = timeBytes == Long.BYTES ? in.getLong(data + i * timeBytes) : in.getInt(data + i * timeBytes);
            if (second >= EARLIEST && second <= LATEST) {
                transitions.change(second, in.getInt(firstType + 6 * (in.get(indexes + i) & 0xff)));
            }
        }
        if (timeBytes == Long.BYTES) {
            final int footer = data + bodyBytes(timeBytes) + 1;
            final String rest = new String(in.array(), footer, in.capacity() - footer, StandardCharsets.US_ASCII);
            WrittenZone.follow(rest.strip(), transitions);
        }
        return transitions.rules();
    }

    /** Returns the version's character, or -1 where there is no header. */
    private int header() {
        if (in.getInt() != MAGIC) {
            return -1;
        }
        final int version = in.get();
        in.position(in.position() + RESERVED_BYTES);
        flagsBytes = in.getInt() + in.getInt();
        leapSeconds = in.getInt();
        times = in.getInt();
        types = in.getInt();
        nameBytes = in.getInt();
        return version;
    }

    private int bodyBytes(final int timeBytes) {
        return times * (timeBytes + 1) + types * 6 + nameBytes + leapSeconds * (timeBytes + 4) + flagsBytes;
    }
}

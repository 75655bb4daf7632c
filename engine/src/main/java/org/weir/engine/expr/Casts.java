package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.http.AsciiText;
import org.weir.io.net.NetAddress;

/** Engine agent only. Conversions between the types of samples, in place; after the table in the manual, section 7.1. */
final class Casts {
    private static final int MAX_NUMBER_TEXT = 20;

    private Casts() {
    }

    /** Whether values of one type can be made values of another. */
    static boolean possible(SampleType from, SampleType to) {
        if (from == to) {
            return true;
        }
        return switch (to) {
            case STR, BIN -> true;
            case BOOL, SINT -> from != SampleType.BIN && from != SampleType.METHOD && from != SampleType.IPV6;
            case IPV4, IPV6 -> from == SampleType.IPV4 || from == SampleType.IPV6 || from == SampleType.STR || from == SampleType.SINT;
            case METHOD -> false;
        };
    }

    /** Converts a sample; false when its value cannot be of that type. */
    static boolean cast(Sample sample, SampleType to, TextScratch scratch) {
        if (sample.type() == to) {
            return true;
        }
        return switch (to) {
            case STR -> toText(sample, scratch);
            case BIN -> toBinary(sample, scratch);
            case SINT -> toNumber(sample);
            case BOOL -> toBool(sample);
            case IPV4, IPV6 -> toAddress(sample);
            case METHOD -> false;
        };
    }

    static boolean toText(Sample sample, TextScratch scratch) {
        switch (sample.type()) {
            case STR -> {
                return true;
            }
            case METHOD -> sample.setText(sample.bytes(), sample.offset(), sample.length());
            case BIN -> {
                // A text ends at the first NUL.
                final int end = AsciiText.indexOf(sample.bytes(), sample.offset(), sample.offset() + sample.length(), (byte) 0);
                sample.setText(sample.bytes(), sample.offset(), end < 0 ? sample.length() : end - sample.offset());
            }
            case BOOL, SINT -> {
                final UnsafeBuffer out = scratch.room(MAX_NUMBER_TEXT);
                sample.setText(out, 0, out.putLongAscii(0, sample.number()));
            }
            case IPV4 -> formatAddress(sample, scratch, NetAddress.INET4, 0);
            case IPV6 -> formatAddress(sample, scratch, NetAddress.INET6, sample.high());
        }
        return true;
    }

    private static void formatAddress(Sample sample, TextScratch scratch, int family, long high) {
        final NetAddress address = scratch.address();
        address.set(family, high, sample.number(), 0);
        final UnsafeBuffer out = scratch.room(NetAddress.MAX_HOST_BYTES);
        sample.setText(out, 0, address.formatHost(out, 0));
    }

    /** Numbers become eight bytes, addresses four or sixteen, in network order. */
    private static boolean toBinary(Sample sample, TextScratch scratch) {
        final UnsafeBuffer out = scratch.room(2 * Long.BYTES);
        switch (sample.type()) {
            case BIN -> {
                return true;
            }
            case STR, METHOD -> sample.setBinary(sample.bytes(), sample.offset(), sample.length());
            case BOOL, SINT -> {
                out.putLong(0, sample.number(), java.nio.ByteOrder.BIG_ENDIAN);
                sample.setBinary(out, 0, Long.BYTES);
            }
            case IPV4 -> {
                out.putInt(0, (int) sample.number(), java.nio.ByteOrder.BIG_ENDIAN);
                sample.setBinary(out, 0, Integer.BYTES);
            }
            case IPV6 -> {
                out.putLong(0, sample.high(), java.nio.ByteOrder.BIG_ENDIAN);
                out.putLong(Long.BYTES, sample.number(), java.nio.ByteOrder.BIG_ENDIAN);
                sample.setBinary(out, 0, 2 * Long.BYTES);
            }
        }
        return true;
    }

    static boolean toBool(Sample sample) {
        if (sample.type() == SampleType.BOOL) {
            return true;
        }
        if (!toNumber(sample)) {
            return false;
        }
        sample.setBool(sample.number() != 0);
        return true;
    }

    static boolean toNumber(Sample sample) {
        return switch (sample.type()) {
            case SINT -> true;
            case BOOL, IPV4 -> {
                sample.setNumber(sample.number());
                yield true;
            }
            case STR -> {
                // As HAProxy has it, nothing is no number, and any other text is one.
                final boolean any = sample.length() > 0;
                sample.setNumber(leadingNumber(sample.bytes(), sample.offset(), sample.length()));
                yield any;
            }
            case BIN, METHOD, IPV6 -> false;
        };
    }

    private static boolean toAddress(Sample sample) {
        return switch (sample.type()) {
            case IPV4, IPV6 -> true;
            case SINT -> {
                sample.setIpv4((int) sample.number());
                yield true;
            }
            case STR -> AddressText.parse(sample.bytes(), sample.offset(), sample.length(), sample);
            case BOOL, BIN, METHOD -> false;
        };
    }

    /** The number a text begins with, 0 when it begins with none: {@code 12abc} is 12; saturates at the limits of a long. */
    static long leadingNumber(DirectBuffer bytes, int offset, int length) {
        int i = offset;
        final int end = offset + length;
        final boolean negative = i < end && bytes.getByte(i) == '-';
        if (i < end && (negative || bytes.getByte(i) == '+')) {
            i++;
        }
        long value = 0;
        for (; i < end; i++) {
            final int digit = bytes.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}

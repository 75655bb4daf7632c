package org.weir.analytics.line;

import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamRecordDecoder;

/** Addresses of records as log lines have them: dotted IPv4, IPv6 after RFC 5952, {@code unix}. */
public final class HostText {
    static final int UNIX = 1;
    static final int INET4 = 4;
    static final int INET6 = 6;

    private static final byte[] UNIX_TEXT = LogText.ascii("unix");
    private static final byte[] MAPPED = LogText.ascii("::ffff:");
    private static final int MAPPED_PREFIX = 0xFFFF;

    private HostText() {}

    /** Whether there is a host and a port to tell. */
    public static boolean isKnown(int family) {
        return family == INET4 || family == INET6 || family == UNIX;
    }

    /** The host without port and brackets, a dash when it is not known; some 40 bytes at most. */
    public static void host(StreamRecordDecoder record, StreamAddress field, LineBuffer out) {
        switch (record.family(field)) {
            case INET4 -> inet4((int) record.addressLow(field), out);
            case INET6 -> inet6(record.addressHigh(field), record.addressLow(field), out);
            case UNIX -> out.put(UNIX_TEXT);
            default -> out.put('-');
        }
    }

    /** The port, a dash when the address is not known. */
    static void port(StreamRecordDecoder record, StreamAddress field, LineBuffer out) {
        if (isKnown(record.family(field))) {
            out.number(record.port(field));
        } else {
            out.put('-');
        }
    }

    private static void inet4(int ip, LineBuffer out) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            int part = ip >>> shift & 0xFF;
            if (part >= 100) {
                out.put((char) ('0' + part / 100));
            }
            if (part >= 10) {
                out.put((char) ('0' + part / 10 % 10));
            }
            out.put((char) ('0' + part % 10));
            if (shift > 0) {
                out.put('.');
            }
        }
    }

    private static void inet6(long high, long low, LineBuffer out) {
        if (high == 0 && low >>> 32 == MAPPED_PREFIX) {
            out.put(MAPPED);
            inet4((int) low, out);
            return;
        }
        int gapStart = 8;
        int gapLength = 1;
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && group(high, low, end) == 0) {
                end++;
            }
            if (end - start > gapLength) {
                gapStart = start;
                gapLength = end - start;
            }
        }
        for (int at = 0; at < 8; at++) {
            if (at == gapStart) {
                out.put(':');
                out.put(':');
                at += gapLength - 1;
            } else {
                if (at > 0 && at != gapStart + gapLength) {
                    out.put(':');
                }
                hex(group(high, low, at), out);
            }
        }
    }

    private static int group(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }

    private static void hex(int group, LineBuffer out) {
        boolean started = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = group >>> shift & 0xF;
            if (digit != 0 || started || shift == 0) {
                started = true;
                out.put((char) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
        }
    }
}

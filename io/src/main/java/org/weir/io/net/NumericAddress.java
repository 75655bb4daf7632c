package org.weir.io.net;

/** Parses numeric addresses strictly: no host names, no octal or shortened IPv4 forms. */
final class NumericAddress {
    private NumericAddress() {
    }

    /** The IPv4 address as an unsigned int, or -1. */
    static long parseInet4(String text) {
        long address = 0;
        int octets = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            final char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0 || ++octets > 4) {
                    return -1;
                }
                address = address << 8 | value;
                value = -1;
            } else if (c >= '0' && c <= '9') {
                if (value == 0) {
                    return -1;
                }
                value = Math.max(value, 0) * 10 + c - '0';
                if (value > 255) {
                    return -1;
                }
            } else {
                return -1;
            }
        }
        return octets == 4 ? address : -1;
    }

    /** The IPv6 endpoint, or null when the text is none (RFC 4291, section 2.2). */
    static Endpoint.Inet6 parseInet6(String text, int port) {
        final int percent = text.indexOf('%');
        final String bare = percent < 0 ? text : text.substring(0, percent);
        final int scopeId = percent < 0 ? 0 : parseScope(text.substring(percent + 1));
        if (scopeId < 0 || bare.indexOf(':') < 0 || bare.length() > 45) {
            return null;
        }
        final int gap = bare.indexOf("::");
        if (gap >= 0 && bare.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        final int[] groups = new int[8];
        if (gap < 0) {
            return parseGroups(bare, groups, true) == 8 ? endpoint(groups, scopeId, port) : null;
        }
        final int before = parseGroups(bare.substring(0, gap), groups, false);
        final int[] tail = new int[8];
        final int after = parseGroups(bare.substring(gap + 2), tail, true);
        if (before < 0 || after < 0 || before + after > 7) {
            return null;
        }
        System.arraycopy(tail, 0, groups, 8 - after, after);
        return endpoint(groups, scopeId, port);
    }

    /** Returns the number of groups read, or -1; {@code atEnd} allows an IPv4 address as the last two. */
    private static int parseGroups(String text, int[] groups, boolean atEnd) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        final String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            final String part = parts[i];
            if (atEnd && i == parts.length - 1 && part.indexOf('.') >= 0) {
                final long v4 = parseInet4(part);
                if (v4 < 0 || count > 6) {
                    return -1;
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xFFFF);
            } else {
                final int group = parseGroup(part);
                if (group < 0 || count > 7) {
                    return -1;
                }
                groups[count++] = group;
            }
        }
        return count;
    }

    private static int parseGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            final int digit = Character.digit(part.charAt(i), 16);
            if (digit < 0 || part.charAt(i) > 'f') {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int parseScope(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static Endpoint.Inet6 endpoint(int[] groups, int scopeId, int port) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[4 + i];
        }
        return new Endpoint.Inet6(high, low, scopeId, port);
    }
}

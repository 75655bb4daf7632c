package org.weir.engine.http;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes the replies of {@code redirect} rules as HAProxy 2.6 does. Stateless. Any agent. */
public final class Redirects {
    /** Result when the reply does not fit or the location could break out of its line. */
    public static final int REFUSED = -1;

    private static final byte[] VERSION = AsciiText.bytes("HTTP/1.1 ");
    private static final byte[] LENGTH_AND_LOCATION = AsciiText.bytes("\r\ncontent-length: 0\r\nlocation: ");
    private static final byte[] NO_CACHE = AsciiText.bytes("cache-control: no-cache\r\n");
    private static final byte[] SET_COOKIE = AsciiText.bytes("set-cookie: ");

    /** HAProxy's phrase for 302 is {@code Found} here, but {@code Moved Temporarily} in replies of other rules. */
    private static final byte[] FOUND = AsciiText.bytes("Found");

    private Redirects() {
    }

    /** The set-cookie value of {@code redirect ... set-cookie NAME[=value]}. */
    public static byte[] setCookie(final String nameAndValue) {
        return AsciiText.bytes(nameAndValue + "; path=/;");
    }

    /** The set-cookie value of {@code redirect ... clear-cookie NAME[=]}. */
    public static byte[] clearCookie(final String name) {
        return AsciiText.bytes(name + "; path=/; Max-Age=0;");
    }

    /**
     * Writes a redirect without Connection header and empty line. Caches may keep 301 and 308, the others are marked {@code no-cache}.
     *
     * @param status     301, 302, 303, 307 or 308
     * @param setCookie  the value of a set-cookie header or null
     * @return the end offset, or {@link #REFUSED} when it does not fit or the location holds a control character
     */
    public static int writeHead(
        final MutableDirectBuffer out, final int offset, final int limit, final int status,
        final DirectBuffer location, final int locationOffset, final int locationLength,
        final byte[] setCookie) {
        final byte[] reason = status == 302 ? FOUND : StatusReason.of(status);
        final int cookieLength = setCookie == null ? 0 : SET_COOKIE.length + setCookie.length + 2;
        final long most = (long) VERSION.length + 4 + reason.length + LENGTH_AND_LOCATION.length + locationLength + 2
            + NO_CACHE.length + cookieLength;
        final int locationEnd = locationOffset + locationLength;
        if (offset + most > limit || AsciiText.indexOfControl(location, locationOffset, locationEnd) != locationEnd) {
            return REFUSED;
        }
        int at = put(out, offset, VERSION);
        at = AsciiText.putDecimal(out, at, status);
        out.putByte(at++, (byte) ' ');
        at = put(out, put(out, at, reason), LENGTH_AND_LOCATION);
        out.putBytes(at, location, locationOffset, locationLength);
        at = putLineEnd(out, at + locationLength);
        if (status != 301 && status != 308) {
            at = put(out, at, NO_CACHE);
        }
        if (setCookie != null) {
            at = putLineEnd(out, put(out, put(out, at, SET_COOKIE), setCookie));
        }
        return at;
    }

    private static int put(final MutableDirectBuffer out, final int offset, final byte[] text) {
        out.putBytes(offset, text);
        return offset + text.length;
    }

    private static int putLineEnd(final MutableDirectBuffer out, final int offset) {
        out.putByte(offset, (byte) '\r');
        out.putByte(offset + 1, (byte) '\n');
        return offset + 2;
    }
}

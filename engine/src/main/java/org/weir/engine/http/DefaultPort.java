package org.weir.engine.http;

import org.agrona.MutableDirectBuffer;

/**
 * The port that goes without saying: 80 for {@code http}, 443 for {@code https}, either for CONNECT, and an empty one (RFC 9110 4.2).
 * As by HAProxy, a request that comes with it in its target goes on without it. I/O agent only.
 */
final class DefaultPort {
    private static final byte[] HTTP = AsciiText.bytes("http");
    private static final byte[] HTTPS = AsciiText.bytes("https");
    private static final int NONE = -1;

    private DefaultPort() {}

    /** Whether target and Host name the same host and port, ignoring case and a port that is the default. */
    static boolean isSameAuthority(final MessageHead head, final int hostIndex) {
        final MutableDirectBuffer buffer = head.buffer();
        final int port = defaultPort(head);
        final int inTarget = lengthWithout(port, buffer, head.authorityOffset(), head.authorityLength());
        final int inHost = lengthWithout(port, buffer, head.valueOffset(hostIndex), head.valueLength(hostIndex));
        return AsciiText.equalIgnoreCase(buffer, head.authorityOffset(), inTarget, buffer, head.valueOffset(hostIndex), inHost);
    }

    /**
     * Drops the default port from an absolute target, and makes Host say the same as the target.
     *
     * @param hostIndex the slot of a Host of the same authority, -1 = there is none
     */
    static void drop(final MessageHead head, final int hostIndex) {
        final MutableDirectBuffer buffer = head.buffer();
        final int length = lengthWithout(defaultPort(head), buffer, head.authorityOffset(), head.authorityLength());
        final int cut = head.authorityLength() - length;
        if (cut == 0) {
            return;
        }
        if (hostIndex >= 0) {
            final int offset = head.valueOffset(hostIndex);
            buffer.putBytes(offset, buffer, head.authorityOffset(), length);
            head.setValue(hostIndex, offset, length);
        }
        if (head.methodId() != MethodId.CONNECT) {
            // What stands before the port moves up to what follows it.
            final int from = head.targetOffset();
            buffer.putBytes(from + cut, buffer, from, head.authorityOffset() + length - from);
            head.target(from + cut, head.targetLength() - cut);
        }
    }

    private static int defaultPort(final MessageHead head) {
        final MutableDirectBuffer buffer = head.buffer();
        if (head.methodId() == MethodId.CONNECT) {
            return port(buffer, head.authorityOffset(), head.authorityLength());
        }
        if (AsciiText.equalIgnoreCase(buffer, head.schemeOffset(), head.schemeLength(), HTTP)) {
            return 80;
        }
        return AsciiText.equalIgnoreCase(buffer, head.schemeOffset(), head.schemeLength(), HTTPS) ? 443 : NONE;
    }

    private static int lengthWithout(final int port, final MutableDirectBuffer buffer, final int offset, final int length) {
        final int hostLength = RequestTarget.hostLength(buffer, offset, length);
        final boolean said = hostLength >= 0 && hostLength < length;
        return said && (hostLength + 1 == length || port != NONE && port(buffer, offset, length) == port) ? hostLength : length;
    }

    /** 80 or 443 where that is the port, written without leading zeros; else none. */
    private static int port(final MutableDirectBuffer buffer, final int offset, final int length) {
        final int hostLength = RequestTarget.hostLength(buffer, offset, length);
        final int digits = length - hostLength - 1;
        if (hostLength < 0 || digits < 2 || digits > 3) {
            return NONE;
        }
        final long number = AsciiText.parseDecimal(buffer, offset + hostLength + 1, digits);
        return number == 80 && digits == 2 || number == 443 && digits == 3 ? (int) number : NONE;
    }
}

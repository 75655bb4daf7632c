package org.weir.engine.http;

/**
 * I/O agent only. Authentication that holds for the connection on which it was done, not for a request: NTLM and Negotiate (RFC 4559). A server's
 * connection on which such a scheme was offered may never carry requests of other clients, and the client needs that very connection again.
 */
public final class ConnectionAuthentication {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final byte[] SERVER_CHALLENGE = AsciiText.bytes("www-authenticate");
    private static final byte[] PROXY_CHALLENGE = AsciiText.bytes("proxy-authenticate");
    private static final byte[] NTLM = AsciiText.bytes("ntlm");
    private static final byte[] NEGOTIATE = AsciiText.bytes("nego");

    private ConnectionAuthentication() {
    }

    /** Whether a response asks for such an authentication. Only the beginnings of the names count, as with HAProxy. */
    public static boolean isAsked(final MessageHead response) {
        return switch (response.status()) {
            case UNAUTHORIZED -> isIn(response, SERVER_CHALLENGE);
            case PROXY_AUTHENTICATION_REQUIRED -> isIn(response, PROXY_CHALLENGE);
            default -> false;
        };
    }

    private static boolean isIn(final MessageHead response, final byte[] header) {
        for (int i = response.find(header, 0); i >= 0; i = response.find(header, i + 1)) {
            final int end = response.valueOffset(i) + response.valueLength(i);
            int at = response.valueOffset(i);
            while (at < end) {
                final int start = AsciiText.skipOws(response.buffer(), at, end);
                if (AsciiText.startsWithIgnoreCase(response.buffer(), start, end - start, NTLM)
                    || AsciiText.startsWithIgnoreCase(response.buffer(), start, end - start, NEGOTIATE)) {
                    return true;
                }
                at = AsciiText.endOfElement(response.buffer(), start, end) + 1;
            }
        }
        return false;
    }
}

package org.weir.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which responses bind a connection to its client: as HAProxy 2.6 was seen to decide. */
class ConnectionAuthenticationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        401 | WWW-Authenticate: NTLM                                         | true
        401 | WWW-Authenticate: ntlm                                         | true
        401 | www-authenticate: Negotiate a87421000492aa874209af8bc028       | true
        401 | WWW-Authenticate: Nego                                         | true
        401 | WWW-Authenticate: NTLMSSP x                                    | true
        401 | WWW-Authenticate: Basic realm="a, b", NTLM                     | true
        401 | WWW-Authenticate: Basic realm="a"~WWW-Authenticate: NTLM       | true
        407 | Proxy-Authenticate: Negotiate                                  | true
        401 | WWW-Authenticate: Basic realm="NTLM, NTLM"                     | false
        401 | WWW-Authenticate: "NTLM"                                       | false
        401 | WWW-Authenticate: Kerberos                                     | false
        401 | WWW-Authenticate: N                                            | false
        401 | WWW-Authenticate:                                              | false
        401 | WWW-Authenticate: ,,                                           | false
        401 | X: NTLM                                                        | false
        401 | Proxy-Authenticate: NTLM                                       | false
        407 | WWW-Authenticate: NTLM                                         | false
        403 | WWW-Authenticate: NTLM                                         | false
        200 | WWW-Authenticate: NTLM                                         | false
        """)
    void bindsTheConnection(final int status, final String headers, final boolean isBound) {
        final byte[] response = AsciiText.bytes("HTTP/1.1 " + status + " X\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");
        final MessageHead head = new MessageHead();
        assertEquals(Http1Parser.COMPLETE, new Http1Parser().parseResponse(head, new UnsafeBuffer(response), 0, response.length));
        assertEquals(isBound, ConnectionAuthentication.isAsked(head));
    }
}

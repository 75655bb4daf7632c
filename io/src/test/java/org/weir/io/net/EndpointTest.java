package org.weir.io.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.io.sys.OsConstants;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "255.255.255.255, 255.255.255.255:80",
        "0.0.0.0, 0.0.0.0:80",
        "::, [::]:80",
        "::1, [::1]:80",
        "1::, [1::]:80",
        "[::1], [::1]:80",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "1:0:0:2:0:0:0:3, [1:0:0:2::3]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80",
        "1:2:3:4:5:6:7::, [1:2:3:4:5:6:7:0]:80",
        "::ffff:1.2.3.4, [::ffff:1.2.3.4]:80",
        "fe80::1%2, [fe80::1]:80",
    })
    void numericHostsAreReadAndPrinted(String host, String text) {
        final Endpoint endpoint = Endpoint.ofNumeric(host, 80);
        assertEquals(text, endpoint.toString());
        try (Arena arena = Arena.ofConfined()) {
            final long address = arena.allocate(OsConstants.SIZEOF_SOCKADDR_STORAGE, 8).address();
            final NetAddress read = new NetAddress();
            read.readSockaddr(address, endpoint.writeSockaddr(address));
            assertEquals(NetAddress.of(endpoint), read);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..2.3", "1.2.3.4.", ":", ":::", "1::2::3",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1.2.3", "1.2.3.4::", "::%", "::%x", "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4::5:6:7:8", "::\uFF11"})
    void everythingElseIsNoNumericHost(String host) {
        assertNull(Endpoint.ofNumeric(host, 80));
    }

    @Test
    void portsAndNamesAreBounded() {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.ofNumeric("::1", 65536));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.ofNumeric("::1", -1));
        assertThrows(IllegalArgumentException.class, () -> new Endpoint.UnixPath("x".repeat(108)));
        assertThrows(IllegalArgumentException.class, () -> new Endpoint.UnixAbstract(""));
        assertEquals("unix@/run/x", new Endpoint.UnixPath("/run/x").toString());
        assertEquals("abns@x", new Endpoint.UnixAbstract("x").toString());
        assertEquals("fd@3", new Endpoint.InheritedFd(3).withPort(9).toString());
        assertEquals("[::1]:9", Endpoint.ofNumeric("::1", 80).withPort(9).toString());
    }
}

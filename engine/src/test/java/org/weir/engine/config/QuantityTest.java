package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "5000, 5000", "10ms, 10", "3s, 3000", "2m, 120000", "1h, 3600000", "24d, 2073600000", "1500us, 2", "1us, 1", "2147483647, 2147483647"})
    void timesHaveUnits(String text, int millis) throws Rejection {
        assertEquals(millis, Quantity.millis(text, "timeout client"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25d", "2147483648", "99999999999999999999999", "600h"})
    void timesBeyond24DaysAreRefused(String text) {
        assertEquals("timer overflow in argument '" + text + "' to 'timeout client' (maximum value is 2147483647 ms or ~24.8 days)",
                assertThrows(Rejection.class, () -> Quantity.millis(text, "timeout client")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"x, x", "-1, -", "5y, y", "5ss, s", "5u, u", "1.5s, ."})
    void whatIsNoTimeIsRefused(String text, char unexpected) {
        assertEquals("unexpected character '" + unexpected + "' in 'inter'",
                assertThrows(Rejection.class, () -> Quantity.millis(text, "inter")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"16384, 16384", "16k, 16384", "1m, 1048576", "0, 0"})
    void sizesHaveUnits(String text, int bytes) throws Rejection {
        assertEquals(bytes, Quantity.bytes(text, "tune.bufsize", 1 << 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2m", "1g", "99999999999999999", "9999999999g", "k", "", "1kk", "-1"})
    void sizesAreBounded(String text) {
        assertThrows(Rejection.class, () -> Quantity.bytes(text, "tune.bufsize", 1 << 20));
    }

    @Test
    void integersAreWholeWords() {
        assertEquals(-7, Quantity.integer("-7"));
        assertNull(Quantity.integer("7x"));
        assertNull(Quantity.integer(""));
        assertNull(Quantity.integer("-"));
        assertNull(Quantity.integer("2147483648"));
        assertNull(Quantity.integer("99999999999999999999"));
    }
}

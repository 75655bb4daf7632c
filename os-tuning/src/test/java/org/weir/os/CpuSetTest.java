package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0;0", "0-3,5;0-3,5", "5,0-3;0-3,5", "0,1,2,3;0-3", "3-4,4-9;3-9", "63,64;63-64", "0,8191;0,8191", "' 2-3\n';2-3", "'';''"})
    void readsTheKernelsListAndWritesItCanonically(String text, String canonical) {
        assertEquals(canonical, CpuSet.parse(text).toString());
        assertEquals(CpuSet.parse(text), CpuSet.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "1,,2", "1,", "3-1", "8192", "99999", "123456", "1-2-3", "1 2", "0x1", "4294967296"})
    void refusesWhatIsNotAList(String text) {
        assertThrows(IllegalArgumentException.class, () -> CpuSet.parse(text));
    }

    @Test
    void survivesTheKernelsMask() {
        CpuSet cpus = CpuSet.parse("0-3,5,64,200");
        byte[] mask = cpus.toMask();
        assertEquals(0, mask.length % 8);
        assertEquals(0b101111, mask[0]);
        assertEquals(cpus, CpuSet.ofMask(mask, mask.length));
        assertEquals(8, CpuSet.EMPTY.toMask().length);
    }

    @Test
    void answersAboutItsMembers() {
        CpuSet cpus = CpuSet.of(7, 2, 64);
        assertArrayEquals(new int[] {2, 7, 64}, cpus.toArray());
        assertEquals(3, cpus.count());
        assertEquals(2, cpus.first());
        assertEquals(-1, CpuSet.EMPTY.first());
        assertTrue(cpus.contains(64));
        assertFalse(cpus.contains(65));
        assertFalse(cpus.contains(-1));
        assertEquals(CpuSet.of(7), cpus.and(CpuSet.range(3, 63)));
        assertEquals(CpuSet.parse("0-2,7,64"), cpus.or(CpuSet.range(0, 1)));
        assertEquals(CpuSet.EMPTY, cpus.and(CpuSet.of(1)));
        assertThrows(IllegalArgumentException.class, () -> CpuSet.of(CpuSet.MAX_CPUS));
        assertThrows(IllegalArgumentException.class, () -> CpuSet.range(4, 3));
    }
}

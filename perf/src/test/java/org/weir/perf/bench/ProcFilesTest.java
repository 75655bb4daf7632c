package org.weir.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcFilesTest {

    @Test
    void addsUserAndSystemTimeBehindACommandWithParentheses() {
        String stat = "42 (a) b (c) R 1 42 42 0 -1 4194304 100 0 0 0 1234 766 0 0 20 0 1 0 5 1000 10 18446744073709551615";
        assertEquals(2_000, ProcFiles.parseCpuTicks(stat));
        assertThrows(IllegalArgumentException.class, () -> ProcFiles.parseCpuTicks("42 a R 1"));
    }

    @Test
    void findsResidentMemory() {
        assertEquals(16_740, ProcFiles.parseRssKib("Name:\thaproxy\nVmHWM:\t   17000 kB\nVmRSS:\t   16740 kB\nThreads:\t1\n"));
        assertThrows(IllegalArgumentException.class, () -> ProcFiles.parseRssKib("Name:\tkthreadd\n"));
    }

    @Test
    void findsTheHardLimitOfDescriptors() {
        String limits = "Limit   Soft Limit  Hard Limit  Units\nMax processes  10  20  processes\nMax open files            1024     524288     files\n";
        assertEquals(524_288, ProcFiles.parseDescriptorLimit(limits));
        assertEquals(Long.MAX_VALUE, ProcFiles.parseDescriptorLimit("Max open files  1024  unlimited  files\n"));
    }

    @Test
    void addsTheDropsOfAPort() {
        String table = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
                 123: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 111 2 0000000000000000 17
                 124: 0100007F:0203 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 112 2 0000000000000000 5
                """;
        assertEquals(17, ProcFiles.parseUdpDrops(table, 0x202));
        assertEquals(0, ProcFiles.parseUdpDrops(table, 0x204));
    }

    @Test
    void readsThisProcess() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        assertTrue(ProcFiles.rssKib(self) > 1_000);
        assertTrue(ProcFiles.cpuMicros(self) > 0);
        assertTrue(ProcFiles.ownDescriptorLimit() > 0);
    }
}

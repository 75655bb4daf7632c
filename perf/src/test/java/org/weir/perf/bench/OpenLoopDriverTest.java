package org.weir.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.perf.origin.OriginOptions;
import org.weir.perf.origin.OriginServer;

@Timeout(110)
class OpenLoopDriverTest {

    @Test
    void schedulesEvenlyAndWithoutDrift() {
        assertEquals(0, OpenLoopDriver.dueNanos(0, 20_000));
        assertEquals(50_000, OpenLoopDriver.dueNanos(1, 20_000));
        assertEquals(333_333_333, OpenLoopDriver.dueNanos(1, 3));
        assertEquals(1_000_000_000, OpenLoopDriver.dueNanos(3, 3));
        assertEquals(3_600_000_000_000L, OpenLoopDriver.dueNanos(3_600L * 20_000, 20_000));
    }

    @Test
    void completesEveryScheduledRequest() throws IOException {
        try (OriginServer origin = OriginServer.start(OriginOptions.loopback("o"));
             OpenLoopDriver driver = new OpenLoopDriver(origin.address(), "/", 4)) {
            LoadResult result = driver.run(2_000, 1);
            assertEquals(2_000, result.requests());
            assertEquals(0, result.errors());
            assertTrue(result.durationMicros() >= 990_000, "took " + result.durationMicros());
        }
    }

    @Test
    void countsTheWaitOfRequestsThatCouldNotBeSentInTime() throws IOException {
        try (OriginServer origin = OriginServer.start(OriginOptions.loopback("o"));
             OpenLoopDriver driver = new OpenLoopDriver(origin.address(), "/delay/50", 1)) {
            // 40 a second are due, one connection manages fewer than 20: the last request is sent a second late, the median one half a second.
            LoadResult result = driver.run(40, 1);
            assertEquals(40, result.requests());
            assertTrue(result.p50Micros() > 400_000, "p50 " + result.p50Micros());
            assertTrue(result.p99Micros() > 900_000, "p99 " + result.p99Micros());
        }
    }

    @Test
    void countsOtherStatusesAsErrors() throws IOException {
        try (OriginServer origin = OriginServer.start(OriginOptions.loopback("o"));
             OpenLoopDriver driver = new OpenLoopDriver(origin.address(), "/status/503", 2)) {
            LoadResult result = driver.run(100, 1);
            assertEquals(0, result.requests());
            assertEquals(100, result.errors());
        }
    }
}

package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(110)
class PredecessorsTest {
    private static final String TELLS_OF_SIGNALS = "trap 'echo out' TTOU; trap 'echo in; exit 0' TTIN; echo ready; while :; do sleep 0.02; done";

    @Test
    void areAskedForAnAddressOnceAndHaveItBackWhenTheStartFails() throws Exception {
        Process old = new ProcessBuilder("sh", "-c", TELLS_OF_SIGNALS).start();
        try (BufferedReader told = old.inputReader()) {
            assertEquals("ready", told.readLine());
            Predecessors predecessors = new Predecessors(List.of((int) old.pid()));
            assertTrue(predecessors.giveWay());
            assertTrue(predecessors.giveWay());
            assertEquals("out", told.readLine());
            predecessors.carryOn();
            assertEquals("in", told.readLine());
            assertEquals(0, old.waitFor());
        } finally {
            old.destroyForcibly();
        }
    }

    @Test
    void thatDoNotGiveWayAreWaitedForOnlySoLong() {
        Predecessors nobody = new Predecessors(List.of());
        assertFalse(nobody.giveWay());
        nobody.carryOn();
    }
}

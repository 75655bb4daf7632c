package org.weir.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.Balance;

/** {@code slowstart} beside other changes of a server's state; what it does by itself is in {@link ServerStateTest}. */
class SlowStartTest {
    private static BackendRig.Line slow() {
        return BackendRig.line("a").with(line -> {
            line.weight = 100;
            line.slowstartMillis = 2000;
        });
    }

    @Test
    void aDrainMeanwhileBeginsItAnewButDoesNotEndIt() {
        try (BackendRig rig = BackendRig.of(slow(), BackendRig.line("b"))) {
            Server a = rig.server("a");
            rig.state().maintenance(a);
            rig.state().ready(a);
            rig.advanceMillis(600);
            rig.state().drain(a);
            assertEquals(-1, a.throttlePercent());
            rig.advanceMillis(500);
            rig.state().ready(a);
            assertEquals(7, a.shownWeight());
            rig.advanceMillis(1500);
            assertEquals(OperationalState.STARTING, a.operationalState());
            rig.advanceMillis(1500);
            assertEquals(100, a.shownWeight());
            assertEquals(OperationalState.RUNNING, a.operationalState());
        }
    }

    @Test
    void itsEndIsSaid() {
        try (BackendRig rig = BackendRig.of(slow(), BackendRig.line("b"))) {
            Server a = rig.server("a");
            rig.state().maintenance(a);
            rig.state().ready(a);
            rig.said();
            rig.advanceMillis(2500);
            assertEquals(List.of("<5>Server be/a is UP. 2 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."), rig.said());
        }
    }

    @Test
    void aServerThatWasDownTwiceStartsOnce() {
        try (BackendRig rig = BackendRig.of(slow(), BackendRig.line("b"))) {
            Server a = rig.server("a");
            rig.state().maintenance(a);
            rig.state().ready(a);
            rig.advanceMillis(1500);
            rig.state().maintenance(a);
            rig.state().ready(a);
            rig.advanceMillis(600);
            assertEquals(OperationalState.STARTING, a.operationalState());
            rig.advanceMillis(1500);
            assertEquals(OperationalState.RUNNING, a.operationalState());
        }
    }

    @Test
    void aServerThatHadAskedToBeLeftAloneComesBackSlowly() {
        try (BackendRig rig = BackendRig.of(slow().with(line -> line.check = true), BackendRig.line("b"))) {
            Server a = rig.server("a");
            rig.state().checked(a, new CheckOutcome(CheckStatus.L7_OK_CONDITIONALLY, 404, null, 0));
            assertEquals(OperationalState.STOPPING, a.operationalState());
            rig.state().checked(a, new CheckOutcome(CheckStatus.L7_OK, 200, null, 0));
            assertEquals(OperationalState.STARTING, a.operationalState());
            assertEquals(7, a.shownWeight());
        }
    }

    @Test
    void staticAlgorithmsHaveNone() {
        BackendRig.Options options = new BackendRig.Options();
        options.algorithm = Balance.Algorithm.SOURCE;
        try (BackendRig rig = new BackendRig(options, slow(), BackendRig.line("b"))) {
            Server a = rig.server("a");
            rig.state().maintenance(a);
            rig.state().ready(a);
            assertEquals(100, a.shownWeight());
        }
    }
}

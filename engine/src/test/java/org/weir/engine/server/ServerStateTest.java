package org.weir.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.engine.server.BackendRig.checked;
import static org.weir.engine.server.BackendRig.line;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.server.ServerState.ForcedHealth;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.ServerCounter;

/** States of servers and the words about them; both as observed with HAProxy 2.6. */
class ServerStateTest {
    private static final String REFUSED = ", reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms.";

    @Test
    void aServerGoesDownAfterFallFailuresAndComesUpAfterRiseSuccesses() {
        try (BackendRig rig = BackendRig.of(checked("a"), checked("b"))) {
            Server a = rig.server("a");
            assertEquals("UP 1/3", a.statusText());
            rig.pass("a");
            rig.pass("b");
            assertEquals("UP", a.statusText());
            rig.refuse("a");
            assertEquals("UP 2/3", a.statusText());
            rig.refuse("a");
            assertEquals("UP 1/3", a.statusText());
            assertEquals(List.of(), rig.said());
            rig.refuse("a");
            assertEquals("DOWN", a.statusText());
            assertFalse(a.usable());
            assertEquals(List.of("<1>Server be/a is DOWN" + REFUSED + " 1 active and 0 backup servers left. 0 sessions active, 0 requeued, "
                    + "0 remaining in queue."), rig.said());
            assertEquals(3, a.counters().get(ServerCounter.CHKFAIL));
            assertEquals(1, a.counters().get(ServerCounter.CHKDOWN));
            rig.refuse("a");
            assertEquals(3, a.counters().get(ServerCounter.CHKFAIL));
            rig.pass("a");
            assertEquals("DOWN 1/2", a.statusText());
            rig.pass("a");
            assertEquals("UP", a.statusText());
            assertEquals(4, a.health());
            assertEquals(List.of("<5>Server be/a is UP, reason: Layer4 check passed, check duration: 0ms. 2 active and 0 backup servers online. "
                    + "0 sessions requeued, 0 total in queue."), rig.said());
        }
    }

    @Test
    void theFirstFailureOfAServerNeverSeenWorkingIsEnough() {
        try (BackendRig rig = BackendRig.of(checked("a"), checked("b"))) {
            rig.refuse("a");
            assertEquals("DOWN", rig.server("a").statusText());
            assertEquals(1, rig.server("a").counters().get(ServerCounter.CHKFAIL));
        }
    }

    /** Whatever a server says: no control character and no quote of its own comes into the log. */
    @Test
    void aServersWordsAreEncodedInTheLog() {
        try (BackendRig rig = BackendRig.of(checked("a"), checked("b"))) {
            Server a = rig.server("a");
            rig.backend.state().checked(a, new CheckOutcome(CheckStatus.L7_STATUS, 500, "a\u001b\"b\u00e9", 1));
            assertEquals(List.of("<1>Server be/a is DOWN, reason: Layer7 wrong status, code: 500, info: \"a<1B><22>b<E9>\", check duration: 1ms. "
                    + "1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue."), rig.said());
        }
    }

    @Test
    void aSuccessStartsTheCountOfFailuresAnew() {
        try (BackendRig rig = BackendRig.of(checked("a"))) {
            rig.pass("a");
            for (int i = 0; i < 5; i++) {
                rig.refuse("a");
                rig.refuse("a");
                rig.pass("a");
            }
            assertEquals("UP", rig.server("a").statusText());
            assertEquals(List.of(), rig.said());
        }
    }

    @Test
    void theLastServerTakesTheBackendDown() {
        try (BackendRig rig = BackendRig.of(checked("a"))) {
            rig.advanceMillis(5000);
            rig.refuse("a");
            assertEquals(List.of(
                    "<1>Server be/a is DOWN" + REFUSED + " 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                    "<0>backend be has no server available!"), rig.said());
            assertFalse(rig.backend.isUp());
            assertEquals(0, rig.backend.totalWeight());
            assertEquals(1, rig.backend.counters().get(BackendCounter.CHKDOWN));
            rig.advanceMillis(7000);
            assertEquals(7, rig.server("a").downtimeSeconds());
            assertEquals(7, rig.backend.downtimeSeconds());
            rig.pass("a");
            rig.pass("a");
            rig.advanceMillis(3000);
            assertTrue(rig.backend.isUp());
            assertEquals(7, rig.backend.downtimeSeconds());
            assertEquals(3, rig.backend.secondsSinceChange());
            assertEquals(3, rig.server("a").secondsSinceChange());
        }
    }

    @Test
    void maintenanceEndsWithTrustUntilTheNextCheck() {
        try (BackendRig rig = BackendRig.of(checked("a"), checked("b"))) {
            rig.pass("a");
            Server a = rig.server("a");
            rig.state().maintenance(a);
            rig.state().maintenance(a);
            assertEquals("MAINT", a.statusText());
            assertEquals(AdminState.FORCED_MAINT, a.adminState());
            assertEquals(1, a.counters().get(ServerCounter.CHKDOWN));
            assertEquals(List.of("<1>Server be/a is going DOWN for maintenance. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, "
                    + "0 remaining in queue."), rig.said());
            rig.refuse("a");
            rig.state().ready(a);
            assertEquals(List.of("<5>Server be/a is UP/READY (leaving forced maintenance)."), rig.said());
            assertEquals("UP 1/3", a.statusText());
            rig.refuse("a");
            assertEquals("DOWN", a.statusText());
        }
    }

    @Test
    void aServerThatIsDownEntersMaintenanceQuietly() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            rig.refuse("a");
            rig.said();
            rig.state().maintenance(rig.server("a"));
            assertEquals(List.of("<5>Server be/a was DOWN and now enters maintenance."), rig.said());
            rig.state().ready(rig.server("a"));
            assertEquals(List.of("<5>Server be/a is UP/READY (leaving forced maintenance)."), rig.said());
        }
    }

    @Test
    void drainIsEnteredAndLeft() {
        try (BackendRig rig = BackendRig.of(checked("a"), checked("b"))) {
            rig.pass("a");
            Server a = rig.server("a");
            rig.state().drain(a);
            rig.state().drain(a);
            assertEquals("DRAIN", a.statusText());
            assertEquals(AdminState.FORCED_DRAIN, a.adminState());
            assertEquals(List.of("<5>Server be/a enters drain state. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."),
                    rig.said());
            rig.state().maintenance(a);
            assertEquals(List.of("<5>Server be/a is going DOWN for maintenance. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, "
                    + "0 remaining in queue."), rig.said());
            rig.state().drain(a);
            assertEquals(List.of("<5>Server be/a is UP/DRAIN (leaving forced maintenance).", "<5>Server be/a remains in forced drain mode."), rig.said());
            rig.state().ready(a);
            assertEquals(List.of("<5>Server be/a is UP (leaving forced drain)."), rig.said());
            assertEquals(0, a.adminState());
        }
    }

    @Test
    void aDrainedServerGoesDownAndUpWithoutAlarm() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            rig.state().drain(rig.server("a"));
            rig.said();
            rig.refuse("a");
            assertEquals(List.of("<5>Server be/a is DOWN" + REFUSED + " 1 active and 0 backup servers left. 0 sessions active, 0 requeued, "
                    + "0 remaining in queue.", "<5>Server be/a remains in forced drain mode."), rig.said());
            assertEquals("DOWN", rig.server("a").statusText());
            rig.pass("a");
            rig.pass("a");
            assertEquals(List.of("<5>Server be/a is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 0 backup servers online. "
                    + "0 sessions requeued, 0 total in queue.", "<5>Server be/a remains in forced drain mode."), rig.said());
            assertEquals("DRAIN", rig.server("a").statusText());
        }
    }

    @Test
    void drainAndItsEndWhileDown() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            rig.refuse("a");
            rig.said();
            rig.state().drain(rig.server("a"));
            rig.state().ready(rig.server("a"));
            assertEquals(List.of(
                    "<5>Server be/a enters drain state. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                    "<5>Server be/a is DOWN (leaving forced drain)."), rig.said());
        }
    }

    @Test
    void aBackupTakesOver() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.disabled = true), line("b").with(l -> l.backup = true))) {
            assertEquals(AdminState.FORCED_MAINT | AdminState.CONFIG_MAINT, rig.server("a").adminState());
            assertEquals(OperationalState.STOPPED, rig.server("a").operationalState());
            rig.state().ready(rig.server("a"));
            assertEquals(AdminState.CONFIG_MAINT, rig.server("a").adminState());
            rig.said();
            rig.state().drain(rig.server("a"));
            rig.state().maintenance(rig.server("b"));
            assertEquals(List.of(
                    "<5>Server be/a enters drain state. 0 active and 1 backup servers online. Running on backup. 0 sessions requeued, 0 total in queue.",
                    "<1>Backup Server be/b is going DOWN for maintenance. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, "
                            + "0 remaining in queue.",
                    "<0>backend be has no server available!"), rig.said());
        }
    }

    @Test
    void aDrainedServerThatAsksToBeLeftAloneRemainsDrained() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            Server a = rig.server("a");
            rig.state().drain(a);
            rig.said();
            rig.state().checked(a, new CheckOutcome(CheckStatus.L7_OK_CONDITIONALLY, 404, null, 0));
            assertEquals(List.of("<5>Server be/a is stopping, reason: Layer7 check conditionally passed, code: 404, check duration: 0ms. "
                    + "1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.", "<5>Server be/a remains in forced drain mode."),
                    rig.said());
        }
    }

    @Test
    void aServerAsksToBeLeftAlone() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            Server a = rig.server("a");
            rig.pass("a");
            CheckOutcome gone = new CheckOutcome(CheckStatus.L7_OK_CONDITIONALLY, 404, "Not Found", 0);
            rig.state().checked(a, gone);
            rig.state().checked(a, gone);
            assertEquals(null, a.lastCheck().info());
            assertEquals("NOLB", a.statusText());
            assertFalse(a.usable());
            assertTrue(a.acceptsBound());
            assertEquals(List.of("<5>Server be/a is stopping, reason: Layer7 check conditionally passed, code: 404, check duration: 0ms. "
                    + "1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."), rig.said());
            rig.state().checked(a, new CheckOutcome(CheckStatus.L7_OK, 200, null, 0));
            assertEquals(List.of("<5>Server be/a is UP, reason: Layer7 check passed, code: 200, check duration: 0ms. "
                    + "2 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."), rig.said());
            rig.state().checked(a, gone);
            rig.said();
            CheckOutcome broken = new CheckOutcome(CheckStatus.L7_STATUS, 500, "Oops", 3);
            for (int i = 0; i < 3; i++) {
                rig.state().checked(a, broken);
            }
            assertEquals(List.of("<5>Server be/a is DOWN, reason: Layer7 wrong status, code: 500, info: \"Oops\", check duration: 3ms. "
                    + "1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue."), rig.said());
            rig.state().checked(a, gone);
            assertEquals("DOWN", a.statusText());
            assertEquals("L7STS", a.lastCheck().status().code());
            assertEquals("Not Found", a.lastCheck().info());
        }
    }

    @Test
    void operatorsForceHealth() {
        try (BackendRig rig = BackendRig.of(checked("a"), line("b"))) {
            Server a = rig.server("a");
            rig.state().forceHealth(a, ForcedHealth.DOWN);
            rig.state().forceHealth(a, ForcedHealth.UP);
            rig.state().forceHealth(a, ForcedHealth.STOPPING);
            assertEquals(List.of(
                    "<1>Server be/a is DOWN, changed from CLI. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
                    "<5>Server be/a is UP, changed from CLI. 2 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.",
                    "<5>Server be/a is stopping, changed from CLI. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."),
                    rig.said());
        }
    }

    @Test
    void weightsChangeQuietly() {
        try (BackendRig rig = BackendRig.of(line("a"), line("b"))) {
            rig.state().weight(rig.server("a"), 0);
            assertEquals(1, rig.backend.totalWeight());
            assertEquals(1, rig.backend.activeServers());
            assertEquals("no check", rig.server("a").statusText());
            rig.state().weight(rig.server("a"), 10);
            assertEquals(11, rig.backend.totalWeight());
            assertEquals(2, rig.backend.activeServers());
            assertEquals(List.of(), rig.said());
        }
    }

    @Test
    void aSlowStartGrowsTheWeight() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> {
            l.weight = 100;
            l.slowstartMillis = 2000;
        }), line("b"))) {
            Server a = rig.server("a");
            assertEquals(100, a.shownWeight());
            rig.state().maintenance(a);
            rig.state().ready(a);
            assertEquals(OperationalState.STARTING, a.operationalState());
            assertEquals(7, a.shownWeight());
            assertEquals(6, a.throttlePercent());
            rig.advanceMillis(1010);
            assertEquals(57, a.shownWeight());
            assertEquals(56, a.throttlePercent());
            rig.advanceMillis(2000);
            assertEquals(100, a.shownWeight());
            assertEquals(-1, a.throttlePercent());
            assertEquals(OperationalState.RUNNING, a.operationalState());
        }
    }

    @Test
    void aBackendWithoutServersIsNotDown() {
        try (BackendRig rig = BackendRig.of()) {
            assertTrue(rig.backend.isUp());
        }
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.disabled = true))) {
            assertFalse(rig.backend.isUp());
            assertEquals(List.of(), rig.said());
        }
    }
}

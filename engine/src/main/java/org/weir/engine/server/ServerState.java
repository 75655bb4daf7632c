package org.weir.engine.server;

import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;

/**
 * Engine agent only. How the servers of one backend change their state: by health checks and by operators. Every change is said in the log in the words that
 * scripts know.
 */
public final class ServerState {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long SLOW_START_STEP_MILLIS = 1000;
    private static final int SLOW_START_PARTS = 16;
    private static final char DELETE = 0x7f;

    /** What an operator may force on a server's health ({@code set server … health}). */
    public enum ForcedHealth { UP, STOPPING, DOWN }

    private final Backend backend;
    private final StateLog log;
    private final Timers timers;

    ServerState(Backend backend, StateLog log, Timers timers) {
        this.backend = backend;
        this.log = log;
        this.timers = timers;
    }

    // --- health checks

    /** A check begins. */
    public void checkStarted(Server server) {
        server.checking = true;
    }

    /** A check ended; moves the server through {@code rise} and {@code fall}. */
    public void checked(Server server, CheckOutcome outcome) {
        server.checking = false;
        if (server.isInMaintenance() || !server.checked) {
            return;
        }
        final boolean conditional = outcome.status() == CheckStatus.L7_OK_CONDITIONALLY;
        if (conditional && server.operational == OperationalState.STOPPED) {
            // Only a server that works may ask to be left alone.
            failed(server, new CheckOutcome(CheckStatus.L7_STATUS, outcome.code(), outcome.info(), outcome.durationMillis()));
        } else if (outcome.status().passed()) {
            passed(server, conditional ? outcome.withoutInfo() : outcome, conditional);
        } else {
            failed(server, outcome);
        }
    }

    private void passed(Server server, CheckOutcome outcome, boolean conditional) {
        final CheckStatus before = server.lastCheck.status();
        server.lastCheck = outcome;
        final int full = server.config().check().rise() + server.config().check().fall() - 1;
        if (server.operational == OperationalState.STOPPED) {
            server.health++;
            final boolean enough = server.health >= server.config().check().rise();
            if (enough) {
                server.health = full;
            }
            sayChecked(server, conditional ? "conditionally succeeded" : "succeeded", outcome);
            if (enough) {
                up(server, reason(outcome));
            }
            return;
        }
        if (server.health != full || before != outcome.status()) {
            server.health = full;
            sayChecked(server, conditional ? "conditionally succeeded" : "succeeded", outcome);
        }
        if (conditional && server.operational != OperationalState.STOPPING) {
            stopping(server, reason(outcome));
        } else if (!conditional && server.operational == OperationalState.STOPPING) {
            up(server, reason(outcome));
        }
    }

    private void failed(Server server, CheckOutcome outcome) {
        final CheckStatus before = server.lastCheck.status();
        server.lastCheck = outcome;
        if (server.operational == OperationalState.STOPPED) {
            final boolean news = server.health != 0 || before != outcome.status();
            server.health = 0;
            if (news) {
                sayChecked(server, "failed", outcome);
            }
            return;
        }
        server.counters().increment(ServerCounter.CHKFAIL);
        final boolean enough = server.health <= server.config().check().rise();
        server.health = enough ? 0 : server.health - 1;
        sayChecked(server, "failed", outcome);
        if (enough) {
            down(server, reason(outcome));
        }
    }

    /** {@code option log-health-checks}: every change of health or of a check's result is a line of its own, before those it leads to. */
    private void sayChecked(Server server, String what, CheckOutcome outcome) {
        if (logsChecks()) {
            final ServerConfig.Check check = server.config().check();
            final boolean up = server.health >= check.rise();
            log.serverMessage(backend, StateLog.NOTICE, "Health check for " + (server.config().backup() ? "backup " : "") + "server " + backend.name() + '/'
                    + server.name() + ' ' + what + description(outcome) + ", status: " + (up ? server.health - check.rise() + 1 : server.health) + '/'
                    + (up ? check.fall() : check.rise()) + (!up ? " DOWN." : server.userWeight == 0 ? " DRAIN." : " UP."));
        }
    }

    private boolean logsChecks() {
        return backend.config().logging().logHealthChecks();
    }

    /** Of a change of state; where checks have lines of their own, those give the reason. */
    private String reason(CheckOutcome outcome) {
        return logsChecks() ? "" : description(outcome);
    }

    private static String description(CheckOutcome outcome) {
        return ", reason: " + outcome.status().description()
                + (outcome.code() > 0 ? ", code: " + outcome.code() : "")
                + (outcome.info() != null && !outcome.info().isEmpty() ? ", info: \"" + encoded(outcome.info()) + '"' : "")
                + ", check duration: " + outcome.durationMillis() + "ms";
    }

    /** A server's words in the log: what could be taken for something else, by a terminal or a parser, as its number. */
    private static String encoded(String info) {
        final StringBuilder text = new StringBuilder(info.length());
        for (int i = 0; i < info.length(); i++) {
            final char c = info.charAt(i);
            if (c < ' ' || c >= DELETE || c == '"') {
                text.append(String.format("<%02X>", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    // --- transitions

    private void up(Server server, String reason) {
        changed(server);
        start(server);
        refresh(server);
        final int taken = backend.serveWaiting(server);
        say(server, StateLog.NOTICE, " is UP" + reason + '.' + online(server, taken));
        remainsDrained(server);
    }

    private void stopping(Server server, String reason) {
        changed(server);
        server.operational = OperationalState.STOPPING;
        final boolean last = refresh(server);
        backend.serveAll();
        say(server, StateLog.NOTICE, " is stopping" + reason + '.' + online(server, 0));
        remainsDrained(server);
        noServerLeft(last);
    }

    private void down(Server server, String reason) {
        final int level = server.isRunning() && !server.isDraining() ? StateLog.ALERT : StateLog.NOTICE;
        changed(server);
        server.operational = OperationalState.STOPPED;
        server.counters().increment(ServerCounter.CHKDOWN);
        final boolean last = refresh(server);
        final int requeued = backend.redistribute(server);
        say(server, level, " is DOWN" + reason + '.' + left(server, requeued));
        remainsDrained(server);
        noServerLeft(last);
    }

    private void remainsDrained(Server server) {
        if (server.isDraining()) {
            say(server, StateLog.NOTICE, " remains in forced drain mode.");
        }
    }

    /** Makes it run, with little weight at first if it starts slowly. */
    private void start(Server server) {
        if (server.config().slowstartMillis() > 0) {
            server.operational = OperationalState.STARTING;
            final SlowStart slowStart = new SlowStart(server);
            server.slowStart = slowStart;
            slowStart.arm();
        } else {
            server.operational = OperationalState.RUNNING;
        }
    }

    private void changed(Server server) {
        final long nowNanos = backend.nanos();
        if (server.operational == OperationalState.STOPPED) {
            server.downNanos += nowNanos - server.lastChangeNanos;
        }
        server.lastChangeNanos = nowNanos;
    }

    /** Returns whether this took the last usable server away. */
    private boolean refresh(Server server) {
        setEffectiveWeight(server);
        return backend.usabilityChanged();
    }

    private void noServerLeft(boolean last) {
        if (last) {
            backend.counters().increment(BackendCounter.CHKDOWN);
            log.serverMessage(backend, StateLog.EMERGENCY, section() + ' ' + backend.name() + " has no server available!");
        }
    }

    private String section() {
        return backend.config().section() == ProxyConfig.Section.LISTEN ? "proxy" : "backend";
    }

    private void say(Server server, int level, String text) {
        log.serverMessage(backend, level, (server.config().backup() ? "Backup Server " : "Server ") + backend.name() + '/' + server.name() + text);
    }

    private String online(Server server, int requeued) {
        return counts("online") + ' ' + requeued + " sessions requeued, " + server.queued() + " total in queue.";
    }

    private String left(Server server, int requeued) {
        return counts("left") + ' ' + server.currentStreams() + " sessions active, " + requeued + " requeued, " + server.queued() + " remaining in queue.";
    }

    private String counts(String what) {
        return " " + backend.activeServers() + " active and " + backend.backupServers() + " backup servers " + what + '.'
                + (backend.activeServers() == 0 && backend.backupServers() > 0 ? " Running on backup." : "");
    }

    // --- operators

    /** {@code disable server}, {@code set server … state maint}. */
    public void maintenance(Server server) {
        if (server.isInMaintenance()) {
            return;
        }
        final boolean wasDown = server.operational == OperationalState.STOPPED;
        final int level = server.isRunning() && !server.isDraining() ? StateLog.ALERT : StateLog.NOTICE;
        changed(server);
        server.admin = (server.admin | AdminState.FORCED_MAINT) & ~AdminState.FORCED_DRAIN;
        server.operational = OperationalState.STOPPED;
        server.health = 0;
        final boolean last = refresh(server);
        final int requeued = backend.redistribute(server);
        if (wasDown) {
            say(server, StateLog.NOTICE, " was DOWN and now enters maintenance.");
        } else {
            server.counters().increment(ServerCounter.CHKDOWN);
            say(server, level, " is going DOWN for maintenance." + left(server, requeued));
        }
        noServerLeft(last);
    }

    /** {@code set server … state drain}: no new clients but those bound to it. */
    public void drain(Server server) {
        if (server.isDraining() && !server.isInMaintenance()) {
            return;
        }
        server.admin |= AdminState.FORCED_DRAIN;
        if (server.isInMaintenance()) {
            leaveMaintenance(server);
            return;
        }
        changed(server);
        final boolean last = refresh(server);
        backend.serveAll();
        final boolean down = server.operational == OperationalState.STOPPED;
        say(server, StateLog.NOTICE, " enters drain state." + (down ? left(server, 0) : online(server, 0)));
        noServerLeft(last);
    }

    /** {@code enable server}, {@code set server … state ready}: ends maintenance and drain. */
    public void ready(Server server) {
        final boolean drained = server.isDraining();
        server.admin &= ~AdminState.FORCED_DRAIN;
        if (server.isInMaintenance()) {
            leaveMaintenance(server);
        } else if (drained) {
            changed(server);
            refresh(server);
            backend.serveWaiting(server);
            final boolean down = server.operational == OperationalState.STOPPED;
            say(server, StateLog.NOTICE, (down ? " is DOWN" : " is UP") + " (leaving forced drain).");
        }
    }

    private void leaveMaintenance(Server server) {
        changed(server);
        server.admin &= ~AdminState.FORCED_MAINT;
        // Trusted until the next check, which alone decides.
        server.health = server.checked ? server.config().check().rise() : 0;
        start(server);
        refresh(server);
        backend.serveWaiting(server);
        say(server, StateLog.NOTICE, server.isDraining() ? " is UP/DRAIN (leaving forced maintenance)." : " is UP/READY (leaving forced maintenance).");
        remainsDrained(server);
    }

    /** {@code set server … health}: until the next check says otherwise. */
    public void forceHealth(Server server, ForcedHealth health) {
        final String reason = ", changed from CLI";
        final int full = server.config().check().rise() + server.config().check().fall() - 1;
        switch (health) {
            case UP -> {
                server.health = full;
                if (!server.isInMaintenance() && !server.isRunning()) {
                    up(server, reason);
                }
            }
            case STOPPING -> {
                server.health = full;
                if (!server.isInMaintenance() && server.operational != OperationalState.STOPPING) {
                    stopping(server, reason);
                }
            }
            case DOWN -> {
                server.health = 0;
                if (server.operational != OperationalState.STOPPED) {
                    down(server, reason);
                }
            }
        }
    }

    /** {@code enable health}, {@code disable health}. */
    public void checksEnabled(Server server, boolean on) {
        if (server.config().check().enabled() && server.checked != on) {
            server.checked = on;
            if (on && server.operational != OperationalState.STOPPED) {
                server.health = Math.max(server.health, server.config().check().rise());
            }
        }
    }

    /**
     * {@code set server … weight}.
     *
     * @param weight 0 to 256; a static algorithm takes only 0 and the configured one, see {@link Backend#acceptsWeights}.
     */
    public void weight(Server server, int weight) {
        server.userWeight = weight;
        noServerLeft(refresh(server));
        backend.serveAll();
    }

    // --- slow start

    private void setEffectiveWeight(Server server) {
        int parts = SLOW_START_PARTS;
        // A static algorithm would give clients to other servers at each step.
        if (server.operational == OperationalState.STARTING && backend.acceptsWeights()) {
            final long sinceMillis = (backend.nanos() - server.lastChangeNanos) / NANOS_PER_MILLI;
            parts = (int) Math.min(parts, 1 + SLOW_START_PARTS * sinceMillis / server.config().slowstartMillis());
        }
        server.effectiveWeight = server.userWeight * parts;
    }

    /** Raises a server's weight step by step, from the last change of its state on: a drain that ends meanwhile begins it anew. */
    private final class SlowStart extends Timed {
        private final Server server;
        private long nextNanos;

        SlowStart(Server server) {
            this.server = server;
        }

        void arm() {
            final long stepMillis = Math.min(SLOW_START_STEP_MILLIS, Math.max(1, server.config().slowstartMillis() / SLOW_START_PARTS));
            nextNanos = backend.nanos() + stepMillis * NANOS_PER_MILLI;
            timers.update(this);
        }

        @Override
        public long deadlineNanos() {
            return nextNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            final boolean superseded = !this.equals(server.slowStart);
            if (superseded || server.operational != OperationalState.STARTING) {
                return;
            }
            final boolean over = nowNanos - server.lastChangeNanos >= server.config().slowstartMillis() * NANOS_PER_MILLI;
            if (over) {
                server.operational = OperationalState.RUNNING;
            }
            refresh(server);
            if (over) {
                say(server, StateLog.NOTICE, " is UP." + online(server, 0));
                remainsDrained(server);
            } else {
                arm();
            }
        }
    }
}

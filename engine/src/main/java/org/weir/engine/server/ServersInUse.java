package org.weir.engine.server;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Engine agent only. Which servers of a backend take part in balancing now: all usable ones, or the backups when no other is left, of those the first alone
 * unless {@code option allbackups}. Also since when that is so, for the backend's own up and down.
 */
final class ServersInUse {
    private final List<Server> all;
    private final boolean allBackups;
    private final LongSupplier clock;
    private final Server[] used;
    private int count;
    private int active;
    private int backups;
    private int weight;
    private int userWeight;
    private boolean any = true;
    private long lastChangeNanos;
    private long downNanos;

    /** @param all in order of declaration; {@link #findAnew} looks at their states. */
    ServersInUse(List<Server> all, boolean allBackups, LongSupplier clock) {
        this.all = all;
        this.allBackups = allBackups;
        this.clock = clock;
        used = new Server[all.size()];
        lastChangeNanos = clock.getAsLong();
    }

    /** A state or weight changed. */
    void findAnew() {
        active = 0;
        backups = 0;
        for (final Server server : all) {
            if (server.usable()) {
                if (server.config().backup()) {
                    backups++;
                } else {
                    active++;
                }
            }
        }
        final boolean several = active > 0 || allBackups;
        count = 0;
        weight = 0;
        userWeight = 0;
        for (int i = 0; i < all.size() && (several || count == 0); i++) {
            final Server server = all.get(i);
            if (server.usable() && server.config().backup() == (active == 0)) {
                used[count++] = server;
                weight += server.shownWeight();
                userWeight += server.userWeight();
            }
        }
        Arrays.fill(used, count, used.length, null);
        final boolean anyNow = count > 0 || all.isEmpty();
        if (anyNow != any) {
            changeTo(anyNow);
        }
    }

    private void changeTo(boolean anyNow) {
        final long nowNanos = clock.getAsLong();
        if (!any) {
            downNanos += nowNanos - lastChangeNanos;
        }
        any = anyNow;
        lastChangeNanos = nowNanos;
    }

    /** In order of declaration, {@link #count} of them. */
    Server[] servers() {
        return used;
    }

    int count() {
        return count;
    }

    boolean contains(Server server) {
        for (int i = 0; i < count; i++) {
            if (used[i].equals(server)) {
                return true;
            }
        }
        return false;
    }

    boolean hasOtherThan(Server server) {
        return count > 1 || count == 1 && !used[0].equals(server);
    }

    /** Whether some server is usable, or there is none to be. */
    boolean isAny() {
        return any;
    }

    boolean isAnyUsable() {
        return active + backups > 0;
    }

    /** Usable servers that are no backups. */
    int active() {
        return active;
    }

    /** Usable backup servers. */
    int backups() {
        return backups;
    }

    /** Sum of the weights. */
    int weight() {
        return weight;
    }

    /** The same of the weights that users set. */
    int userWeight() {
        return userWeight;
    }

    /** Since there was some server for the first time after none, or none after some. */
    long nanosSinceChange() {
        return clock.getAsLong() - lastChangeNanos;
    }

    /** How long there was none since the start. */
    long downNanos() {
        return downNanos + (any ? 0 : nanosSinceChange());
    }
}

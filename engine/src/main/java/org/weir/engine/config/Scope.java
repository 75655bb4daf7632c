package org.weir.engine.config;

/** Where a keyword may stand: a set of sections, one bit each. */
final class Scope {
    static final int DEFAULTS = 1;
    static final int FRONTEND = 2;
    static final int LISTEN = 4;
    static final int BACKEND = 8;
    static final int GLOBAL = 16;
    static final int BIND_LINE = 32;
    static final int SERVER_LINE = 64;
    static final int STATS_SOCKET_LINE = 128;

    /** The usual sets, named as the manual's keyword matrix reads. */
    static final int DFL = DEFAULTS | FRONTEND | LISTEN;
    static final int DLB = DEFAULTS | LISTEN | BACKEND;
    static final int DFLB = DFL | BACKEND;
    static final int FL = FRONTEND | LISTEN;
    static final int LB = LISTEN | BACKEND;
    static final int FLB = FRONTEND | LISTEN | BACKEND;

    private Scope() {
    }

    /** The section's keyword. */
    static String name(int scope) {
        return switch (scope) {
            case DEFAULTS -> "defaults";
            case FRONTEND -> "frontend";
            case LISTEN -> "listen";
            case BACKEND -> "backend";
            case GLOBAL -> "global";
            case BIND_LINE -> "bind";
            case SERVER_LINE -> "server";
            default -> "stats socket";
        };
    }
}

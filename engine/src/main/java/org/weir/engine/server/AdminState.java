package org.weir.engine.server;

/** Bits of a server's administrative state, as {@code show servers state} gives them. */
public final class AdminState {
    public static final int FORCED_MAINT = 0x01;
    public static final int INHERITED_MAINT = 0x02;
    /** {@code disabled} stood in the configuration; says where the state came from, no more. */
    public static final int CONFIG_MAINT = 0x04;
    public static final int FORCED_DRAIN = 0x08;
    public static final int INHERITED_DRAIN = 0x10;
    public static final int RESOLUTION_MAINT = 0x20;

    /** Any kind of maintenance. */
    public static final int MAINT = FORCED_MAINT | INHERITED_MAINT | RESOLUTION_MAINT;
    public static final int DRAIN = FORCED_DRAIN | INHERITED_DRAIN;

    private AdminState() {}
}

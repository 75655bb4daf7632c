package org.weir.engine.config;

/**
 * What the command line says over the configuration's head.
 *
 * @param maxconn {@code -n}, 0 = not given
 * @param proxyMaxconn {@code -N}: default of the proxies' maxconn, 0 = not given
 * @param pidFile {@code -p}, null = not given
 * @param daemon {@code -D}
 * @param foreground {@code -db}: no daemon, whatever the configuration says
 * @param quiet {@code -q}
 * @param portsAlone {@code -dR}: no SO_REUSEPORT
 * @param noSplice {@code -dS}
 */
public record Overrides(int maxconn, int proxyMaxconn, String pidFile, boolean daemon, boolean foreground, boolean quiet, boolean portsAlone,
        boolean noSplice) {
    /** A command line without options. */
    public static final Overrides NONE = new Overrides(0, 0, null, false, false, false, false, false);
}

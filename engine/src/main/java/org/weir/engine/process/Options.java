package org.weir.engine.process;

import java.util.List;

/**
 * What the command line said; it goes before the configuration's {@code global} section.
 *
 * @param paths             files and directories to read, in order; at least one
 * @param directory         where to change to before reading them, null to stay
 * @param check             only check the configuration
 * @param daemon            run in the background
 * @param foreground        stay in the foreground, whatever else is said
 * @param quiet             print no messages
 * @param verbose           print messages whatever the configuration says
 * @param zeroWarning       a warning is an error
 * @param portsAlone        no SO_REUSEPORT
 * @param noSplice          no splicing
 * @param pidFile           null when not given
 * @param localPeer         null when not given
 * @param maxconn           connections of the process, 0 when not given
 * @param proxyMaxconn      default connections of a frontend, 0 when not given
 * @param finishPids        the processes to end by {@link ProcessSignal#USR1} once started
 * @param terminatePids     the processes to end by {@link ProcessSignal#TERM} once started
 */
public record Options(List<String> paths, String directory, boolean check, boolean daemon, boolean foreground, boolean quiet, boolean verbose,
        boolean zeroWarning, boolean portsAlone, boolean noSplice, String pidFile, String localPeer, int maxconn, int proxyMaxconn,
        List<Integer> finishPids, List<Integer> terminatePids) {
    public Options {
        paths = List.copyOf(paths);
        finishPids = List.copyOf(finishPids);
        terminatePids = List.copyOf(terminatePids);
    }
}

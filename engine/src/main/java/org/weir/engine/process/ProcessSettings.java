package org.weir.engine.process;

import org.weir.engine.config.model.GlobalConfig;

/**
 * What the {@code global} section says about the process itself.
 *
 * @param daemon      run in the background
 * @param quiet       print no messages
 * @param zeroWarning a warning is an error
 * @param pidFile     null for none
 * @param chroot      null to keep the root directory
 * @param uid         -1 to stay the user one is
 * @param gid         -1 to stay in the group one is in
 * @param openFiles   file descriptors the process needs ({@code ulimit-n}, or computed from its {@code maxconn}), 0 for whatever there are
 */
public record ProcessSettings(boolean daemon, boolean quiet, boolean zeroWarning, String pidFile, String chroot, int uid, int gid, long openFiles) {
    /** Nothing asked for. */
    public static final ProcessSettings NONE = new ProcessSettings(false, false, false, null, null, -1, -1, 0);

    /** What a configuration asks for. {@code zero-warning} is the loader's to say. */
    public static ProcessSettings of(GlobalConfig global, boolean zeroWarning) {
        GlobalConfig.Process process = global.process();
        return new ProcessSettings(process.daemon(), process.quiet(), zeroWarning, process.pidFile(), process.chroot(), process.uid(), process.gid(),
                global.limits().ulimitN());
    }

    /** The same with another need of descriptors. */
    ProcessSettings withOpenFiles(long descriptors) {
        return new ProcessSettings(daemon, quiet, zeroWarning, pidFile, chroot, uid, gid, descriptors);
    }
}

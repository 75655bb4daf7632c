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
 * @param descriptors open files it needs
 */
public record ProcessSettings(boolean daemon, boolean quiet, boolean zeroWarning, String pidFile, String chroot, int uid, int gid,
        DescriptorNeed descriptors) {
    /** Nothing asked for. */
    public static final ProcessSettings NONE = new ProcessSettings(false, false, false, null, null, -1, -1, DescriptorNeed.NONE);

    /** What a configuration asks for. */
    public static ProcessSettings of(GlobalConfig global) {
        GlobalConfig.Process process = global.process();
        return new ProcessSettings(process.daemon(), process.quiet(), process.zeroWarning(), process.pidFile(), process.chroot(), process.uid(),
                process.gid(), new DescriptorNeed(global.limits().ulimitN(), 0, 0, global.limits().strict()));
    }

    /** The same with another need of descriptors. */
    ProcessSettings with(DescriptorNeed need) {
        return new ProcessSettings(daemon, quiet, zeroWarning, pidFile, chroot, uid, gid, need);
    }
}

package org.weir.engine.process;

import java.net.URL;
import java.security.SecureRandom;
import org.weir.analytics.zone.LocalZone;
import org.weir.os.Errno;
import org.weir.os.OsException;
import org.weir.os.Privileges;

/**
 * Gives up what the start needed privilege for. The order is what makes it work: (once all sockets are bound and files
 * open) the root directory, the groups, and the user last. Nothing here touches the system when the configuration asks for nothing.
 */
public final class PrivilegeDrop {
    private static final String PLACE = "[weir.main()] ";

    private PrivilegeDrop() {
    }

    /** Changes root directory, group and user; after binding. A group that is already ours is no failure, and 0 asks for no change. */
    public static void apply(ProcessSettings settings) throws StartFailure {
        if (settings.chroot() != null) {
            openWhatIsNeededLater();
            attempt("Cannot chroot(" + settings.chroot() + ").", () -> Privileges.chroot(settings.chroot()));
        }
        if (settings.gid() > 0) {
            leaveGroups(settings);
            if (settings.gid() != Privileges.effectiveGid() || settings.gid() != Privileges.gid()) {
                attempt("Cannot set gid " + settings.gid() + ".", () -> Privileges.setGid(settings.gid()));
            }
        }
        if (settings.uid() > 0 && (settings.uid() != Privileges.effectiveUid() || settings.uid() != Privileges.uid())) {
            attempt("Cannot set uid " + settings.uid() + ".", () -> Privileges.setUid(settings.uid()));
        }
    }

    /** The supplementary groups root was started with would stay with the new user. */
    private static void leaveGroups(ProcessSettings settings) throws StartFailure {
        if (Privileges.effectiveUid() == 0 && Privileges.groups().length > 0) {
            attempt("Cannot leave the supplementary groups for gid " + settings.gid() + ".", Privileges::setGroups);
        }
    }

    private static void attempt(String alert, Runnable step) throws StartFailure {
        try {
            step.run();
        } catch (OsException e) {
            throw new StartFailure(PLACE + alert + (e.errno() == Errno.EPERM ? "" : " (" + e.meaning() + ")"), e);
        }
    }

    /**
     * Opens what the JVM opens at its first need, which would be out of reach later: every jar of the class path (a look-up that fails visits
     * them all), the time zone data, the source of random numbers.
     */
    private static void openWhatIsNeededLater() {
        URL absent = PrivilegeDrop.class.getClassLoader().getResource("no/such/resource");
        if (absent != null || LocalZone.id().getRules() == null) {
            throw new IllegalStateException("unexpected resource " + absent);
        }
        new SecureRandom().nextInt();
    }
}

package org.weir.os;

import java.util.Arrays;

/**
 * User, groups and root directory of this process. glibc's wrappers of the set*id calls reach every thread of the process
 * (nptl(7)), although the kernel's own calls reach one thread only; so a call from the main thread drops the whole JVM's privileges.
 * {@link #chroot} reaches the whole process too, for its threads share root and working directory.
 */
public final class Privileges {
    private Privileges() {
    }

    public static int uid() {
        return Libc.getuid();
    }

    public static int effectiveUid() {
        return Libc.geteuid();
    }

    public static int gid() {
        return Libc.getgid();
    }

    public static int effectiveGid() {
        return Libc.getegid();
    }

    /** The supplementary groups. */
    public static int[] groups() {
        int count = Libc.check("getgroups()", Libc.getgroups(0, null));
        int[] gids = new int[count];
        if (count > 0) {
            Libc.check("getgroups()", Libc.getgroups(count, gids));
        }
        return gids;
    }

    /** Replaces the supplementary groups, of every thread. @throws OsException EPERM without CAP_SETGID */
    public static void setGroups(int... gids) {
        String operation = Libc.call("setgroups", Arrays.toString(gids));
        Libc.check(operation, Libc.setgroups(gids.length, gids));
    }

    /** With privilege: the real, effective and saved group, of every thread. @throws OsException EPERM, EINVAL */
    public static void setGid(int gid) {
        String operation = Libc.call("setgid", gid);
        Libc.check(operation, Libc.setgid(gid));
    }

    /** With privilege: the real, effective and saved user, of every thread, and so for good. @throws OsException EPERM, EAGAIN, EINVAL */
    public static void setUid(int uid) {
        String operation = Libc.call("setuid", uid);
        Libc.check(operation, Libc.setuid(uid));
    }

    /** Each of the three user ids of every thread; -1 leaves one as it is. @throws OsException EPERM, EAGAIN, EINVAL */
    public static void setUids(int real, int effective, int saved) {
        String operation = "setresuid(" + real + ", " + effective + ", " + saved + ")";
        Libc.check(operation, Libc.setresuid(real, effective, saved));
    }

    /** Each of the three group ids of every thread; -1 leaves one as it is. @throws OsException EPERM, EINVAL */
    public static void setGids(int real, int effective, int saved) {
        String operation = "setresgid(" + real + ", " + effective + ", " + saved + ")";
        Libc.check(operation, Libc.setresgid(real, effective, saved));
    }

    /**
     * Makes {@code directory} the root of the process and its working directory. What the JVM has opened stays open (its modules, the jar
     * files of the class path); every other path means something else afterwards.
     *
     * @throws OsException EPERM without CAP_SYS_CHROOT, ENOENT, ENOTDIR, EACCES
     */
    public static void chroot(String directory) {
        String operation = Libc.call("chroot", directory);
        Libc.check(operation, Libc.chroot(directory));
        Libc.check("chdir(/)", Libc.chdir("/"));
    }
}

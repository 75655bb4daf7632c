package org.weir.os;

/** This process as the kernel sees it: session, standard streams, name, and signals to others. */
public final class ProcessControl {
    private static final int PR_SET_NAME = 15;

    private ProcessControl() {
    }

    public static int pid() {
        return Libc.getpid();
    }

    /** Makes descriptor {@code to} another name of {@code from}; what {@code to} was is closed. */
    public static void duplicate(int from, int to) {
        String operation = "dup2(" + from + ", " + to + ")";
        Libc.check(operation, Libc.dup2(from, to));
    }

    /**
     * Changes the working directory of the process. Relative paths given to {@code java.nio.file.Files} and to libc follow; what the JVM
     * computed before, such as {@code Path.toAbsolutePath()} and the property {@code user.dir}, does not.
     *
     * @throws OsException ENOENT, ENOTDIR, EACCES
     */
    public static void changeDirectory(String path) {
        String operation = Libc.call("chdir", path);
        Libc.check(operation, Libc.chdir(path));
    }

    /** Names the calling thread as {@code ps} and {@code top} show it, 15 bytes at most (prctl(2), PR_SET_NAME). */
    public static void nameThread(String name) {
        String operation = Libc.call("prctl", "PR_SET_NAME, " + name);
        Libc.check(operation, Libc.prctl(PR_SET_NAME, name, 0, 0, 0));
    }

    /**
     * Sends a signal; 0 only asks whether it could be sent.
     *
     * @throws OsException ESRCH when there is no such process, EPERM
     */
    public static void signal(int pid, int signalNumber) {
        String operation = "kill(" + pid + ", " + signalNumber + ")";
        Libc.check(operation, Libc.kill(pid, signalNumber));
    }
}

package org.weir.os;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libc by JNA direct mapping, 64-bit Linux: {@code size_t} and {@code rlim_t} are {@code long} here, ids and pids {@code int}.
 * Initialising this class loads JNA, so nobody touches it before a call is really wanted.
 */
final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getInstance("c"));
    }

    private Libc() {
    }

    static native int sched_setaffinity(int tid, long sizeBytes, byte[] mask);

    static native int sched_getaffinity(int tid, long sizeBytes, byte[] mask);

    static native int gettid();

    static native int mlockall(int flags);

    static native int munlockall();

    static native int getrlimit(int resource, long[] softAndHard);

    static native int setrlimit(int resource, long[] softAndHard);

    static native int getuid();

    static native int geteuid();

    static native int getgid();

    static native int getegid();

    static native int setuid(int uid);

    static native int setgid(int gid);

    static native int setresuid(int real, int effective, int saved);

    static native int setresgid(int real, int effective, int saved);

    static native int setgroups(long count, int[] gids);

    static native int getgroups(int count, int[] gids);

    static native Pointer getpwnam(String name);

    static native Pointer getgrnam(String name);

    static native int chroot(String path);

    static native int chdir(String path);

    static native int getpid();

    static native int kill(int pid, int signal);

    static native int close(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int dup2(int from, int to);

    static native int pipe2(int[] readAndWrite, int flags);

    static native long read(int fd, byte[] bytes, long lengthBytes);

    static native int prctl(int option, String value, long unused3, long unused4, long unused5);

    static native int waitpid(int pid, int[] status, int options);

    static native int posix_spawn(int[] pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, String path);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer mask);

    /** The error number of this thread's last call, kept by JNA across the JVM's own calls. */
    static int errno() {
        return Native.getLastError();
    }

    /** Throws when a call that answers 0 (or a value) on success and -1 on failure has failed. */
    static int check(String operation, int result) {
        if (result == -1) {
            throw new OsException(operation, errno());
        }
        return result;
    }

    /** The call's name with its arguments, for {@link OsException}; built before the call, so that it cannot disturb errno. */
    static String call(String name, Object argument) {
        return name + "(" + argument + ")";
    }
}

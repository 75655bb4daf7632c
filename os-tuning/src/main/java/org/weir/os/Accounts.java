package org.weir.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Users and groups by name. {@code /etc/passwd} and {@code /etc/group} are asked first, which costs a file; a name that is not there is
 * looked up by libc, which knows the other sources of nsswitch.conf(5) (and must be asked before a chroot).
 */
public final class Accounts {
    /** @param gid the user's primary group */
    public record User(String name, int uid, int gid) {
    }

    public record Group(String name, int gid) {
    }

    private static final long MAX_FILE_BYTES = 4 << 20;
    private static final Accounts SYSTEM = new Accounts(Path.of("/etc"));

    private final Path etc;

    Accounts(Path etc) {
        this.etc = etc;
    }

    /** The accounts of this machine. */
    public static Accounts system() {
        return SYSTEM;
    }

    /**
     * @return null when there is no such user
     * @throws OsException when the lookup itself failed
     */
    public User user(String name) {
        String[] fields = entry("passwd", name, 4);
        if (fields != null) {
            return new User(name, id(fields[2]), id(fields[3]));
        }
        Native.setLastError(0);
        Pointer entry = Libc.getpwnam(name);
        // struct passwd: two pointers, then uid and gid.
        return found(entry, "getpwnam", name) ? new User(name, entry.getInt(16), entry.getInt(20)) : null;
    }

    /**
     * @return null when there is no such group
     * @throws OsException when the lookup itself failed
     */
    public Group group(String name) {
        String[] fields = entry("group", name, 3);
        if (fields != null) {
            return new Group(name, id(fields[2]));
        }
        Native.setLastError(0);
        Pointer entry = Libc.getgrnam(name);
        // struct group: two pointers, then gid.
        return found(entry, "getgrnam", name) ? new Group(name, entry.getInt(16)) : null;
    }

    /** getpwnam(3) lists these error numbers as ways to say "not found". */
    private static boolean found(Pointer entry, String function, String name) {
        if (entry != null) {
            return true;
        }
        int errno = Libc.errno();
        if (errno == 0 || errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.EPERM || errno == Errno.EBADF) {
            return false;
        }
        throw new OsException(Libc.call(function, name), errno);
    }

    /** The colon-separated fields of the line for {@code name}; null when there is none with numeric ids, or the file cannot be read. */
    private String[] entry(String file, String name, int minFields) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\n') >= 0) {
            return null;
        }
        String text = read(etc.resolve(file));
        String prefix = name + ":";
        int from = 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            if (text.startsWith(prefix, from)) {
                String[] fields = text.substring(from, end).split(":", -1);
                return fields.length >= minFields && id(fields[2]) >= 0 && (minFields < 4 || id(fields[3]) >= 0) ? fields : null;
            }
            from = end + 1;
        }
        return null;
    }

    /** An unreadable or oversized file is like an absent one: libc is asked then. */
    private static String read(Path file) {
        try {
            return Files.size(file) > MAX_FILE_BYTES ? "" : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** A non-negative id, or -1. */
    private static int id(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}

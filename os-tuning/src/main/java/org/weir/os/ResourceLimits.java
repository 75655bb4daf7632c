package org.weir.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits the kernel holds this process to (getrlimit(2)). */
public final class ResourceLimits {
    /** No limit. Limits are unsigned in the kernel; this is its all-ones value. */
    public static final long INFINITY = -1;

    /** What is limited; the numbers are those of x86-64 and AArch64. */
    public enum Resource {
        /** Bytes of a core file. */
        CORE(4, "Max core file size"),
        /** One more than the highest file descriptor. */
        NOFILE(7, "Max open files"),
        /** Bytes of locked memory. */
        MEMLOCK(8, "Max locked memory"),
        /** Bytes of address space. */
        AS(9, "Max address space");

        private final int number;
        private final String label;

        /** @param label its line in /proc/self/limits (proc(5)) */
        Resource(int number, String label) {
            this.number = number;
            this.label = label;
        }
    }

    /** The limit in force, and how far it may be raised without privilege. */
    public record Limit(long soft, long hard) {
        @Override
        public String toString() {
            return show(soft) + "/" + show(hard);
        }

        private static String show(long value) {
            return value == INFINITY ? "unlimited" : Long.toUnsignedString(value);
        }
    }

    private ResourceLimits() {
    }

    /** From {@code /proc}, which costs far less at start than a first call through JNA; by the call where there is none. */
    public static Limit get(Resource resource) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(resource.label)) {
                    String[] values = line.substring(resource.label.length()).strip().split(" +");
                    return new Limit(value(values[0]), value(values[1]));
                }
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return call(resource);
        }
        return call(resource);
    }

    private static long value(String text) {
        return text.equals("unlimited") ? INFINITY : Long.parseUnsignedLong(text);
    }

    private static Limit call(Resource resource) {
        long[] softAndHard = new long[2];
        String operation = Libc.call("getrlimit", resource);
        Libc.check(operation, Libc.getrlimit(resource.number, softAndHard));
        return new Limit(softAndHard[0], softAndHard[1]);
    }

    /** @throws OsException EPERM when the hard limit is raised without privilege, EINVAL when soft exceeds hard */
    public static void set(Resource resource, Limit limit) {
        String operation = "setrlimit(" + resource + ", " + limit + ")";
        Libc.check(operation, Libc.setrlimit(resource.number, new long[] {limit.soft(), limit.hard()}));
    }

    /**
     * Sees that the soft limit is at least {@code wanted}, raising the hard limit too where it is in the way. A higher limit stays.
     *
     * @throws OsException EPERM when the hard limit is in the way and may not be raised
     */
    public static void raise(Resource resource, long wanted) {
        Limit now = get(resource);
        if (Long.compareUnsigned(now.soft(), wanted) >= 0) {
            return;
        }
        long hard = Long.compareUnsigned(now.hard(), wanted) >= 0 ? now.hard() : wanted;
        set(resource, new Limit(wanted, hard));
    }
}

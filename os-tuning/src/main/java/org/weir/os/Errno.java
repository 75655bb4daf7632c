package org.weir.os;

/**
 * Linux error numbers: symbol and English meaning, independent of the process's locale (errno(3)).
 * The numbers are those of x86-64 and AArch64.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;

    private static final String[] SYMBOLS = new String[134];
    private static final String[] MEANINGS = new String[134];

    static {
        define(0, "OK", "Success");
        define(1, "EPERM", "Operation not permitted");
        define(2, "ENOENT", "No such file or directory");
        define(3, "ESRCH", "No such process");
        define(4, "EINTR", "Interrupted system call");
        define(5, "EIO", "Input/output error");
        define(6, "ENXIO", "No such device or address");
        define(7, "E2BIG", "Argument list too long");
        define(8, "ENOEXEC", "Exec format error");
        define(9, "EBADF", "Bad file descriptor");
        define(10, "ECHILD", "No child processes");
        define(11, "EAGAIN", "Resource temporarily unavailable");
        define(12, "ENOMEM", "Cannot allocate memory");
        define(13, "EACCES", "Permission denied");
        define(14, "EFAULT", "Bad address");
        define(16, "EBUSY", "Device or resource busy");
        define(17, "EEXIST", "File exists");
        define(18, "EXDEV", "Invalid cross-device link");
        define(19, "ENODEV", "No such device");
        define(20, "ENOTDIR", "Not a directory");
        define(21, "EISDIR", "Is a directory");
        define(22, "EINVAL", "Invalid argument");
        define(23, "ENFILE", "Too many open files in system");
        define(24, "EMFILE", "Too many open files");
        define(25, "ENOTTY", "Inappropriate ioctl for device");
        define(26, "ETXTBSY", "Text file busy");
        define(27, "EFBIG", "File too large");
        define(28, "ENOSPC", "No space left on device");
        define(29, "ESPIPE", "Illegal seek");
        define(30, "EROFS", "Read-only file system");
        define(31, "EMLINK", "Too many links");
        define(32, "EPIPE", "Broken pipe");
        define(34, "ERANGE", "Numerical result out of range");
        define(36, "ENAMETOOLONG", "File name too long");
        define(38, "ENOSYS", "Function not implemented");
        define(40, "ELOOP", "Too many levels of symbolic links");
        define(71, "EPROTO", "Protocol error");
        define(75, "EOVERFLOW", "Value too large for defined data type");
        define(88, "ENOTSOCK", "Socket operation on non-socket");
        define(89, "EDESTADDRREQ", "Destination address required");
        define(90, "EMSGSIZE", "Message too long");
        define(91, "EPROTOTYPE", "Protocol wrong type for socket");
        define(92, "ENOPROTOOPT", "Protocol not available");
        define(93, "EPROTONOSUPPORT", "Protocol not supported");
        define(95, "EOPNOTSUPP", "Operation not supported");
        define(97, "EAFNOSUPPORT", "Address family not supported by protocol");
        define(98, "EADDRINUSE", "Address already in use");
        define(99, "EADDRNOTAVAIL", "Cannot assign requested address");
        define(100, "ENETDOWN", "Network is down");
        define(101, "ENETUNREACH", "Network is unreachable");
        define(103, "ECONNABORTED", "Software caused connection abort");
        define(104, "ECONNRESET", "Connection reset by peer");
        define(105, "ENOBUFS", "No buffer space available");
        define(106, "EISCONN", "Transport endpoint is already connected");
        define(107, "ENOTCONN", "Transport endpoint is not connected");
        define(110, "ETIMEDOUT", "Connection timed out");
        define(111, "ECONNREFUSED", "Connection refused");
        define(112, "EHOSTDOWN", "Host is down");
        define(113, "EHOSTUNREACH", "No route to host");
        define(114, "EALREADY", "Operation already in progress");
        define(115, "EINPROGRESS", "Operation now in progress");
        define(122, "EDQUOT", "Disk quota exceeded");
    }

    private Errno() {
    }

    private static void define(int errno, String symbol, String meaning) {
        SYMBOLS[errno] = symbol;
        MEANINGS[errno] = meaning;
    }

    /** The symbol, "EINVAL" for 22; "errno N" for a number that is not in the table. */
    public static String symbol(int errno) {
        String symbol = errno >= 0 && errno < SYMBOLS.length ? SYMBOLS[errno] : null;
        return symbol != null ? symbol : "errno " + errno;
    }

    /** What it means in English, "Invalid argument" for 22. */
    public static String meaning(int errno) {
        String meaning = errno >= 0 && errno < MEANINGS.length ? MEANINGS[errno] : null;
        return meaning != null ? meaning : "Unknown error " + errno;
    }
}

package org.weir.os;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A child that, unlike one of {@link ProcessBuilder}, keeps the descriptors it inherits (socket activation, {@code fd@N}) and leads a session
 * of its own (posix_spawn(3) with POSIX_SPAWN_SETSID). Files open for reading only are not passed on: they are the JVM's own. Standard
 * input is {@code /dev/null}, standard error is shared with this process, standard output comes back here.
 */
public final class ChildProcess {
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int O_RDWR = 2;
    private static final int O_ACCMODE = 3;
    private static final int O_CLOEXEC = 0x80000;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;
    private static final short SPAWN_FLAGS = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;
    private static final String BYTES = "ISO-8859-1";
    /** Larger than the C library's opaque types (80 and 336 bytes in glibc, less in musl). */
    private static final int OPAQUE_BYTES = 1024;

    private final int pid;
    private final InputStream output;

    private ChildProcess(int pid, InputStream output) {
        this.pid = pid;
        this.output = output;
    }

    /**
     * All strings are bytes, one per character (ISO 8859-1), so that what {@code /proc/self/cmdline} and {@code environ} hold goes through
     * unchanged whatever the locale.
     *
     * @param executable  path of the program
     * @param arguments   its arguments, the first being the name it is called by
     * @param environment its whole environment, {@code NAME=value} each
     * @param directory   the directory it starts in
     * @throws OsException when the program cannot be started
     */
    public static ChildProcess start(String executable, List<String> arguments, List<String> environment, String directory) {
        keepReadOnlyFiles();
        int[] pipe = new int[2];
        Libc.check("pipe2()", Libc.pipe2(pipe, O_CLOEXEC));
        try {
            int pid = spawn(executable, arguments, environment, directory, pipe[1]);
            return new ChildProcess(pid, new DescriptorInput(pipe[0]));
        } catch (OsException failed) {
            Libc.close(pipe[0]);
            throw failed;
        } finally {
            Libc.close(pipe[1]);
        }
    }

    private static int spawn(String executable, List<String> arguments, List<String> environment, String directory, int outputFd) {
        try (Memory actions = new Memory(OPAQUE_BYTES);
                Memory attributes = new Memory(OPAQUE_BYTES);
                Memory mask = new Memory(OPAQUE_BYTES)) {
            checkNumber("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
            checkNumber("posix_spawnattr_init", Libc.posix_spawnattr_init(attributes));
            checkNumber("posix_spawn_file_actions_addopen", Libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDWR, 0));
            checkNumber("posix_spawn_file_actions_adddup2", Libc.posix_spawn_file_actions_adddup2(actions, outputFd, 1));
            checkNumber("posix_spawn_file_actions_addchdir_np", Libc.posix_spawn_file_actions_addchdir_np(actions, directory));
            // The JVM blocks some signals in its threads; the child starts with none blocked.
            mask.clear();
            checkNumber("posix_spawnattr_setsigmask", Libc.posix_spawnattr_setsigmask(attributes, mask));
            checkNumber("posix_spawnattr_setflags", Libc.posix_spawnattr_setflags(attributes, SPAWN_FLAGS));
            int[] pid = new int[1];
            Pointer argv = new StringArray(arguments.toArray(new String[0]), BYTES);
            Pointer envp = new StringArray(environment.toArray(new String[0]), BYTES);
            checkNumber("posix_spawn(" + executable + ")", Libc.posix_spawn(pid, executable, actions, attributes, argv, envp));
            Libc.posix_spawn_file_actions_destroy(actions);
            Libc.posix_spawnattr_destroy(attributes);
            return pid[0];
        }
    }

    /** The JVM leaves the jars and modules it reads open across an exec; what an operator passes on is a socket, or written to. */
    private static void keepReadOnlyFiles() {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                int fd = Integer.parseInt(descriptor.getFileName().toString());
                if (fd > 2 && isReadOnlyFile(descriptor, fd)) {
                    Libc.check("fcntl(" + fd + ")", Libc.fcntl(fd, F_SETFD, FD_CLOEXEC));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isReadOnlyFile(Path descriptor, int fd) throws IOException {
        try {
            if (!Files.readSymbolicLink(descriptor).isAbsolute()) {
                return false;
            }
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("flags:")) {
                    return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & O_ACCMODE) == 0;
                }
            }
            return false;
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }

    /** posix_spawn and its family answer the error number instead of setting errno. */
    private static void checkNumber(String operation, int errno) {
        if (errno != 0) {
            throw new OsException(operation, errno);
        }
    }

    public int pid() {
        return pid;
    }

    /** What the child writes to its standard output; ends when the child, and who inherited it, closed it. */
    public InputStream output() {
        return output;
    }

    /** Waits for the child's end. @return its exit status, 128 + the signal's number when a signal ended it, as a shell has it */
    public int waitFor() {
        int[] status = new int[1];
        int result;
        do {
            result = Libc.waitpid(pid, status, 0);
        } while (result == -1 && Libc.errno() == Errno.EINTR);
        Libc.check("waitpid(" + pid + ")", result);
        int signal = status[0] & 0x7F;
        return signal == 0 ? status[0] >> 8 & 0xFF : 128 + signal;
    }

    /** Blocking reads of a raw descriptor, closed at the end of file. */
    private static final class DescriptorInput extends InputStream {
        private int fd;

        DescriptorInput(int fd) {
            this.fd = fd;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (fd < 0) {
                return -1;
            }
            byte[] chunk = new byte[length];
            long count;
            do {
                count = Libc.read(fd, chunk, length);
            } while (count == -1 && Libc.errno() == Errno.EINTR);
            if (count < 0) {
                throw new IOException("read from child process: " + Errno.meaning(Libc.errno()));
            }
            System.arraycopy(chunk, 0, bytes, offset, (int) count);
            return count == 0 && length > 0 ? -1 : (int) count;
        }

        @Override
        public void close() {
            if (fd >= 0) {
                Libc.close(fd);
                fd = -1;
            }
        }
    }
}

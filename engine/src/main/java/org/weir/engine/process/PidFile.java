package org.weir.engine.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file that tells scripts which process to signal. It is made anew before the root directory and the user change, and written once the start
 * has succeeded; it stays when the process ends, for by then it may be out of reach. Background mode only.
 */
public final class PidFile implements AutoCloseable {
    private final String name;
    private final FileChannel file;

    private PidFile(String name, FileChannel file) {
        this.name = name;
        this.file = file;
    }

    /** An existing file is removed first, so that a link of that name is never followed. */
    public static PidFile create(String name) throws StartFailure {
        try {
            Path path = Path.of(name);
            Files.deleteIfExists(path);
            return new PidFile(name, FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"))));
        } catch (IOException e) {
            throw new StartFailure("[weir.main()] Cannot create pidfile " + name, e);
        }
    }

    /** Writes this process's pid as a line. */
    public void write() throws StartFailure {
        try {
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new StartFailure("[weir.main()] Cannot write pidfile " + name, e);
        }
    }

    @Override
    public void close() throws StartFailure {
        try {
            file.close();
        } catch (IOException e) {
            throw new StartFailure("[weir.main()] Cannot write pidfile " + name, e);
        }
    }
}

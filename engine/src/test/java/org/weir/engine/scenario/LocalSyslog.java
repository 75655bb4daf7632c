package org.weir.engine.scenario;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.OsConstants;

/** A syslog server on a UNIX datagram socket that reads nothing, so that its queue is full soon; gone when closed, its path stays. */
final class LocalSyslog implements AutoCloseable {
    private final LinuxSystemCalls calls = new LinuxSystemCalls();
    private int fd;

    LocalSyslog(Path path) {
        fd = calls.socket(OsConstants.AF_UNIX, OsConstants.SOCK_DGRAM | OsConstants.SOCK_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(OsConstants.SIZEOF_SOCKADDR_STORAGE, 8).address();
            int bound = calls.bind(fd, address, new Endpoint.UnixPath(path.toString()).writeSockaddr(address));
            if (bound < 0) {
                throw new AssertionError("cannot bind " + path + ": " + -bound);
            }
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            calls.close(fd);
            fd = -1;
        }
    }
}

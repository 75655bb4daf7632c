package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.process.ProxyCoreFactory;
import org.weir.engine.process.SystemResources;
import org.weir.io.sys.ForwardingCalls;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.os.Errno;

/** A thread, or the whole process, stands still for longer than a timeout: what its sockets had in time is not late. */
class StandstillTest {
    private static final long CONNECT_MILLIS = 200;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Stands still in the first look at the sockets after a connection to a server was begun, which then ends as one that a signal interrupts. */
    private final class StandingCalls extends ForwardingCalls {
        private boolean connecting;

        StandingCalls() {
            super(new LinuxSystemCalls());
        }

        @Override
        public int connect(int fd, long sockaddrAddress, int lengthBytes) {
            connecting = true;
            return super.connect(fd, sockaddrAddress, lengthBytes);
        }

        @Override
        public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
            return stands() ? -Errno.EINTR : super.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis);
        }

        @Override
        public int epollPoll(int epollFd, long eventsAddress, int maxEvents) {
            return stands() ? -Errno.EINTR : super.epollPoll(epollFd, eventsAddress, maxEvents);
        }

        private boolean stands() {
            if (!connecting || standing.getCount() == 0) {
                return false;
            }
            standing.countDown();
            try {
                return goOn.await(Deadline.DEFAULT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void aConnectionThatCameInTimeIsUsed(String mode) throws Exception {
        Origin s1 = scenario.server("s1");
        scenario.start(new ProxyCoreFactory(new SystemResources(StandingCalls::new, 1024, 64)),
                Texts.HTTP.replace("threading-mode shared", "threading-mode " + mode + "\n    nbthread 1")
                        + "backend be\n    retries 0\n    timeout connect " + CONNECT_MILLIS + "\n    server s1 {s1}\n");
        Peer client = scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Peer server = s1.accept();
        standing.await(Deadline.DEFAULT_MILLIS, TimeUnit.MILLISECONDS);
        long from = System.nanoTime();
        Deadline.await("the timeout to pass", () -> System.nanoTime() - from > TimeUnit.MILLISECONDS.toNanos(2 * CONNECT_MILLIS));
        goOn.countDown();
        server.expectHead();
        server.send(Origin.ok("s1"));
        assertEquals("s1", client.expectStatus(200).text());
    }
}

package org.weir.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;
import org.weir.io.net.NetAddress;
import org.weir.io.net.SourcePorts;
import org.weir.os.Errno;

/** Connections from the ports of a range, at an address of this machine that nothing else uses. */
class SourcePortRangeTest {
    private static final String HERE = "127.83.7.5";
    private static final int FIRST = 21000;

    private final List<Recorder> accepted = new ArrayList<>();

    private static ConnectSpec spec(ListeningSocket server, SourcePorts ports) {
        return ConnectSpec.builder(server.bound()).source(Endpoint.ofNumeric(HERE, FIRST)).sourcePorts(ports).build();
    }

    private Listener accepting(Rig rig, ListeningSocket server) {
        return rig.transport.listen(server, (l, channel) -> {
            Recorder recorder = new Recorder();
            recorder.channel = channel;
            accepted.add(recorder);
            return recorder;
        });
    }

    /** The port that a new connection has, or its error, negated. */
    private static int connect(Rig rig, ConnectSpec spec, List<Channel> open) {
        Recorder client = new Recorder();
        client.channel = rig.transport.connect(spec, client);
        rig.until(() -> client.connected || client.over());
        if (client.failedErrno != 0) {
            client.channel.close();
            return -client.failedErrno;
        }
        NetAddress local = new NetAddress();
        client.channel.readLocal(local);
        open.add(client.channel);
        return local.port();
    }

    @Test
    void aRangeGivesSoManyConnectionsAndAPortAgainWhenOneEnds() throws Exception {
        try (Rig rig = new Rig()) {
            ListeningSocket server = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            Listener listener = accepting(rig, server);
            ConnectSpec spec = spec(server, new SourcePorts(FIRST, FIRST + 2));
            List<Channel> open = new ArrayList<>();
            assertEquals(List.of(FIRST, FIRST + 1, FIRST + 2), IntStream.range(0, 3).map(i -> connect(rig, spec, open)).boxed().toList());
            assertEquals(-Errno.EADDRINUSE, connect(rig, spec, open));
            assertEquals(-Errno.EADDRINUSE, connect(rig, spec, open));
            // Closed from this side: it is a reset, and the port does not rest in the kernel.
            open.remove(1).close();
            rig.until(() -> accepted.stream().anyMatch(Recorder::over));
            assertEquals(FIRST + 1, connect(rig, spec, open));
            assertEquals(-Errno.EADDRINUSE, connect(rig, spec, open));
            finish(rig, server, listener, open);
        }
    }

    @Test
    void whatSomethingElseHoldsIsPassedOver() throws Exception {
        try (Rig rig = new Rig()) {
            ListeningSocket server = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            ListeningSocket other = rig.open(Endpoint.ofNumeric(HERE, FIRST + 11));
            ListeningSocket another = rig.open(Endpoint.ofNumeric(HERE, FIRST + 12));
            Listener listener = accepting(rig, server);
            ConnectSpec spec = spec(server, new SourcePorts(FIRST + 10, FIRST + 13));
            List<Channel> open = new ArrayList<>();
            assertEquals(FIRST + 10, connect(rig, spec, open));
            assertEquals(FIRST + 13, connect(rig, spec, open));
            assertEquals(-Errno.EADDRINUSE, connect(rig, spec, open));
            other.closeAndUnlink(rig.calls);
            assertEquals(FIRST + 11, connect(rig, spec, open));
            another.closeAndUnlink(rig.calls);
            finish(rig, server, listener, open);
        }
    }

    @Test
    void theSameRangeServesTowardsEachServer() throws Exception {
        try (Rig rig = new Rig()) {
            ListeningSocket one = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            ListeningSocket two = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            Listener first = accepting(rig, one);
            Listener second = accepting(rig, two);
            List<Channel> open = new ArrayList<>();
            assertEquals(FIRST + 20, connect(rig, spec(one, new SourcePorts(FIRST + 20, FIRST + 20)), open));
            assertEquals(FIRST + 20, connect(rig, spec(two, new SourcePorts(FIRST + 20, FIRST + 20)), open));
            finish(rig, one, first, open);
            finish(rig, two, second, List.of());
        }
    }

    @Test
    void anAddressThatIsNotHereIsTriedOnce() throws Exception {
        try (Rig rig = new Rig()) {
            ListeningSocket server = rig.open(Endpoint.ofNumeric("127.0.0.1", 0));
            SourcePorts ports = new SourcePorts(FIRST, FIRST + 9);
            ConnectSpec spec = ConnectSpec.builder(server.bound()).source(Endpoint.ofNumeric("192.0.2.1", FIRST)).sourcePorts(ports).build();
            assertEquals(-Errno.EADDRNOTAVAIL, connect(rig, spec, new ArrayList<>()));
            assertEquals(FIRST + 1, ports.claim());
            server.closeAndUnlink(rig.calls);
        }
    }

    private void finish(Rig rig, ListeningSocket server, Listener listener, List<Channel> open) {
        open.forEach(Channel::close);
        rig.until(() -> accepted.size() >= open.size() && accepted.stream().allMatch(Recorder::over));
        assertTrue(accepted.stream().allMatch(Recorder::over));
        accepted.forEach(end -> end.channel.close());
        listener.close();
        server.closeAndUnlink(rig.calls);
    }
}

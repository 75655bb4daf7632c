package org.weir.engine.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.weir.engine.process.ProcessSignal;
import org.weir.engine.process.ProxyCoreFactory;
import org.weir.io.memory.MemoryTags;

/**
 * What one test plays: the proxy, its servers, its clients, its log. Places in configuration texts stand in braces: {@code {name}} is a free loopback
 * address with port, {@code {port:name}} the port alone, {@code {path:name}} a path in the test's directory. When the test is over everything is closed, and
 * neither off-heap objects nor descriptors may be left.
 */
final class Scenario implements BeforeEachCallback, AfterEachCallback {
    private static final Pattern PLACE = Pattern.compile("\\{(?:(port|path):)?([a-z][a-z0-9.-]*)}");

    /** Below the range from which the kernel takes ports by itself. */
    private static final int FIRST_PORT = 20_000;

    /** So many ports are this process's own, for as long as it runs, among all that run such tests on the machine. */
    private static final int PORTS = 500;

    private static final int BLOCKS = 24;
    private static final ServerSocket BLOCK = reserveBlock();
    private static final AtomicInteger NEXT_PORT = new AtomicInteger();

    private final Map<String, Integer> ports = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Weir> proxies = new ArrayList<>();
    private Path directory;
    private long descriptorsBefore;
    private SyslogSink log;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("weir-scenario");
        warmUp();
        descriptorsBefore = descriptors();
    }

    // --- who plays

    /**
     * Runs the proxy; it listens when this returns.
     *
     * @param early signals that reach it while it starts
     */
    Weir start(String configuration, ProcessSignal... early) {
        return start(new ProxyCoreFactory(), configuration, early);
    }

    /** The same with system calls and buffers of the test's. */
    Weir start(ProxyCoreFactory factory, String configuration, ProcessSignal... early) {
        Weir weir = new Weir(this, file("weir.cfg", fill(configuration)), factory);
        proxies.add(weir);
        weir.start(early);
        return weir;
    }

    /** The proxy that was started last. */
    Weir proxy() {
        return proxies.getLast();
    }

    /** A server that listens at the place of this name. */
    Origin server(String name) {
        Origin origin = new Origin(name, address(name));
        open.add(origin);
        return origin;
    }

    /** A server that listens on the UNIX socket of this name. */
    Origin unixServer(String name) {
        Origin origin = new Origin(name, UnixDomainSocketAddress.of(path(name)));
        open.add(origin);
        return origin;
    }

    /** A server whose queue of connections is full, so that none is established. */
    void deafServer(String name) {
        try {
            ServerSocket deaf = new ServerSocket();
            open.add(deaf);
            deaf.bind(address(name), 1);
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(address(name));
                open.add(filler);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes something at the end. */
    <T extends AutoCloseable> T closing(T thing) {
        open.add(thing);
        return thing;
    }

    /** The syslog server at the place {@code {log}}. */
    SyslogSink log() {
        if (log == null) {
            log = new SyslogSink(address("log"));
            open.add(log);
        }
        return log;
    }

    /** A client, connected to the place of this name. */
    Peer client(String name) {
        return client(name, 0);
    }

    /** A client that takes little at once: its receive buffer has this size. */
    Peer client(String name, int receiveBufferBytes) {
        Peer client = Peer.connect("client", address(name), receiveBufferBytes);
        open.add(client);
        return client;
    }

    /** A client of the UNIX socket of this name. */
    Peer unixClient(String name) {
        Peer client = Peer.connect("client", UnixDomainSocketAddress.of(path(name)), 0);
        open.add(client);
        return client;
    }

    // --- places

    InetSocketAddress address(String name) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(name));
    }

    int port(String name) {
        return ports.computeIfAbsent(name, unused -> freePort());
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Writes a file into the test's directory. */
    Path file(String name, String text) {
        try {
            return Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts addresses, ports and paths where the text names places. */
    String fill(String text) {
        return PLACE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(place(match.group(1), match.group(2))));
    }

    private String place(String kind, String name) {
        if (kind == null) {
            return "127.0.0.1:" + port(name);
        }
        return kind.equals("port") ? Integer.toString(port(name)) : path(name).toString();
    }

    /** The first port of a block says that the block is taken. A process's number would not do: namespaces that share ports may each have it. */
    private static ServerSocket reserveBlock() {
        for (int i = 0; i < BLOCKS; i++) {
            try {
                return new ServerSocket(FIRST_PORT + i * PORTS, 1, InetAddress.getLoopbackAddress());
            } catch (IOException taken) {
                continue;
            }
        }
        throw new AssertionError("no free ports");
    }

    private static int freePort() {
        for (int i = 1; i < PORTS; i++) {
            int port = BLOCK.getLocalPort() + 1 + NEXT_PORT.getAndIncrement() % (PORTS - 1);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new AssertionError("no free port");
    }

    // --- the end

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        boolean passed = context.getExecutionException().isEmpty();
        for (AutoCloseable thing : open) {
            thing.close();
        }
        try {
            if (passed) {
                Deadline.await(Scenario::used, () -> used().isEmpty());
            }
        } finally {
            for (Weir weir : proxies) {
                weir.close();
            }
            deleteDirectory();
        }
        if (passed) {
            Deadline.await(() -> "descriptors to be closed: " + descriptors() + " instead of " + descriptorsBefore, () -> descriptors() <= descriptorsBefore);
        }
    }

    /** Buffers that are not in their pool, while all clients and servers are gone. */
    static String used() {
        StringBuilder text = new StringBuilder();
        MemoryTags.all().stream().filter(tag -> tag.used() != 0).forEach(tag -> text.append(" no use of ").append(tag.tag()).append(": ").append(tag.used()));
        return text.toString();
    }

    /** The JDK keeps a socket of its own from the first that is closed on. */
    private static void warmUp() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null); SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            client.configureBlocking(false);
        }
    }

    /** Sockets, pollers and wake-ups of this process. */
    static long descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(Scenario::isSocketLike).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocketLike(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private void deleteDirectory() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

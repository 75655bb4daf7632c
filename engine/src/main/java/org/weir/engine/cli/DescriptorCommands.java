package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.io.net.DescriptorView;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;
import org.weir.io.sys.LinuxSystemCalls;
import org.weir.io.sys.SystemCalls;

/** Engine agent only. {@code show fd}: what each descriptor of the process is, as the kernel and the configuration tell. */
final class DescriptorCommands {
    private static final String DESCRIPTORS = "/proc/self/fd";
    private static final String OPERATORS = "GLOBAL";

    private final EngineParts engine;
    private final List<GlobalConfig.StatsSocket> operatorSockets;
    private final SystemCalls calls = new LinuxSystemCalls();

    /** @param operatorSockets null when no command will be carried out */
    private DescriptorCommands(EngineParts engine, List<GlobalConfig.StatsSocket> operatorSockets) {
        this.engine = engine;
        this.operatorSockets = operatorSockets;
    }

    static void addTo(CommandTable table, EngineParts engine, CliService.Surroundings surroundings) {
        DescriptorCommands commands = new DescriptorCommands(engine, surroundings == null ? null : surroundings.sockets());
        table.add("show fd", OPERATOR, "show fd [<number>]", "list the descriptors of the process and what each is", commands::show);
    }

    private Output show(Call call) throws CliRefusal {
        int[] numbers;
        if (call.has(0)) {
            Integer only = call.number(0);
            numbers = only == null ? new int[0] : new int[] {only};
        } else {
            String[] names = new File(DESCRIPTORS).list();
            if (names == null) {
                throw new CliRefusal("The list needs /proc, which is not below this process's root directory; give a number.");
            }
            numbers = Arrays.stream(names).mapToInt(Integer::parseInt).sorted().toArray();
        }
        return new Output() {
            private int next;

            @Override
            public boolean write(StringBuilder out) {
                if (next < numbers.length) {
                    describe(DescriptorView.read(calls, numbers[next++]), out);
                }
                return next < numbers.length;
            }
        };
    }

    private void describe(DescriptorView view, StringBuilder out) {
        if (view.kind() == DescriptorView.Kind.CLOSED) {
            return;
        }
        out.append(String.format(Locale.ROOT, "%7d : ", view.fd()));
        switch (view.kind()) {
            case LISTENER -> listener(view, out);
            case STREAM -> connection(view, out);
            case DATAGRAM -> out.append("datagrams");
            case NO_SOCKET, CLOSED -> out.append(target(view.fd()));
        }
        address(" fam=", " laddr=", view.local(), shown(view.localPath()), out);
        address(view.local().family() == NetAddress.UNKNOWN ? " fam=" : null, " raddr=", view.remote(), view.remotePath(), out);
        out.append('\n');
    }

    private static String target(int fd) {
        try {
            return switch (Files.readSymbolicLink(Path.of(DESCRIPTORS, Integer.toString(fd))).toString()) {
                case "anon_inode:[eventpoll]" -> "poller";
                case "anon_inode:[eventfd]" -> "wake-up";
                case String other -> "file " + other;
            };
        } catch (IOException closedOrHidden) {
            return "file";
        }
    }

    // --- sockets

    private void listener(DescriptorView view, StringBuilder out) {
        ListenerPlan plan = plan(view, true);
        Frontend frontend = plan == null ? null : engine.directory().frontends().get(plan.frontendIndex());
        String state = frontend == null ? "RDY" : switch (frontend.state()) {
            case OPEN -> "RDY";
            case PAUSED -> "PAU";
            case STOPPED -> "INI";
        };
        out.append("listener l.st=").append(state);
        String name = frontend != null ? frontend.name() : isOperators(view) ? OPERATORS : null;
        if (name != null) {
            out.append(" fe=").append(name);
        }
    }

    private void connection(DescriptorView view, StringBuilder out) {
        ListenerPlan plan = plan(view, false);
        if (plan != null || isOperators(view)) {
            out.append("client fe=").append(plan == null ? OPERATORS : plan.frontend().name());
            return;
        }
        Server server = server(view);
        if (server != null) {
            out.append("server be=").append(server.backend().name()).append(" srv=").append(server.name());
        } else {
            out.append("connection");
        }
    }

    /** The listener that the socket is, or that it was accepted by; or null. */
    private ListenerPlan plan(DescriptorView view, boolean itself) {
        for (ListenerPlan plan : engine.listeners()) {
            if (isAt(plan.bind().listen().endpoint(), view, itself)) {
                return plan;
            }
        }
        return null;
    }

    private boolean isOperators(DescriptorView view) {
        return operatorSockets.stream().anyMatch(socket -> isAt(socket.bind().listen().endpoint(), view, false));
    }

    private boolean isAt(Endpoint endpoint, DescriptorView view, boolean itself) {
        return switch (endpoint) {
            case Endpoint.Inet4 inet -> isAt(NetAddress.of(inet), view.local());
            case Endpoint.Inet6 inet -> isAt(NetAddress.of(inet), view.local());
            case Endpoint.UnixPath unix -> isNamed(unix.path(), view.localPath());
            case Endpoint.UnixAbstract unix -> view.localPath().equals('@' + unix.name());
            case Endpoint.InheritedFd inherited -> itself ? inherited.fd() == view.fd() : isAtInherited(inherited.fd(), view);
        };
    }

    private static boolean isAt(NetAddress listening, NetAddress local) {
        boolean wildcard = listening.high() == 0 && listening.low() == 0;
        return listening.port() == local.port() && local.port() != 0
                && (wildcard || listening.high() == local.high() && listening.low() == local.low());
    }

    private boolean isAtInherited(int fd, DescriptorView view) {
        DescriptorView listening = DescriptorView.read(calls, fd);
        return listening.localPath().isEmpty() ? isAt(listening.local(), view.local()) : listening.localPath().equals(view.localPath());
    }

    /** The kernel keeps the temporary name that a socket had before it took its place. */
    private static boolean isNamed(String path, String name) {
        return name.equals(path) || name.startsWith(path + '.') && name.endsWith(".tmp");
    }

    private Server server(DescriptorView view) {
        for (Backend backend : engine.directory().backends()) {
            for (Server server : backend.servers()) {
                boolean there = switch (server.target().connect().remote()) {
                    case Endpoint.Inet4 inet -> NetAddress.of(inet).equals(view.remote());
                    case Endpoint.Inet6 inet -> NetAddress.of(inet).equals(view.remote());
                    case Endpoint.UnixPath unix -> isNamed(unix.path(), view.remotePath());
                    case Endpoint.UnixAbstract unix -> view.remotePath().equals('@' + unix.name());
                    case Endpoint.InheritedFd _ -> false;
                };
                if (there) {
                    return server;
                }
            }
        }
        return null;
    }

    private String shown(String path) {
        for (ListenerPlan plan : engine.listeners()) {
            if (plan.bind().listen().endpoint() instanceof Endpoint.UnixPath unix && isNamed(unix.path(), path)) {
                return unix.path();
            }
        }
        for (GlobalConfig.StatsSocket socket : operatorSockets) {
            if (socket.bind().listen().endpoint() instanceof Endpoint.UnixPath unix && isNamed(unix.path(), path)) {
                return unix.path();
            }
        }
        return path;
    }

    private static void address(String familyLabel, String label, NetAddress address, String path, StringBuilder out) {
        if (address.family() == NetAddress.UNKNOWN) {
            return;
        }
        if (familyLabel != null) {
            out.append(familyLabel).append(switch (address.family()) {
                case NetAddress.INET4 -> "ipv4";
                case NetAddress.INET6 -> "ipv6";
                default -> "unix";
            });
        }
        if (address.family() != NetAddress.UNIX) {
            out.append(label).append(address);
        } else if (!path.isEmpty()) {
            out.append(label).append(path);
        }
    }
}

package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.USER;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.GlobalConfig.CliLevel;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/** Engine agent only. Commands about the operator's own connection, and about the sockets for them. */
final class ConnectionCommands {
    private static final Pattern DELAY = Pattern.compile("([0-9]{1,7})(us|ms|s|m|h|d)?");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ConnectionCommands() {}

    static void addTo(CommandTable table, CliService.Surroundings surroundings) {
        table.add("help", USER, "help [<command>]", "list matching or all commands", call -> Output.of(table.help(call.arguments())));
        table.add("prompt", USER, "prompt", "toggle the interactive mode with its prompt", call -> {
            call.session().interactive = !call.session().interactive;
            return Output.NONE;
        });
        table.add("quit", USER, "quit", "disconnect", call -> {
            call.session().closing = true;
            return Output.NONE;
        });
        table.add("operator", OPERATOR, "operator", "lower the level of this connection to operator", call -> lower(call, OPERATOR));
        table.add("user", USER, "user", "lower the level of this connection to user", call -> lower(call, USER));
        table.add("show cli level", USER, "show cli level", "show the level of this connection", call -> Output.line(nameOf(call.session().level)));
        table.add("show cli sockets", USER, "show cli sockets", "list the sockets that take commands", call -> Output.of(sockets(surroundings.sockets())));
        table.add("set timeout", USER, "set timeout cli <delay>", "change how long this connection may be silent, in seconds", ConnectionCommands::timeout);
    }

    private static Output lower(Call call, CliLevel level) {
        call.session().level = level;
        return Output.NONE;
    }

    private static String nameOf(CliLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String sockets(List<GlobalConfig.StatsSocket> sockets) {
        StringBuilder text = new StringBuilder("# socket lvl processes\n");
        for (GlobalConfig.StatsSocket socket : sockets) {
            text.append(address(socket.bind().listen().endpoint())).append(' ').append(nameOf(socket.level())).append(" all\n");
        }
        return text.toString();
    }

    private static String address(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.UnixPath path -> path.toString();
            case Endpoint.UnixAbstract name -> name.toString();
            case Endpoint.InheritedFd fd -> fd.toString();
            case Endpoint.Inet4 inet -> "ipv4@" + NetAddress.of(inet);
            case Endpoint.Inet6 inet -> "ipv6@" + NetAddress.of(inet);
        };
    }

    private static Output timeout(Call call) throws CliRefusal {
        if (!call.argument(0).equals("cli")) {
            throw new CliRefusal("'set timeout' only supports 'cli'.");
        }
        if (!call.has(1)) {
            throw new CliRefusal("Expects an integer value.");
        }
        Matcher delay = DELAY.matcher(call.argument(1));
        if (!delay.matches()) {
            throw new CliRefusal("Invalid timeout value.");
        }
        long nanos = Long.parseLong(delay.group(1)) * switch (delay.group(2) == null ? "s" : delay.group(2)) {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "m" -> 60 * NANOS_PER_SECOND;
            case "h" -> 3_600 * NANOS_PER_SECOND;
            case "d" -> 86_400 * NANOS_PER_SECOND;
            default -> NANOS_PER_SECOND;
        };
        if (nanos <= 0 || nanos > Integer.MAX_VALUE * 1_000_000L) {
            throw new CliRefusal("Invalid timeout value.");
        }
        call.session().idleNanos = nanos;
        return Output.NONE;
    }
}

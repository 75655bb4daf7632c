package org.weir.engine.config;

import java.util.List;
import java.util.Set;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.LogTarget.Format;
import org.weir.engine.config.model.LogTarget.Kind;
import org.weir.io.net.Endpoint;

/** Reads the arguments of {@code log}: {@code <target> [len <n>] [format <f>] <facility> [<level> [<minlevel>]]}. */
final class LogTargetText {
    static final String GRAMMAR = "<target> [len <length>] [format <format>] <facility> [<level> [<minlevel>]]";

    private static final int DEFAULT_LENGTH = 1024;
    private static final int SYSLOG_PORT = 514;
    private static final Set<String> STREAM_FAMILIES = Set.of("tcp", "tcp4", "tcp6", "uxst");
    private static final List<String> FACILITIES = List.of(
            "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "auth2", "ftp",
            "ntp", "audit", "alert", "cron2", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");
    private static final List<String> LEVELS = List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final List<String> FORMATS =
            List.of("local", "rfc3164", "rfc5424", "priority", "short", "timed", "iso", "raw");

    private LogTargetText() {
    }

    static LogTarget parse(Statement line, AddressParser addresses, boolean inGlobal) throws Rejection {
        if (line.argumentCount() < 2) {
            throw new Rejection("log : expects <address> and <facility> " + (inGlobal ? "" : "or global") + " as arguments");
        }
        int length = DEFAULT_LENGTH;
        Format format = null;
        int at = 1;
        while (true) {
            String word = line.argument(at);
            if (word.equals("len")) {
                Integer given = Quantity.integer(line.argument(at + 1));
                if (given == null || given < 80 || given > 65535) {
                    throw new Rejection("log : invalid log length '" + line.argument(at + 1) + "', must be between 80 and 65535");
                }
                length = given;
            } else if (word.equals("format")) {
                format = format(line.argument(at + 1));
            } else if (word.equals("sample")) {
                throw new Rejection(KnownKeywords.refusal("log ... sample"));
            } else {
                break;
            }
            at += 2;
        }
        int facility = FACILITIES.indexOf(line.argument(at));
        if (facility < 0) {
            throw new Rejection("log : unknown log facility '" + line.argument(at) + "'" + Suggestion.text(line.argument(at), FACILITIES));
        }
        int level = line.has(at + 1) ? level(line.argument(at + 1), "log level") : 7;
        int minLevel = line.has(at + 2) ? level(line.argument(at + 2), "minimum log level") : 0;
        if (line.argumentCount() > at + 3) {
            throw new Rejection("log : cannot handle unexpected argument '" + line.argument(at + 3) + "'");
        }
        return target(line, addresses, format, length, facility, level, minLevel);
    }

    private static LogTarget target(
            Statement line, AddressParser addresses, Format format, int length, int facility, int level, int minLevel) throws Rejection {
        String address = line.argument(0);
        int fd = switch (address) {
            case "stdout" -> 1;
            case "stderr" -> 2;
            default -> -1;
        };
        if (fd > 0) {
            return new LogTarget(Kind.FD, null, fd, format, length, facility, level, minLevel, line.where());
        }
        String family = address.substring(0, Math.max(0, address.indexOf('@')));
        if (STREAM_FAMILIES.contains(family)) {
            throw new Rejection("log : address family '" + family + "@' in '" + address + "' is not supported by this version of Weir");
        }
        Endpoint endpoint;
        try {
            endpoint = addresses.parse(address, AddressParser.Ports.OPTIONAL).endpoint();
        } catch (Rejection e) {
            throw new Rejection("log : " + e.getMessage());
        }
        return switch (endpoint) {
            case Endpoint.InheritedFd inherited ->
                    new LogTarget(Kind.FD, null, inherited.fd(), format, length, facility, level, minLevel, line.where());
            case Endpoint.UnixPath _, Endpoint.UnixAbstract _ ->
                    new LogTarget(Kind.UNIX_DATAGRAM, endpoint, -1, format, length, facility, level, minLevel, line.where());
            case Endpoint.Inet4 _, Endpoint.Inet6 _ -> {
                Endpoint remote = endpoint.portNumber() == 0 ? endpoint.withPort(SYSLOG_PORT) : endpoint;
                yield new LogTarget(Kind.UDP, remote, -1, format, length, facility, level, minLevel, line.where());
            }
        };
    }

    private static Format format(String name) throws Rejection {
        int index = FORMATS.indexOf(name);
        if (index < 0) {
            throw new Rejection("log : unknown log format '" + name + "'" + Suggestion.text(name, FORMATS));
        }
        return Format.values()[index];
    }

    private static int level(String name, String what) throws Rejection {
        int level = LEVELS.indexOf(name);
        if (level < 0) {
            throw new Rejection("log : unknown optional " + what + " '" + name + "'" + Suggestion.text(name, LEVELS));
        }
        return level;
    }
}

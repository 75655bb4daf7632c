package org.weir.engine.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.weir.io.net.Endpoint;

/**
 * Reads addresses as {@code bind}, {@code server} and {@code log} lines write them: {@code [family@]host[:port]}, paths, abstract names,
 * descriptors (configuration manual 2.6, sections 4.2 "bind" and "server").
 */
final class AddressParser {
    /** What may stand behind the colon. */
    enum Ports {
        /** One port or a range, which must be there. */
        LISTEN,
        /** Optional, possibly relative to the client's port. */
        SERVER,
        /** Optional, absolute. */
        OPTIONAL,
        /** Optional, absolute, one port or a range. */
        SOURCE
    }

    /**
     * An address.
     *
     * @param endpoint with the first port of a range, or 0 when there is none
     * @param lastPort last port of a range
     * @param hasPort whether a fixed port was written
     * @param offset what {@code +n} and {@code -n} say, 0 without
     */
    record Parsed(Endpoint endpoint, int lastPort, boolean hasPort, int offset) {}

    private static final int MAX_HOST = 255;

    private final Surroundings surroundings;
    private final Map<String, String> environment;

    AddressParser(Surroundings surroundings, Map<String, String> environment) {
        this.surroundings = surroundings;
        this.environment = environment;
    }

    /** Reads an address, or says what is wrong with it. */
    Parsed parse(String written, Ports ports) throws Rejection {
        String text = expand(written);
        if (text.isEmpty()) {
            throw new Rejection("'" + written + "' resolves to an empty address (environment variable missing?)");
        }
        int at = text.indexOf('@');
        String family = at < 0 || text.startsWith("/") ? "" : text.substring(0, at);
        String rest = family.isEmpty() ? text : text.substring(at + 1);
        try {
            return switch (family) {
                case "unix", "uxst" -> whole(new Endpoint.UnixPath(Statement.path(rest)));
                case "abns" -> whole(new Endpoint.UnixAbstract(Statement.path(rest)));
                case "fd" -> whole(new Endpoint.InheritedFd(descriptor(rest, text, ports)));
                case "ipv4", "tcp4" -> inet(rest, text, ports, 4);
                case "ipv6", "tcp6" -> inet(rest, text, ports, 6);
                case "ip", "tcp" -> inet(rest, text, ports, 0);
                case "udp", "udp4", "udp6" -> datagram(rest, text, ports, family);
                case "" -> text.startsWith("/") ? whole(new Endpoint.UnixPath(Statement.path(text))) : inet(text, text, ports, 0);
                default -> throw new Rejection("address family '" + family + "@' in '" + text + "' is not supported by this version of Weir");
            };
        } catch (IllegalArgumentException e) {
            throw new Rejection("invalid address '" + text + "': " + e.getMessage());
        }
    }

    /** Only where a port is optional, which is where datagrams are sent to, for a log. */
    private Parsed datagram(String rest, String text, Ports ports, String family) throws Rejection {
        if (ports != Ports.OPTIONAL) {
            throw new Rejection("dgram-type address not acceptable in '" + text + "'");
        }
        return inet(rest, text, ports, family.equals("udp4") ? 4 : family.equals("udp6") ? 6 : 0);
    }

    /** Addresses may name variables outside quotes too, in braces. */
    private String expand(String text) throws Rejection {
        int from = text.indexOf("${");
        if (from < 0) {
            return text;
        }
        StringBuilder expanded = new StringBuilder(text.length() + 32);
        int done = 0;
        while (from >= 0) {
            int to = text.indexOf('}', from);
            if (to < 0) {
                throw new Rejection("unmatched brace in '" + text + "'");
            }
            String value = environment.get(text.substring(from + 2, to));
            expanded.append(text, done, from).append(value == null ? "" : value);
            done = to + 1;
            from = text.indexOf("${", done);
        }
        return expanded.append(text, done, text.length()).toString();
    }

    private static Parsed whole(Endpoint endpoint) {
        return new Parsed(endpoint, 0, true, 0);
    }

    private static int descriptor(String digits, String text, Ports ports) throws Rejection {
        if (ports == Ports.SERVER) {
            throw new Rejection("a file descriptor is not acceptable here in '" + text + "'");
        }
        Integer fd = Quantity.integer(digits);
        if (fd == null || fd < 0) {
            throw new Rejection("file descriptor '" + digits + "' is not a valid integer in '" + text + "'");
        }
        return fd;
    }

    private Parsed inet(String address, String text, Ports ports, int family) throws Rejection {
        int bracket = address.startsWith("[") ? address.indexOf(']') : -1;
        int colon = bracket > 0 ? address.indexOf(':', bracket) : address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        String port = colon < 0 ? "" : address.substring(colon + 1);
        if (port.isEmpty()) {
            if (ports == Ports.LISTEN) {
                throw new Rejection("missing port specification in '" + text + "'");
            }
            return new Parsed(host(host, 0, text, family), 0, false, 0);
        }
        char sign = port.charAt(0);
        if (sign == '+' || sign == '-') {
            if (ports != Ports.SERVER) {
                throw new Rejection("port offset not permitted here in '" + text + "'");
            }
            int offset = port(port.substring(1), port, text, 0);
            return new Parsed(host(host, 0, text, family), 0, false, sign == '-' ? -offset : offset);
        }
        int dash = port.indexOf('-');
        if (dash > 0 && ports != Ports.LISTEN && ports != Ports.SOURCE) {
            throw new Rejection("port range not permitted here in '" + text + "'");
        }
        int lowest = ports == Ports.LISTEN ? 1 : 0;
        int first = port(dash > 0 ? port.substring(0, dash) : port, port, text, lowest);
        int last = dash > 0 ? port(port.substring(dash + 1), port, text, lowest) : first;
        if (last < first) {
            throw new Rejection("invalid port range '" + port + "'");
        }
        return new Parsed(host(host, first, text, family), last, first > 0, 0);
    }

    private static int port(String digits, String whole, String text, int lowest) throws Rejection {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new Rejection("invalid character '" + digits.charAt(i) + "' in port number '" + whole + "' in '" + text + "'");
            }
        }
        Integer port = Quantity.integer(digits);
        if (port == null || port < lowest || port > 65535) {
            throw new Rejection("invalid port '" + whole + "'");
        }
        return port;
    }

    private Endpoint host(String host, int port, String text, int family) throws Rejection {
        if (host.isEmpty() || host.equals("*")) {
            return family == 6 ? new Endpoint.Inet6(0, 0, 0, port) : new Endpoint.Inet4(0, port);
        }
        Endpoint numeric = Endpoint.ofNumeric(host, port);
        if (numeric != null) {
            if (family == 4 && numeric instanceof Endpoint.Inet6 || family == 6 && numeric instanceof Endpoint.Inet4) {
                throw new Rejection("invalid address: '" + host + "' in '" + text + "'");
            }
            return numeric;
        }
        if (!isHostName(host)) {
            throw new Rejection("invalid address: '" + host + "' in '" + text + "'");
        }
        try {
            for (InetAddress address : surroundings.resolve(host)) {
                byte[] bytes = address.getAddress();
                if (address instanceof Inet4Address && family != 6) {
                    return new Endpoint.Inet4(ByteBuffer.wrap(bytes).getInt(), port);
                }
                if (bytes.length == 16 && family != 4) {
                    ByteBuffer halves = ByteBuffer.wrap(bytes);
                    return new Endpoint.Inet6(halves.getLong(), halves.getLong(), 0, port);
                }
            }
        } catch (UnknownHostException e) {
            throw new Rejection("could not resolve address '" + host + "' in '" + text + "'");
        }
        throw new Rejection("could not resolve address '" + host + "' in '" + text + "'");
    }

    /** Whether it is worth asking the resolver: a name with a letter that is not an address written wrongly. */
    private static boolean isHostName(String host) {
        boolean letter = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean alphabetic = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            letter |= alphabetic;
            if (!alphabetic && c != '-' && c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return letter && host.length() <= MAX_HOST;
    }
}

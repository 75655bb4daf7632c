package org.weir.perf.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A proxy to measure.
 *
 * @param name column title
 * @param command words of the command line; <code>{config}</code> stands for the configuration file
 * @param globalLines lines that only this target's {@code global} section gets
 */
record Target(String name, List<String> command, List<String> globalLines) {

    static final String CONFIG_PLACEHOLDER = "{config}";

    /** Parses {@code NAME=COMMAND}; words are separated by spaces. */
    static Target parse(String text, List<String> globalLines) {
        int equals = text.indexOf('=');
        if (equals < 1 || !text.contains(CONFIG_PLACEHOLDER)) {
            throw new IllegalArgumentException("a target is NAME=COMMAND, with {config} for the configuration file, not '" + text + "'");
        }
        String name = text.substring(0, equals);
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException("a target's name has only letters, digits and '._-', not '" + name + "'");
        }
        return new Target(name, List.of(text.substring(equals + 1).strip().split("\\s+")), List.copyOf(globalLines));
    }

    List<String> commandFor(String configFile) {
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace(CONFIG_PLACEHOLDER, configFile));
        }
        return words;
    }

    /**
     * The configuration that all targets get alike, but for {@link #globalLines}.
     *
     * @param maxconn connections that the proxy shall take
     * @param syslogPort UDP port for {@code option httplog}, or 0 for no logs
     */
    String configuration(int maxconn, int listenPort, int originPort, int syslogPort) {
        StringBuilder text = new StringBuilder("global\n    nbthread 1\n    maxconn ").append(maxconn).append('\n');
        for (String line : globalLines) {
            text.append("    ").append(line).append('\n');
        }
        if (syslogPort != 0) {
            text.append("    log 127.0.0.1:").append(syslogPort).append(" local0\n");
        }
        text.append("""

                defaults
                    mode http
                    timeout connect 5s
                    timeout client 5m
                    timeout server 1m
                    timeout http-keep-alive 5m
                """);
        if (syslogPort != 0) {
            text.append("    log global\n    option httplog\n");
        }
        return text.append("""

                frontend bench
                    bind 127.0.0.1:%d
                    default_backend origin

                backend origin
                    server origin1 127.0.0.1:%d
                """.formatted(listenPort, originPort)).toString();
    }
}

package org.weir.engine.scenario;

/** Configuration texts that many scenarios begin with. */
final class Texts {
    /** Timeouts that no test waits for. */
    static final String LONG_TIMEOUTS = """
                timeout connect 100s
                timeout client 100s
                timeout server 100s
            """;

    /** An HTTP frontend at {@code {fe}} that logs to {@code {log}}; a backend {@code be} is to follow. */
    static final String HTTP = http(LONG_TIMEOUTS);

    private Texts() {
    }

    /** The same with other lines in its defaults. */
    static String http(String defaults) {
        return """
            global
                threading-mode shared
                stats socket {path:cli} level admin
            defaults
                mode http
                log {log} local0
                option httplog
            """ + defaults + """
            frontend fe
                bind {fe}
                default_backend be
            """;
    }

    /** A TCP frontend, likewise. */
    static String tcp(String defaults) {
        return """
            global
                threading-mode shared
                stats socket {path:cli} level admin
            defaults
                mode tcp
                log {log} local0
                option tcplog
            """ + defaults + """
            frontend fe
                bind {fe}
                default_backend be
            """;
    }
}

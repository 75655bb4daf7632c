package org.weir.engine.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.ConfigurationLoader;
import org.weir.engine.config.Diagnostic;
import org.weir.engine.config.LoadResult;
import org.weir.engine.config.Overrides;
import org.weir.engine.config.Surroundings;

/** Reads the configuration as the command line wants it, and says what is wrong with it. */
public final class ConfigurationReader {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private ConfigurationReader() {
    }

    /**
     * @return a result with a configuration; its messages are printed
     * @throws StartFailure when there were errors, with the last of their alerts
     */
    public static LoadResult read(List<Path> files, Options options, Messages messages) throws StartFailure {
        Overrides overrides = new Overrides(options.maxconn(), options.proxyMaxconn(), options.pidFile(), options.daemon(), options.foreground(),
                options.quiet(), options.portsAlone(), options.noSplice());
        LoadResult result = ConfigurationLoader.load(files, overrides, new NamedSurroundings(Surroundings.system(), environment(options)));
        List<Diagnostic> diagnostics = result.diagnostics();
        int printed = result.hasErrors() ? diagnostics.size() - 1 : diagnostics.size();
        for (int i = 0; i < printed; i++) {
            messages.write(level(diagnostics.get(i)), text(diagnostics.get(i)));
        }
        if (result.hasErrors()) {
            throw new StartFailure(text(diagnostics.getLast()));
        }
        return result;
    }

    private static String text(Diagnostic diagnostic) {
        return "config : " + diagnostic.text();
    }

    private static Messages.Level level(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ALERT -> Messages.Level.ALERT;
            case WARNING -> Messages.Level.WARNING;
            case NOTICE -> Messages.Level.NOTICE;
        };
    }

    /** The process's environment and the variables that are there for configurations (management guide, sections 3 and 8.2). */
    private static Map<String, String> environment(Options options) {
        Map<String, String> environment;
        try {
            environment = ProcessVariables.read();
        } catch (IOException noProc) {
            environment = new HashMap<>(System.getenv());
        }
        environment.put("HAPROXY_LOCALPEER", options.localPeer() != null ? options.localPeer() : hostName());
        return environment;
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip();
        } catch (IOException noProc) {
            return "localhost";
        }
    }

    /** The machine's surroundings with another environment. */
    private record NamedSurroundings(Surroundings machine, Map<String, String> environment) implements Surroundings {
        @Override
        public int uid(String user) {
            return machine.uid(user);
        }

        @Override
        public int gid(String group) {
            return machine.gid(group);
        }

        @Override
        public byte[] read(Path file, int maxBytes) throws IOException {
            return machine.read(file, maxBytes);
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return machine.resolve(host);
        }
    }
}

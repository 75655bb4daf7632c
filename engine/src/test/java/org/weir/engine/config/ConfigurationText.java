package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.model.Configuration;

/** A configuration for a test, with the world around it in memory: files, users, variables, names. */
final class ConfigurationText implements Surroundings {
    static final String FILE = "weir.cfg";

    /** What a proxy needs so that nothing is warned about. */
    static final String DEFAULTS = """
            defaults
                mode http
                timeout connect 5s
                timeout client 50s
                timeout server 50s
            """;

    final Map<String, String> variables = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private final List<Path> configurations = new ArrayList<>();
    private Overrides overrides = Overrides.NONE;

    static ConfigurationText of(String text) {
        return new ConfigurationText().and(FILE, text);
    }

    /** One more configuration file. */
    ConfigurationText and(String name, String text) {
        configurations.add(Path.of(name));
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    ConfigurationText file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    ConfigurationText variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    ConfigurationText with(Overrides given) {
        overrides = given;
        return this;
    }

    LoadResult load() {
        return ConfigurationLoader.load(configurations, overrides, this);
    }

    /** The messages, without the closing ones that every failed load has. */
    List<String> messages() {
        return load().diagnostics().stream().map(Diagnostic::toString).filter(text -> !text.contains("rror(s) found in configuration file")
                && !text.endsWith("Fatal errors found in configuration.")).toList();
    }

    /** The configuration, which must be without a message. */
    Configuration valid() {
        LoadResult result = load();
        assertEquals(List.of(), result.diagnostics());
        assertNotNull(result.configuration());
        return result.configuration();
    }

    /** The configuration, which may have warnings. */
    Configuration accepted() {
        LoadResult result = load();
        assertTrue(!result.hasErrors(), () -> result.diagnostics().toString());
        return result.configuration();
    }

    @Override
    public Map<String, String> environment() {
        return variables;
    }

    @Override
    public int uid(String user) {
        return user.equals("haproxy") ? 106 : -1;
    }

    @Override
    public int gid(String group) {
        return group.equals("haproxy") ? 112 : -1;
    }

    @Override
    public byte[] read(Path file, int maxBytes) throws IOException {
        byte[] content = files.get(file.toString());
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return Arrays.copyOf(content, Math.min(maxBytes, content.length));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (!host.equals("app.example")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByAddress(new byte[] {10, 0, 0, 7})};
    }
}

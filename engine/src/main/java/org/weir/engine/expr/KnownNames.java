package org.weir.engine.expr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads data files with names that HAProxy has, each line one with what kind it is. Used where a configuration has an error to report. */
public final class KnownNames {
    private KnownNames() {
    }

    /** The lines of a file beside a class. */
    public static Set<String> read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            return Set.copyOf(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

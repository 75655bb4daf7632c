package org.weir.engine.config;

import java.util.List;
import org.weir.engine.config.model.Configuration;

/**
 * What reading the configuration gave.
 *
 * @param configuration null when there was an alert
 * @param diagnostics messages in the order of discovery
 */
public record LoadResult(Configuration configuration, List<Diagnostic> diagnostics) {
    public boolean hasErrors() {
        return configuration == null;
    }

    /** Whether there is anything to listen on, be it a runtime socket; a valid configuration without it does not start (exit status 2). */
    public boolean hasListener() {
        return configuration != null && configuration.hasListener();
    }
}

package org.weir.engine.config;

import org.weir.engine.config.model.SourceLine;

/**
 * One message about a configuration.
 *
 * @param where what it is about; {@link SourceLine#NONE} for the configuration as a whole
 * @param text the whole message as HAProxy words it behind {@code config :}, the place included; may span lines
 */
public record Diagnostic(Severity severity, SourceLine where, String text) {
    /** An alert keeps the configuration from being used. */
    public enum Severity { ALERT, WARNING, NOTICE }

    @Override
    public String toString() {
        return "[" + severity + "] config : " + text;
    }
}

package org.weir.engine.config.model;

/** Where in the configuration something was said: the file as it was named and the line, from 1. */
public record SourceLine(String file, int line) {
    /** For what no line declares (built-in defaults, the command line). */
    public static final SourceLine NONE = new SourceLine("-", 0);

    @Override
    public String toString() {
        return file + ':' + line;
    }
}

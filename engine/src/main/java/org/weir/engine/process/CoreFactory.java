package org.weir.engine.process;

import java.nio.file.Path;
import java.util.List;

/** Reads the configuration. */
@FunctionalInterface
public interface CoreFactory {
    /**
     * @param messages where warnings, and an alert for each error, go
     * @throws StartFailure when there were errors, with the closing alert
     */
    Core load(List<Path> files, Options options, Messages messages) throws StartFailure;
}

package org.weir.halog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.weir.analytics.text.BackgroundSource;
import org.weir.analytics.text.FollowedFiles;
import org.weir.analytics.text.LogFiles;
import org.weir.analytics.text.PolledSource;
import org.weir.analytics.text.StoppableSource;

/** Opens what is read without an end. */
final class Following {
    private Following() {
    }

    /**
     * Opens it: standard input if no file is named, a pipe that is named, or files.
     *
     * @param fromEnd whether to leave out what files hold already
     * @param notes told of files that are missing, shortened or replaced
     */
    static StoppableSource open(final List<Path> files, final HalogCommand.StandardInput standardInput, final boolean fromEnd,
            final Consumer<String> notes) throws IOException {
        if (files.isEmpty()) {
            return new BackgroundSource(standardInput::open);
        }
        final Path first = files.getFirst();
        final boolean isPipe = files.size() == 1 && Files.exists(first) && !Files.isRegularFile(first) && !Files.isDirectory(first);
        return isPipe ? new BackgroundSource(() -> LogFiles.open(first)) : new PolledSource(new FollowedFiles(files, fromEnd, notes));
    }
}

package org.weir.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which files {@code -f} and {@code --} name: a file itself; of a directory its regular files that end in {@code .cfg} and do not start with a dot,
 * in the byte order of their names (management guide, section 3).
 */
public final class ConfigurationPaths {
    private static final int MAX_FILES = 16_384;

    private ConfigurationPaths() {
    }

    /**
     * @return the files in the order they are to be read; empty when there were only empty directories
     * @throws IOException with a message for the operator when one cannot be read
     */
    public static List<Path> expand(List<String> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : paths) {
            if (name.isEmpty()) {
                // As a path it would be the current directory.
                throw new IOException(cannotOpen(name, "No such file or directory"));
            }
            Path path = path(name);
            if (Files.isDirectory(path)) {
                addDirectory(name, path, files);
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new IOException(cannotOpen(name, Files.exists(path) ? "Permission denied" : "No such file or directory"));
            }
            if (files.size() > MAX_FILES) {
                throw new IOException("config : more than " + MAX_FILES + " configuration files.");
            }
        }
        return files;
    }

    private static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            // A locale whose characters these are not.
            throw new IOException(cannotOpen(name, "no name of a file in this locale"), e);
        }
    }

    private static void addDirectory(String name, Path directory, List<Path> files) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String file = entry.getFileName().toString();
                if (file.endsWith(".cfg") && !file.startsWith(".") && Files.isRegularFile(entry) && found.size() <= MAX_FILES) {
                    found.add(entry);
                }
            }
        } catch (AccessDeniedException e) {
            throw new IOException(cannotOpen(name, "Permission denied"), e);
        } catch (NoSuchFileException e) {
            throw new IOException(cannotOpen(name, "No such file or directory"), e);
        } catch (IOException e) {
            throw new IOException(cannotOpen(name, e.getMessage()), e);
        }
        found.sort((left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right)));
        files.addAll(found);
    }

    private static byte[] bytes(Path path) {
        return path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cannotOpen(String name, String why) {
        return "config : Cannot open configuration file/directory " + name + " : " + why;
    }
}

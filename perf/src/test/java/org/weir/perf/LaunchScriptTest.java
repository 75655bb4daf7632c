package org.weir.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bin/weir makes of a distribution: a Java of its own writes down the arguments it gets. */
class LaunchScriptTest {
    private static final Instant PACKAGED = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path home;

    @BeforeEach
    void makeDistribution() throws IOException {
        Path scripts = Path.of("..", "bin").toAbsolutePath().normalize();
        for (String script : new String[] {"weir", "launch.sh"}) {
            Files.createDirectories(home.resolve("bin"));
            Files.copy(scripts.resolve(script), home.resolve("bin").resolve(script));
        }
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        assertTrue(write("jdk/bin/java", "#!/bin/sh\necho \"$@\"\n").toFile().setExecutable(true));
        touch(write("lib/engine-1.0.jar", ""), PACKAGED);
        touch(write("lib/io-1.0.jar", ""), PACKAGED);
        touch(write("lib/weir.aot", ""), PACKAGED.plusSeconds(1));
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void touch(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private String arguments(String... locale) throws IOException, InterruptedException {
        ProcessBuilder weir = new ProcessBuilder("sh", home.resolve("bin/weir").toString(), "-v").redirectErrorStream(true);
        weir.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        weir.environment().keySet().removeIf(name -> name.startsWith("WEIR_") || name.startsWith("LC_") || name.equals("LANG"));
        if (locale.length > 0) {
            weir.environment().put("LANG", locale[0]);
        }
        Process process = weir.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    @Test
    void theCacheOfTheseJarsIsUsed() throws IOException, InterruptedException {
        String arguments = arguments();
        assertTrue(arguments.contains(" -XX:AOTCache="), arguments);
        assertTrue(arguments.endsWith(" org.weir.engine.process.WeirMain -v\n"), arguments);
    }

    /** As cron and service managers start programs. Java decodes its arguments by the locale. */
    @Test
    void withoutALocaleItIsThatOfUtf8() throws IOException, InterruptedException {
        write("jdk/bin/java", "#!/bin/sh\necho \"$LANG/$LC_ALL\"\n");
        assertEquals("/C.UTF-8\n", arguments());
        assertEquals("C/C.UTF-8\n", arguments("C"));
        // It need not be installed.
        assertEquals("de_DE.UTF-8/C.UTF-8\n", arguments("de_DE.UTF-8"));
        assertEquals("de_DE.utf8@euro/C.UTF-8\n", arguments("de_DE.utf8@euro"));
        assertEquals("de_DE.ISO-8859-1/\n", arguments("de_DE.ISO-8859-1"));
    }

    /** Programs know what a system call says by its words. */
    @Test
    void messagesOfTheSystemAreNotTranslated() throws IOException, InterruptedException {
        write("jdk/bin/java", "#!/bin/sh\necho \"<$LANGUAGE>\"\n");
        ProcessBuilder weir = new ProcessBuilder("sh", home.resolve("bin/weir").toString(), "-v").redirectErrorStream(true);
        weir.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        weir.environment().put("LANGUAGE", "de_DE:de");
        Process process = weir.start();
        assertEquals("<>\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    /** A shell's cd looks there for relative names, and prints where it found one. */
    @Test
    void theFolderIsFoundWhateverCdpathSays() throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("elsewhere/bin"));
        assertTrue(argumentsOf("bin/weir").contains(" -Dweir.home=" + home.toRealPath() + " "));
    }

    /** Only that one can use them. */
    @Test
    void theJdkThatMadeTheCachesIsTakenBeforeThatOnThePath() throws IOException, InterruptedException {
        write("path/release", "JAVA_VERSION=\"26\"\n");
        assertTrue(write("path/bin/java", "#!/bin/sh\necho path\n").toFile().setExecutable(true));
        write("jdk/bin/java", "#!/bin/sh\necho caches\n");
        assertEquals("path\n", printedWithPath(""));
        write("lib/aot.java-home", home.resolve("jdk") + "\n");
        assertEquals("caches\n", printedWithPath(""));
        assertEquals("path\n", printedWithPath(home.resolve("path").toString()));
        write("jdk/release", "JAVA_VERSION=\"21\"\n");
        assertEquals("path\n", printedWithPath(""));
        write("lib/aot.java-home", home.resolve("gone") + "\n");
        assertEquals("path\n", printedWithPath(""));
    }

    private String printedWithPath(String javaHome) throws IOException, InterruptedException {
        ProcessBuilder weir = new ProcessBuilder("sh", home.resolve("bin/weir").toString(), "-v").redirectErrorStream(true);
        weir.environment().put("JAVA_HOME", javaHome);
        weir.environment().merge("PATH", "", (path, none) -> home.resolve("path/bin") + ":" + path);
        Process process = weir.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    /** The folder above a link is not the one above what it leads to. */
    @Test
    void theFolderIsFoundThroughALinkToItsLaunchers() throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve("elsewhere/link"), home.resolve("bin"));
        assertTrue(argumentsOf("elsewhere/link/weir").contains(" -Dweir.home=" + home.toRealPath() + " "));
    }

    private String argumentsOf(String launcher) throws IOException, InterruptedException {
        ProcessBuilder weir = new ProcessBuilder("sh", launcher, "-v").directory(home.toFile()).redirectErrorStream(true);
        weir.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        weir.environment().put("CDPATH", home.resolve("elsewhere").toString());
        Process process = weir.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    /** Java's first file of its own would be standard input. */
    @Test
    void withoutStandardInputItIsEmpty() throws IOException, InterruptedException {
        write("jdk/bin/java", "#!/bin/sh\nreadlink -f /proc/self/fd/0\n");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "exec " + home.resolve("bin/weir") + " <&-").redirectErrorStream(true);
        assertTrue(home.resolve("bin/weir").toFile().setExecutable(true));
        shell.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        Process process = shell.start();
        assertEquals("/dev/null\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    /** The JVM would take the old classes from the cache without a word. */
    @Test
    void aCacheThatIsOlderThanAJarIsNotUsed() throws IOException, InterruptedException {
        touch(home.resolve("lib/io-1.0.jar"), PACKAGED.plusSeconds(2));
        String arguments = arguments();
        assertTrue(!arguments.contains("AOTCache") && arguments.endsWith(" -v\n"), arguments);
    }
}

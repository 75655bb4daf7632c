package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path directory;

    @Test
    void replacesTheOldFileAndNeverFollowsALink() throws IOException, StartFailure {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path path = Files.createSymbolicLink(directory.resolve("weir.pid"), victim);

        try (PidFile file = PidFile.create(path.toString())) {
            assertEquals("", Files.readString(path));
            file.write();
        }

        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(path));
        assertEquals("precious", Files.readString(victim));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void saysWhichFileItCouldNotMake() {
        StartFailure failure = assertThrows(StartFailure.class, () -> PidFile.create(directory + "/no/weir.pid"));
        assertEquals("[weir.main()] Cannot create pidfile " + directory + "/no/weir.pid", failure.getMessage());
    }
}

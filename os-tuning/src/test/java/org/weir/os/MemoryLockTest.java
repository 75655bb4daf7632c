package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryLockTest {
    @Test
    void locksWhatIsTouchedAndUnlocks() throws IOException {
        assumeTrue(Privileges.effectiveUid() == 0, "needs the privilege");
        MemoryLock.lock(MemoryLock.Scope.ALL_ON_FAULT);
        try {
            assertNotEquals("VmLck:0kB", lockedMemory());
        } finally {
            MemoryLock.unlock();
        }
        assertEquals("VmLck:0kB", lockedMemory());
    }

    private static String lockedMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmLck:")) {
                return line.replaceAll("\\s", "");
            }
        }
        return "";
    }
}

package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    @TempDir
    private Path etc;

    @Test
    void readsTheFiles() throws IOException {
        Files.writeString(etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\nweir:x:4711:4712::/nonexistent:/bin/false");
        Files.writeString(etc.resolve("group"), "root:x:0:\nweb:x:4713:weir,root\n");
        Accounts accounts = new Accounts(etc);

        assertEquals(new Accounts.User("weir", 4711, 4712), accounts.user("weir"));
        assertEquals(new Accounts.Group("web", 4713), accounts.group("web"));
    }

    @Test
    void asksLibcForWhatTheFilesDoNotHold() throws IOException {
        Files.writeString(etc.resolve("passwd"), "root:x:not-a-number:0::/:\nother:x\n");
        Accounts accounts = new Accounts(etc);

        assertEquals(new Accounts.User("root", 0, 0), accounts.user("root"));
        assertEquals(new Accounts.Group("root", 0), accounts.group("root"));
    }

    @Test
    void knowsNoSuchName() {
        assertNull(Accounts.system().user("no-such-user"));
        assertNull(Accounts.system().group("no-such-group"));
        assertNull(Accounts.system().user(""));
        assertNull(Accounts.system().user("root:x"));
    }
}

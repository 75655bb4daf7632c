package org.weir.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.weir.os.Accounts;

/** What a configuration refers to outside itself. Tests bring their own. */
public interface Surroundings {
    /** Environment variables at start, a character per byte. */
    Map<String, String> environment();

    /** The number of a user, or -1. */
    int uid(String user);

    /** The number of a group, or -1. */
    int gid(String group);

    /** The first bytes of a file, {@code maxBytes} at most. */
    byte[] read(Path file, int maxBytes) throws IOException;

    /** The addresses of a host name, in the resolver's order. */
    InetAddress[] resolve(String host) throws UnknownHostException;

    /** The machine's own. */
    static Surroundings system() {
        return new Surroundings() {
            @Override
            public Map<String, String> environment() {
                return System.getenv();
            }

            @Override
            public int uid(String user) {
                Accounts.User found = Accounts.system().user(user);
                return found == null ? -1 : found.uid();
            }

            @Override
            public int gid(String group) {
                Accounts.Group found = Accounts.system().group(group);
                return found == null ? -1 : found.gid();
            }

            @Override
            public byte[] read(Path file, int maxBytes) throws IOException {
                try (InputStream in = Files.newInputStream(file)) {
                    return in.readNBytes(maxBytes);
                }
            }

            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return InetAddress.getAllByName(host);
            }
        };
    }
}

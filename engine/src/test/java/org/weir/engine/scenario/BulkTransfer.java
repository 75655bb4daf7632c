package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** Many bytes from one peer to another, in pieces of any size. */
final class BulkTransfer {
    private BulkTransfer() {
    }

    /** Bytes that repeat only after a very long while, made on the fly by both ends. */
    private static final class Pattern {
        private long state;

        private Pattern(long seed) {
            state = seed;
        }

        private int next() {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            return (int) (state >>> 33);
        }

        /** A piece's length: mostly small, sometimes large. */
        private int pieceLength(int most) {
            int dice = next();
            return 1 + (dice >>> 4) % ((dice & 7) == 0 ? most : Math.min(most, 3000));
        }

        private void fill(byte[] bytes, int length) {
            for (int i = 0; i < length; i += 4) {
                int word = next();
                for (int j = i; j < Math.min(length, i + 4); j++) {
                    bytes[j] = (byte) (word >>> (j - i) * 8);
                }
            }
        }
    }

    /** Sends so many bytes in pieces of random length, chunked or not. @return their checksum */
    static long send(Peer to, int total, long seed, boolean chunked) {
        Pattern pattern = new Pattern(seed);
        CRC32C sum = new CRC32C();
        byte[] piece = new byte[300_000];
        for (int left = total; left > 0;) {
            int length = Math.min(left, pattern.pieceLength(piece.length));
            pattern.fill(piece, length);
            sum.update(piece, 0, length);
            if (chunked) {
                to.send(Integer.toHexString(length) + "\r\n");
            }
            to.send(piece, 0, length);
            if (chunked) {
                to.send("\r\n");
            }
            left -= length;
        }
        if (chunked) {
            to.send("0\r\n\r\n");
        }
        return sum.getValue();
    }

    /** Takes so many bytes. @return their checksum */
    static long receive(Peer from, int total) {
        CRC32C sum = new CRC32C();
        byte[] some = new byte[70_000];
        for (int left = total; left > 0;) {
            int length = from.readSome(some, Math.min(some.length, left));
            assertTrue(length > 0, "ended too early");
            sum.update(some, 0, length);
            left -= length;
        }
        return sum.getValue();
    }

    /** So many bytes from each to the other, at once; they arrive as they were sent. */
    static void bothWays(Peer client, Peer server, int total) throws Exception {
        CompletableFuture<Long> up = Parallel.start(() -> send(client.writer(), total, 42, false));
        CompletableFuture<Long> down = Parallel.start(() -> send(server.writer(), total, 43, false));
        CompletableFuture<Long> atServer = Parallel.start(() -> receive(server, total));
        long atClient = receive(client, total);
        assertEquals(up.get(), atServer.get());
        assertEquals(down.get(), atClient);
    }
}

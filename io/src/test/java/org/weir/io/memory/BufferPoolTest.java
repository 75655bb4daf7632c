package org.weir.io.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.weir.io.sys.AnonymousMemory;

class BufferPoolTest {
    @Test
    void theLastReleasedIsTheNextAcquired() {
        try (BufferPool pool = new BufferPool("lifo", 1000, 10)) {
            final IoBuffer first = pool.acquire();
            final IoBuffer second = pool.acquire();
            first.start(3);
            first.end(9);
            assertEquals(6, first.length());
            second.release();
            first.release();
            assertSame(first, pool.acquire());
            assertEquals(0, first.length());
            assertEquals(1000, first.capacity());
            assertEquals(0, first.address() % 64);
            first.release();
        }
    }

    @Test
    void theCapIsKeptAndCounted() {
        try (BufferPool pool = new BufferPool("cap", 64, 3)) {
            final IoBuffer[] taken = {pool.acquire(), pool.acquire(), pool.acquire()};
            assertFalse(pool.hasAvailable());
            assertNull(pool.acquire());
            assertEquals(1, pool.failures());
            assertEquals(3, pool.allocated());
            assertEquals(3, pool.used());
            for (final IoBuffer buffer : taken) {
                buffer.release();
            }
            assertTrue(pool.hasAvailable());
            assertEquals(0, pool.used());
        }
    }

    @Test
    void memoryThatWasRefusedIsAskedForAgainLater() {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicBoolean refuses = new AtomicBoolean(true);
        final AtomicLong nanos = new AtomicLong();
        try (BufferPool pool = new BufferPool("refused", 1 << 20, 4, lengthBytes -> {
            asked.incrementAndGet();
            return refuses.get() ? 0 : AnonymousMemory.map(lengthBytes);
        }, nanos::get)) {
            assertTrue(pool.hasAvailable());
            assertNull(pool.acquire());
            assertFalse(pool.hasAvailable());
            assertNull(pool.acquire());
            assertEquals(2, pool.failures());
            assertEquals(1, asked.get());
            refuses.set(false);
            nanos.set(99_999_999);
            assertFalse(pool.hasAvailable());
            nanos.set(100_000_000);
            assertTrue(pool.hasAvailable());
            final IoBuffer buffer = pool.acquire();
            assertEquals(1 << 20, buffer.capacity());
            buffer.release();
        }
    }

    @Test
    void aFlushTakesTheMemoryOfFreeBlocksAlone() {
        try (BufferPool pool = new BufferPool("flush", 65536, 10)) {
            final IoBuffer[] taken = new IoBuffer[5];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = pool.acquire();
                taken[i].bytes().setMemory(0, 65536, (byte) 'x');
            }
            for (final int i : new int[] {4, 0, 1}) {
                taken[i].release();
            }
            assertEquals(wholePages(taken[0].address(), taken[1].address() + 65536) + wholePages(taken[4].address(), taken[4].address() + 65536), pool.flush());
            assertEquals(5, pool.allocated());
            for (final int i : new int[] {2, 3}) {
                assertEquals('x', taken[i].bytes().getByte(0));
                assertEquals('x', taken[i].bytes().getByte(65535));
                taken[i].release();
            }
            assertEquals(wholePages(taken[0].address(), taken[4].address() + 65536), pool.flush());
            assertSame(taken[0], pool.acquire());
            assertEquals(0, taken[0].bytes().getByte(65535));
            taken[0].bytes().putByte(65535, (byte) 'y');
            assertEquals('y', taken[0].bytes().getByte(65535));
            taken[0].release();
        }
    }

    private static long wholePages(long fromAddress, long toAddress) {
        return toAddress / 4096 * 4096 - (fromAddress + 4095) / 4096 * 4096;
    }

    @Test
    void blocksBeginInDifferentPlacesOfTheCaches() {
        try (BufferPool pool = new BufferPool("shifted", 16384, 20)) {
            final Set<Long> places = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                final IoBuffer buffer = pool.acquire();
                assertEquals(0, buffer.address() % 64);
                places.add(buffer.address() % 4096);
            }
            assertEquals(20, places.size());
        }
    }

    @Test
    void aSecondReleaseIsRefused() {
        try (BufferPool pool = new BufferPool("twice", 64, 3)) {
            final IoBuffer buffer = pool.acquire();
            buffer.release();
            assertEquals("buffer of pool 'twice' released twice",
                assertThrows(IllegalStateException.class, buffer::release).getMessage());
            assertEquals(0, pool.used());
        }
    }

    @Test
    void theLeakCheckNamesTheTag() {
        try (BufferPool pool = new BufferPool("leaky", 64, 3)) {
            final IoBuffer buffer = pool.acquire();
            final AssertionError leak = assertThrows(AssertionError.class, MemoryTags::assertNothingUsed);
            assertTrue(leak.getMessage().contains("leaky=1"), leak.getMessage());
            buffer.release();
            MemoryTags.assertNothingUsed();
        }
        assertTrue(MemoryTags.all().stream().noneMatch(tag -> tag.tag().equals("leaky")));
    }

    @Test
    void untouchedBuffersCostNoMemory() throws Exception {
        try (BufferPool pool = new BufferPool("lazy", 1 << 20, 200)) {
            final long beforeKib = residentKib();
            final IoBuffer[] taken = new IoBuffer[200];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = pool.acquire();
            }
            assertEquals(200L << 20, pool.bytes());
            final long grownKib = residentKib() - beforeKib;
            assertTrue(grownKib < 50 * 1024, grownKib + " KiB");
            for (final IoBuffer buffer : taken) {
                buffer.release();
            }
        }
    }

    private static long residentKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}

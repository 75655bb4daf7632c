package org.weir.engine.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Engine agent only. The counters file: memory that this process writes and any other may map and read, without a word to the engine. Little endian.
 *
 * <pre>
 *  offset   0        4        8        12       16       20       24               32
 *           +--------+--------+--------+--------+--------+--------+----------------+
 *  header   | magic  | version| labels | kinds  | groups | groups |  process id    |
 *           | "WEIR" |        | at     |        | (used) | (room) |                |
 *           +--------+--------+--------+--------+--------+--------+----------------+
 *        32 | start of the process, milliseconds since the epoch | groups at (int) | values at (int) |   rest of 128 bytes: 0
 *           +----------------------------------------------------+-----------------+-----------------+
 *  labels   | kind 0: 64 labels of 32 bytes, ASCII, padded with 0 | kind 1 ...     (process, frontend, listener, backend, server)
 *           +--------+--------+--------+--------+--------+-----------------------------------------+
 *  groups   | kind   | proxy  | member | count  | length |  name, UTF-8 ("be/s1")                   |  128 bytes each
 *           +--------+--------+--------+--------+--------+-----------------------------------------+
 *  values   | 64 values of 8 bytes per group, in the order of the groups; the n-th belongs to the n-th label of the group's kind
 *           +------------------------------------------------------------------------------------------------------------------
 * </pre>
 *
 * A reader reads the number of used groups first: whatever it counts is complete.
 */
public final class Counters implements AutoCloseable {
    /** "WEIR" as it stands in the file. */
    public static final int MAGIC = 0x52494557;

    /** Version of the layout. */
    public static final int VERSION = 1;

    public static final int LABEL_BYTES = 32;
    public static final int SLOTS_PER_GROUP = 64;

    static final int HEADER_BYTES = 128;
    static final int GROUP_BYTES = 128;
    static final int VALUES_BYTES = SLOTS_PER_GROUP * Long.BYTES;
    private static final int GROUPS_USED_OFFSET = 16;
    private static final int NAME_OFFSET = 20;
    private static final int KINDS = 5;

    private final Path path;
    private final Path draft;
    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private final int room;
    private final int groupsOffset;
    private final int valuesOffset;
    private int used;
    private CounterGroup<ProcessCounter> process;

    /**
     * Creates the counters, all 0. The file has its name from {@link #publish} on: a process that is being replaced goes on counting in its own.
     *
     * @param path the file, or null for memory that nobody else sees.
     * @param maxGroups the most groups there can be.
     * @throws UncheckedIOException when the file cannot be created.
     */
    public Counters(Path path, int maxGroups) {
        this.path = path;
        draft = path == null ? null : path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
        room = maxGroups;
        groupsOffset = HEADER_BYTES + KINDS * SLOTS_PER_GROUP * LABEL_BYTES;
        valuesOffset = groupsOffset + room * GROUP_BYTES;
        final int lengthBytes = Math.addExact(valuesOffset, Math.multiplyExact(room, VALUES_BYTES));
        memory = path == null ? ByteBuffer.allocateDirect(lengthBytes) : create(lengthBytes);
        memory.order(ByteOrder.LITTLE_ENDIAN);
        buffer = new UnsafeBuffer(memory);
        writeLabels(0, ProcessCounter.values());
        writeLabels(1, FrontendCounter.values());
        writeLabels(2, ListenerCounter.values());
        writeLabels(3, BackendCounter.values());
        writeLabels(4, ServerCounter.values());
        buffer.putInt(4, VERSION);
        buffer.putInt(8, HEADER_BYTES);
        buffer.putInt(12, KINDS);
        buffer.putInt(20, room);
        buffer.putLong(24, ProcessHandle.current().pid());
        buffer.putLong(32, System.currentTimeMillis());
        buffer.putInt(40, groupsOffset);
        buffer.putInt(44, valuesOffset);
        buffer.putIntRelease(0, MAGIC);
    }

    /**
     * Gives the file its name, in place of a file that has it.
     *
     * @throws UncheckedIOException when that cannot be.
     */
    public void publish() {
        if (path != null) {
            try {
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /** Removes the file of a process that will not serve, if it has no name yet. */
    public void discard() {
        if (path != null) {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /** The counters of the process; there is one such group. */
    public CounterGroup<ProcessCounter> process() {
        if (process == null) {
            process = group(0, 0, 0, "process", ProcessCounter.values().length);
        }
        return process;
    }

    /** Adds the counters of a frontend. */
    public CounterGroup<FrontendCounter> frontend(int proxyId, String name) {
        return group(1, proxyId, 0, name, FrontendCounter.values().length);
    }

    /** Adds the counters of a listener. */
    public CounterGroup<ListenerCounter> listener(int proxyId, int listenerId, String name) {
        return group(2, proxyId, listenerId, name, ListenerCounter.values().length);
    }

    /** Adds the counters of a backend. */
    public CounterGroup<BackendCounter> backend(int proxyId, String name) {
        return group(3, proxyId, 0, name, BackendCounter.values().length);
    }

    /** Adds the counters of a server; {@code name} is "backend/server". */
    public CounterGroup<ServerCounter> server(int proxyId, int serverId, String name) {
        return group(4, proxyId, serverId, name, ServerCounter.values().length);
    }

    /** Unmaps the file, which stays; the groups must not be used any more. */
    @Override
    public void close() {
        buffer.wrap(0, 0);
        BufferUtil.free(memory);
    }

    private <E extends Enum<E> & CounterLabel> CounterGroup<E> group(int kind, int proxyId, int memberId, String name, int count) {
        if (used == room) {
            throw new IllegalStateException("the counters file has room for " + room + " groups only");
        }
        final int at = groupsOffset + used * GROUP_BYTES;
        buffer.putInt(at, kind);
        buffer.putInt(at + 4, proxyId);
        buffer.putInt(at + 8, memberId);
        buffer.putInt(at + 12, count);
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(bytes.length, GROUP_BYTES - NAME_OFFSET);
        buffer.putInt(at + 16, length);
        buffer.putBytes(at + NAME_OFFSET, bytes, 0, length);
        final CounterGroup<E> group = new CounterGroup<>(buffer, valuesOffset + used * VALUES_BYTES);
        buffer.putIntRelease(GROUPS_USED_OFFSET, ++used);
        return group;
    }

    private void writeLabels(int kind, CounterLabel[] labels) {
        if (labels.length > SLOTS_PER_GROUP) {
            throw new IllegalStateException(labels.length + " counters in a group of " + SLOTS_PER_GROUP);
        }
        int at = HEADER_BYTES + kind * SLOTS_PER_GROUP * LABEL_BYTES;
        for (final CounterLabel label : labels) {
            buffer.putStringWithoutLengthAscii(at, label.label());
            at += LABEL_BYTES;
        }
    }

    private MappedByteBuffer create(int lengthBytes) {
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Written once, so that the blocks are there: touching a mapped page for which the disk has no room kills.
            final ByteBuffer zeros = ByteBuffer.allocate(lengthBytes);
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
            return file.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes);
        } catch (IOException e) {
            discard();
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException e) {
        final String reason = switch (e) {
            case NoSuchFileException missing -> "no such directory";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage();
        };
        return new UncheckedIOException("cannot create the counters file '" + path + "': " + reason, e);
    }
}

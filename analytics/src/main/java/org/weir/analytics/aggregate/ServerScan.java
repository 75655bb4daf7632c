package org.weir.analytics.aggregate;

import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.MemoryText;

/** Counts requests of servers that are known already, as {@link ServerTable} does: those with five timers and a status. */
final class ServerScan extends PlainScan {
    private final ServerTable table;
    private final KeyTable servers;
    private final int fieldsAfterAccept;

    ServerScan(final FieldLayout layout, final ServerTable table, final KeyTable servers) {
        super(layout);
        this.table = table;
        this.servers = servers;
        fieldsAfterAccept = layout.server() - layout.accept();
    }

    @Override
    long scan(final long from, final long limit) {
        final int afterAccept = fieldsAfterAccept;
        long line = from;
        int taken = 0;
        while (line < limit) {
            final long name = field(line, afterAccept);
            if (name == MemoryText.NONE || !take(name)) {
                break;
            }
            taken++;
            // From the name on: the processor need not wait until it knows where the timers end.
            line = MemoryText.newline(name) + 1;
        }
        addLines(taken, 0);
        return line;
    }

    /** Takes the line with the server's name at an address; false, with nothing done, if it is unusual. */
    private boolean take(final long name) {
        long at = name;
        long hash = KeyTable.NO_HASH;
        long word = MemoryText.word(at);
        long low = MemoryText.upToSpace(word);
        while (low == 0) {
            hash = KeyTable.hash(hash, word);
            at += Long.BYTES;
            word = MemoryText.word(at);
            low = MemoryText.upToSpace(word);
        }
        at += MemoryText.firstMarked(low);
        final int length = (int) (at - name);
        final int finalHash = KeyTable.finalHash(hash, word & ((low & -low) >>> Byte.SIZE - 1) - 1, length);
        final long end = MemoryText.octet(at) == ' ' ? readTimers(at + 1) : MemoryText.NONE;
        if (end == MemoryText.NONE || MemoryText.octet(end + 1) <= ' ') {
            return false;
        }
        final int row = servers.find(finalHash, name, length);
        if (row < 0) {
            return false;
        }
        table.add(row, timers[2], timers[3], hasAllTimers, MemoryText.octet(end + 1));
        return true;
    }
}

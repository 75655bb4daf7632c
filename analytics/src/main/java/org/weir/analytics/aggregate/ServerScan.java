package org.weir.analytics.aggregate;

import org.weir.analytics.text.FieldLayout;
import org.weir.analytics.text.FieldNumbers;
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
        long line = from;
        int taken = 0;
        while (line < limit) {
            final long date = acceptDate(line, limit);
            final long name = date == MemoryText.NONE ? MemoryText.NONE : MemoryText.field(date, limit, fieldsAfterAccept);
            if (name == MemoryText.NONE) {
                break;
            }
            final long status = take(name);
            if (status == MemoryText.NONE) {
                break;
            }
            taken++;
            line = MemoryText.newline(status) + 1;
        }
        addLines(taken);
        return line;
    }

    /** Takes the line with the server's name at an address; returns where its status is. */
    private long take(final long name) {
        long at = name;
        long low = MemoryText.upToSpace(MemoryText.word(at));
        while (low == 0) {
            at += Long.BYTES;
            low = MemoryText.upToSpace(MemoryText.word(at));
        }
        at += MemoryText.firstMarked(low);
        final int length = (int) (at - name);
        int connect = 0;
        int response = 0;
        boolean isValid = true;
        for (int index = 0; index < FieldNumbers.TIMERS; index++) {
            if (MemoryText.octet(at) != (index == 0 ? ' ' : '/')) {
                return MemoryText.NONE;
            }
            at++;
            final boolean isNegative = MemoryText.octet(at) == '-';
            if (isNegative) {
                isValid = false;
                at++;
            }
            final long word = MemoryText.word(at);
            final int digits = MemoryText.firstMarked(MemoryText.nonDigits(word));
            if (digits == 0 || digits == Long.BYTES) {
                return MemoryText.NONE;
            }
            final int value = isNegative ? -MemoryText.number(word, digits) : MemoryText.number(word, digits);
            connect = index == 2 ? value : connect;
            response = index == 3 ? value : response;
            at += digits;
        }
        if (MemoryText.octet(at) != ' ' || MemoryText.octet(at + 1) <= ' ') {
            return MemoryText.NONE;
        }
        final int row = servers.find(name, length);
        if (row < 0) {
            return MemoryText.NONE;
        }
        table.add(row, connect, response, isValid, MemoryText.octet(at + 1));
        return at + 1;
    }
}

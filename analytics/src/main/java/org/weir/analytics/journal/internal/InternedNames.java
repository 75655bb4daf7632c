package org.weir.analytics.journal.internal;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.analytics.record.NameRecord;

/** Journal agent only. The name records given so far: each file begins with them. */
public final class InternedNames {
    private final List<UnsafeBuffer> records = new ArrayList<>();

    /** Keeps a copy of a name record. */
    public void keep(DirectBuffer source, int offset, int recordBytes) {
        int number = NameRecord.number(source, offset, recordBytes);
        byte[] copy = new byte[recordBytes];
        source.getBytes(offset, copy);
        UnsafeBuffer record = new UnsafeBuffer(copy);
        if (number < records.size()) {
            records.set(number, record);
        } else {
            records.add(record);
        }
    }

    public int count() {
        return records.size();
    }

    public UnsafeBuffer record(int index) {
        return records.get(index);
    }
}

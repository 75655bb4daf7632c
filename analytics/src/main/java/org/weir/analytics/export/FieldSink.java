package org.weir.analytics.export;

import org.agrona.DirectBuffer;

/** Takes the fields of one record, by name and in their order. */
interface FieldSink {
    void number(String name, long value);

    /** A field that this record does not have. */
    void none(String name);

    void flag(String name, boolean value);

    /** A text of ASCII that needs no escape in any format. */
    void word(String name, String value);

    void text(String name, DirectBuffer source, int offset, int lengthBytes);

    /** Begins a list; its elements come as fields without a name. */
    void beginList(String name);

    void endList();
}

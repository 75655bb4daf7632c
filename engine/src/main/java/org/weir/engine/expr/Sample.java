package org.weir.engine.expr;

import org.agrona.DirectBuffer;

/**
 * Engine agent only. One value: a number, an address, or a slice of bytes somewhere else. Mutable and reused; a slice is valid until the
 * buffer it points into changes or the next evaluation into the same sample.
 */
public final class Sample {
    private SampleType type = SampleType.BOOL;
    private long number;
    private long high;
    private DirectBuffer bytes;
    private int offset;
    private int length;

    public SampleType type() {
        return type;
    }

    /** The value of BOOL (0 or 1) and SINT, the address of IPV4, the low half of IPV6, the method id of METHOD. */
    public long number() {
        return number;
    }

    /** The high half of IPV6. */
    public long high() {
        return high;
    }

    public DirectBuffer bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public boolean isTrue() {
        return number != 0;
    }

    public void setBool(boolean value) {
        type = SampleType.BOOL;
        number = value ? 1 : 0;
    }

    public void setNumber(long value) {
        type = SampleType.SINT;
        number = value;
    }

    public void setIpv4(int address) {
        type = SampleType.IPV4;
        number = address & 0xFFFF_FFFFL;
    }

    public void setIpv6(long high, long low) {
        type = SampleType.IPV6;
        this.high = high;
        number = low;
    }

    public void setText(DirectBuffer bytes, int offset, int length) {
        type = SampleType.STR;
        slice(bytes, offset, length);
    }

    public void setBinary(DirectBuffer bytes, int offset, int length) {
        type = SampleType.BIN;
        slice(bytes, offset, length);
    }

    /** A method: the text as received and {@code MethodId}. */
    public void setMethod(int methodId, DirectBuffer bytes, int offset, int length) {
        type = SampleType.METHOD;
        number = methodId;
        slice(bytes, offset, length);
    }

    private void slice(DirectBuffer bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }
}

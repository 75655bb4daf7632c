package org.weir.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A header's name as rules compare and write it: lower-case bytes, made once. */
public final class HeaderName {
    private final byte[] bytes;

    private HeaderName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The name in lower case. */
    public static HeaderName of(String name) {
        return new HeaderName(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Shared, not to be written. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

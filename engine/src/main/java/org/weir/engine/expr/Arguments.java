package org.weir.engine.expr;

import java.util.List;

/** The arguments of one fetch or converter, checked against its types. Used while the configuration is read. */
final class Arguments {
    private final List<String> texts;

    private Arguments(List<String> texts) {
        this.texts = texts;
    }

    /** The types of a keyword's arguments, the first {@code mandatory} of which must be there. */
    record Signature(int mandatory, ArgumentType... types) {
        static final Signature NONE = new Signature(0);

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** One that does not fit: {@code position} from 1. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;
        private final int position;

        Mismatch(int position, String message) {
            super(message);
            this.position = position;
        }

        int position() {
            return position;
        }
    }

    /** Checks texts against a signature; there are no more of them than types. */
    static Arguments check(List<String> texts, Signature signature) throws Mismatch {
        final ArgumentType[] types = signature.types();
        for (int i = 0; i < texts.size(); i++) {
            final String text = texts.get(i);
            if (text.isEmpty() && i >= signature.mandatory()) {
                continue;
            }
            if (!isValid(text, types[i])) {
                throw new Mismatch(i + 1, "failed to parse '" + text + "' as type '" + types[i].text() + "' at position " + (i + 1));
            }
        }
        if (texts.size() < signature.mandatory()) {
            final ArgumentType next = types[texts.size()];
            throw new Mismatch(
                    texts.size() + 1,
                    texts.isEmpty()
                        ? "expected type '" + next.text() + "' at position 1, but got nothing"
                        : "missing arguments (got " + texts.size() + "/" + signature.mandatory() + "), type '" + next.text() + "' expected");
        }
        return new Arguments(texts);
    }

    private static boolean isValid(String text, ArgumentType type) {
        return switch (type) {
            case STRING, BACKEND, FRONTEND, REGEX -> true;
            case INTEGER -> parseLong(text) != null;
            case SERVER -> !text.isEmpty();
            case MASK4 -> AddressRange.parseMask4(text) >= 0;
            case MASK6 -> parseMask6(text) != null;
            case IPV4 -> isAddress(text, 4);
            case IPV6 -> isAddress(text, 6);
        };
    }

    private static boolean isAddress(String text, int family) {
        final AddressRange range = AddressRange.parseNumeric(text);
        return range != null && range.family() == family && text.indexOf('/') < 0;
    }

    /** A mask as a network of the mask's own bits; null when it is none. */
    static AddressRange parseMask6(String text) {
        final Long bits = parseLong(text);
        if (bits != null) {
            return bits < 0 || bits > 128 ? null : AddressRange.mask6((int) (long) bits);
        }
        final AddressRange range = text.indexOf('/') < 0 ? AddressRange.parseNumeric(text) : null;
        return range == null || range.family() != 6 ? null : range;
    }

    private static Long parseLong(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notNumeric) {
            return null;
        }
    }

    /** Whether the argument is there and not empty. */
    boolean has(int index) {
        return index < texts.size() && !texts.get(index).isEmpty();
    }

    /** Whether the argument is there, empty or not. */
    boolean isGiven(int index) {
        return index < texts.size();
    }

    String text(int index) {
        return index < texts.size() ? texts.get(index) : "";
    }

    long number(int index, long otherwise) {
        return has(index) ? Long.parseLong(texts.get(index)) : otherwise;
    }

    byte[] bytes(int index) {
        return text(index).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

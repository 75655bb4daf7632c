package org.weir.engine.stats;

/** The figures of one frontend, backend, server or listener at one moment. Reused; owned by who fills it. */
public final class StatRow {
    private static final StatField[] FIELDS = StatField.values();

    /** Kinds of objects; the ordinal is the field {@code type}. */
    public enum Kind {
        FRONTEND('F', "Frontend"), BACKEND('B', "Backend"), SERVER('S', "Server"), LISTENER('L', "Listener");

        private final char letter;
        private final String word;

        Kind(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }

        public char letter() {
            return letter;
        }

        /** What selects it in {@code show stat}: 1, 2, 4, 8. */
        public int typeBit() {
            return 1 << ordinal();
        }

        public String word() {
            return word;
        }
    }

    private final boolean[] present = new boolean[FIELDS.length];
    private final long[] numbers = new long[FIELDS.length];
    private final String[] texts = new String[FIELDS.length];
    private Kind kind;
    private int proxyId;
    private int memberId;

    /** Forgets all and begins anew. */
    public void begin(Kind kindOfObject, int proxy, int member) {
        kind = kindOfObject;
        proxyId = proxy;
        memberId = member;
        java.util.Arrays.fill(present, false);
        set(StatField.PID, 1);
        set(StatField.IID, proxy);
        set(StatField.SID, member);
        set(StatField.TYPE, kindOfObject.ordinal());
    }

    public Kind kind() {
        return kind;
    }

    public int proxyId() {
        return proxyId;
    }

    /** Number of the server or listener, 0 otherwise. */
    public int memberId() {
        return memberId;
    }

    /** Sets a figure. */
    public void set(StatField field, long value) {
        present[field.ordinal()] = true;
        numbers[field.ordinal()] = value;
    }

    /** Sets a text. */
    public void set(StatField field, String value) {
        present[field.ordinal()] = true;
        texts[field.ordinal()] = value;
    }

    /** Takes what an object of this kind does not have after all. */
    public void remove(StatField field) {
        present[field.ordinal()] = false;
    }

    /** Takes every counter whose name is that of a field of this kind of object. */
    public <E extends Enum<E> & CounterLabel> void copy(CounterGroup<E> counters, E[] labels) {
        for (E label : labels) {
            StatField field = StatField.byLabel(label.label());
            if (field != null && field.appliesTo(kind)) {
                set(field, counters.get(label));
            }
        }
    }

    public boolean has(StatField field) {
        return present[field.ordinal()];
    }

    /** The value as text. */
    public String text(StatField field) {
        return field.type() == FieldType.STR ? texts[field.ordinal()] : Long.toString(numbers[field.ordinal()]);
    }
}

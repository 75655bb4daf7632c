package org.weir.analytics.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.weir.analytics.text.FieldDemand;
import org.weir.analytics.text.LogEntry;
import org.weir.analytics.text.LogField;

/**
 * One condition on an entry, as {@code --where} takes it: {@code status>=500}, {@code backend=app}, {@code path~/api/}. An entry without the field
 * does not meet it, except for {@code !=} and {@code !~}.
 */
public final class EntryCondition {
    /** How a field is compared. */
    public enum Operator {
        /** Not less. */
        AT_LEAST(">="),
        /** Not more. */
        AT_MOST("<="),
        /** Not equal. */
        DIFFERS("!="),
        /** Does not contain. */
        LACKS("!~"),
        /** Equal, as many languages write it: first, because the other sign is its beginning. */
        SAME("=="),
        /** Equal. */
        EQUALS("="),
        /** More. */
        MORE(">"),
        /** Less. */
        LESS("<"),
        /** Contains. */
        CONTAINS("~");

        private final String sign;

        Operator(final String sign) {
            this.sign = sign;
        }
    }

    private final LogField field;
    private final Operator operator;
    private final String value;
    private final byte[] text;
    private final long number;

    private EntryCondition(final LogField field, final Operator operator, final String value) {
        this.field = field;
        this.operator = operator;
        this.value = value;
        text = value.getBytes(StandardCharsets.UTF_8);
        final boolean isSearch = operator == Operator.CONTAINS || operator == Operator.LACKS;
        number = field.isNumber() && !isSearch ? Long.parseLong(value) : 0;
    }

    /**
     * Reads a condition. Spaces around its operator are none of its value's: no field of a log has any at its ends.
     *
     * @throws IllegalArgumentException says what is wrong with it
     */
    public static EntryCondition parse(final String condition) {
        for (int at = 0; at < condition.length(); at++) {
            for (final Operator operator : Operator.values()) {
                if (condition.startsWith(operator.sign, at)) {
                    final String value = condition.substring(at + operator.sign.length()).strip();
                    final LogField field = LogField.named(condition.substring(0, at).strip());
                    try {
                        return new EntryCondition(field, operator, value);
                    } catch (final NumberFormatException e) {
                        throw new IllegalArgumentException("'" + field.label() + "' is a number, '" + value + "' is not", e);
                    }
                }
            }
        }
        throw new IllegalArgumentException("no operator in '" + condition + "' (= != < <= > >= ~ !~)");
    }

    /** What it is about. */
    public LogField field() {
        return field;
    }

    /** True if an entry meets the condition. */
    public boolean test(final LogEntry entry) {
        return switch (operator) {
            case CONTAINS -> has(entry) && contains(entry);
            case LACKS -> !has(entry) || !contains(entry);
            case SAME, EQUALS -> has(entry) && compare(entry) == 0;
            case DIFFERS -> !has(entry) || compare(entry) != 0;
            case AT_LEAST -> has(entry) && compare(entry) >= 0;
            case AT_MOST -> has(entry) && compare(entry) <= 0;
            case MORE -> has(entry) && compare(entry) > 0;
            case LESS -> has(entry) && compare(entry) < 0;
        };
    }

    void ask(final FieldDemand demand) {
        demand.both(List.of(field));
    }

    private boolean has(final LogEntry entry) {
        return field.isNumber() ? entry.number(field) != LogEntry.ABSENT : entry.end(field) > entry.start(field);
    }

    private int compare(final LogEntry entry) {
        if (field.isNumber()) {
            return Long.compare(entry.number(field), number);
        }
        return Arrays.compareUnsigned(entry.bytes(), entry.start(field), entry.end(field), text, 0, text.length);
    }

    private boolean contains(final LogEntry entry) {
        if (field.isNumber()) {
            // Not all numbers have their text in the entry.
            return Long.toString(entry.number(field)).contains(value);
        }
        final byte[] bytes = entry.bytes();
        for (int at = entry.start(field); at <= entry.end(field) - text.length; at++) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}

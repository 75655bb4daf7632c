package org.weir.engine.stats;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The figures of the process at one moment, and the ways to write them ({@code show info}). */
public final class InfoValues {
    private final Map<InfoField, String> values = new EnumMap<>(InfoField.class);

    /** Sets a figure. */
    public void set(InfoField field, long value) {
        values.put(field, Long.toString(value));
    }

    /** Sets a text. */
    public void set(InfoField field, String value) {
        values.put(field, value);
    }

    /** Sets a figure with a fraction. */
    public void set(InfoField field, double value) {
        values.put(field, String.format(Locale.ROOT, "%.6f", value));
    }

    /** Takes every counter whose name is that of a field. */
    public void copy(CounterGroup<ProcessCounter> counters) {
        for (InfoField field : InfoField.values()) {
            for (ProcessCounter counter : ProcessCounter.values()) {
                if (counter.label().equals(field.label())) {
                    set(field, counters.get(counter));
                }
            }
        }
    }

    /** One {@code name: value} a line. */
    public String plain(boolean withDescriptions) {
        StringBuilder out = new StringBuilder(4096);
        values.forEach((field, value) -> {
            out.append(field.label()).append(": ").append(value);
            description(field, withDescriptions, out);
        });
        return out.toString();
    }

    /** One {@code position.name.1:tags:type:value} a line. */
    public String typed(boolean withDescriptions) {
        StringBuilder out = new StringBuilder(4096);
        values.forEach((field, value) -> {
            out.append(field.position()).append('.').append(field.label()).append(".1:").append(field.tags().letters()).append(':')
                    .append(typeOf(field, value)).append(':').append(value);
            description(field, withDescriptions, out);
        });
        return out.toString();
    }

    private static void description(InfoField field, boolean wanted, StringBuilder out) {
        out.append(wanted ? ":\"" + field.description() + "\"\n" : "\n");
    }

    private static String typeOf(InfoField field, String value) {
        return field.type() != FieldType.STR && value.indexOf('.') >= 0 ? "flt" : field.type().label();
    }

    /** A JSON array. */
    public String json(boolean withDescriptions) {
        StringBuilder out = new StringBuilder(12 * 1024).append('[');
        values.forEach((field, value) -> {
            out.append(out.length() > 1 ? ",{" : "{");
            JsonText.field(out, field.position(), field.label(), field.tags(), field.type(), value, withDescriptions ? field.description() : null);
            out.append('}');
        });
        return out.append("]\n").toString();
    }
}

package org.weir.engine.stats;

import java.util.Locale;

/** Writes JSON as the statistics have it: without white space. */
public final class JsonText {
    private JsonText() {}

    /** The members that statistics and information share. */
    static void field(StringBuilder out, int position, String name, FieldTags tags, FieldType type, String value, String description) {
        out.append("\"field\":{\"pos\":").append(position).append(",\"name\":");
        string(out, name);
        if (description != null) {
            out.append(",\"desc\":");
            string(out, description);
        }
        out.append("},\"processNum\":1,\"tags\":{\"origin\":\"").append(tags.origin().word()).append("\",\"nature\":\"").append(tags.nature().word())
                .append("\",\"scope\":\"").append(tags.scope().word()).append("\"},\"value\":{\"type\":\"").append(type.label()).append("\",\"value\":");
        if (type == FieldType.STR) {
            string(out, value);
        } else {
            out.append(value);
        }
        out.append('}');
    }

    /** RFC 8259, section 7. */
    public static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

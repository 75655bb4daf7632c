package org.weir.analytics.report;

import java.util.Locale;

/** Writes JSON strings that are safe inside an HTML script element too. */
final class Json {
    private Json() {
    }

    static String string(final String text) {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            final char next = text.charAt(index);
            if (next == '"' || next == '\\') {
                quoted.append('\\').append(next);
            } else if (next < ' ' || next >= 0x7f || next == '<' || next == '>' || next == '&') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
            } else {
                quoted.append(next);
            }
        }
        return quoted.append('"').toString();
    }
}

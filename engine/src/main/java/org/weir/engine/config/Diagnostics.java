package org.weir.engine.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.SourceLine;

/** Collects the messages of one load, a bounded number of them. */
final class Diagnostics {
    /** A file of garbage must not fill the memory, nor the screen. */
    static final int MAX_MESSAGES = 500;

    private static final int MAX_TEXT = 4000;

    private final List<Diagnostic> messages = new ArrayList<>();
    private int alerts;
    private boolean full;

    /** An error in a statement, with HAProxy's usual introduction. */
    void alert(SourceLine where, String text) {
        add(Severity.ALERT, where, "parsing [" + where + "] : " + text);
    }

    void warning(SourceLine where, String text) {
        add(Severity.WARNING, where, "parsing [" + where + "] : " + text);
    }

    /** A message whose text is already complete. */
    void add(Severity severity, SourceLine where, String text) {
        if (severity == Severity.ALERT) {
            alerts++;
        }
        if (full) {
            return;
        }
        if (messages.size() >= MAX_MESSAGES) {
            full = true;
            alerts++;
            messages.add(new Diagnostic(
                    Severity.ALERT, where, "parsing [" + where + "]: too many messages (" + MAX_MESSAGES + "), stopping now."));
            return;
        }
        messages.add(new Diagnostic(severity, where, display(text)));
    }

    boolean isFull() {
        return full;
    }

    int alerts() {
        return alerts;
    }

    List<Diagnostic> list() {
        return List.copyOf(messages);
    }

    /**
     * Words of a configuration are bytes, one per char: here they become text again, without characters a terminal would obey.
     */
    private static String display(String bytes) {
        String text = bytes.length() <= MAX_TEXT ? bytes : bytes.substring(0, MAX_TEXT) + "...";
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c >= ' ' && c < 0x7F || c == '\n';
        }
        if (plain) {
            return text;
        }
        String decoded = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        StringBuilder safe = new StringBuilder(decoded.length() + 16);
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c == '\n' || c >= ' ' && !Character.isISOControl(c)) {
                safe.append(c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return safe.toString();
    }
}

package org.weir.engine.config;

/** A line that cannot be cut into words. */
final class LexicalError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    /** @param position index of the offending character */
    LexicalError(String message, int position) {
        super(message, null, false, false);
        this.position = position;
    }

    int position() {
        return position;
    }

    /** The message with the place in the line drawn under it. */
    String describe(String line) {
        int indent = 0;
        while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
            indent++;
        }
        int from = Math.max(Math.min(indent, position), position - 100);
        int to = Math.min(line.length(), position + 60);
        String shown = line.substring(from, to).replace('\t', ' ');
        return getMessage() + " at position " + (position + 1) + ":\n  " + shown + "\n  " + " ".repeat(position - from) + "^";
    }
}

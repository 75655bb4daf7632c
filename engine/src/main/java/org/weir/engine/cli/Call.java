package org.weir.engine.cli;

import java.util.List;

/**
 * One command as an operator gave it.
 *
 * @param session whose it is
 * @param arguments the words after those of the command
 */
record Call(CliSession session, List<String> arguments) {
    /** An argument, or an empty text when there is none. */
    String argument(int index) {
        return index < arguments.size() ? arguments.get(index) : "";
    }

    boolean has(int index) {
        return index < arguments.size();
    }

    /** A whole number of at least 0, or null. */
    Integer number(int index) {
        String text = argument(index);
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }
}

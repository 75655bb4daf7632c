package org.weir.engine.cli;

/** What a command prints, item by item, so that a long list never exists as a whole. */
@FunctionalInterface
interface Output {
    /** Of a command that says nothing. */
    Output NONE = out -> false;

    /**
     * Adds the next item.
     *
     * @return whether there is more
     */
    boolean write(StringBuilder out);

    /** A text as it stands. */
    static Output of(String text) {
        return out -> {
            out.append(text);
            return false;
        };
    }

    /** A line. */
    static Output line(String text) {
        return of(text + '\n');
    }
}

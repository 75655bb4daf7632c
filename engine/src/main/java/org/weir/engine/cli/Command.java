package org.weir.engine.cli;

import org.weir.engine.config.model.GlobalConfig.CliLevel;

/**
 * One command of the table.
 *
 * @param words what calls it, single spaces between
 * @param level what the operator must be at least
 * @param usage words and arguments, for the help
 * @param text what it does, for the help
 */
record Command(String words, CliLevel level, String usage, String text, Action action) {
    /** Carries a command out. */
    @FunctionalInterface
    interface Action {
        Output run(Call call) throws CliRefusal;
    }

    int wordCount() {
        return words.split(" ").length;
    }
}

package org.weir.engine.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.SourceLine;

/** The directives that start with a dot: conditional blocks and messages (configuration manual 2.6, section 2.4). */
final class ConditionalBlocks {
    private static final int MAX_NESTED = 100;

    /** What a block does with its lines. */
    private enum State { TAKEN, NOT_YET, DONE, ELSE_TAKEN, ELSE_SKIPPED }

    private final Diagnostics diagnostics;
    private final ConditionText conditions;
    private final Deque<State> blocks = new ArrayDeque<>();

    ConditionalBlocks(Diagnostics diagnostics, ConditionText conditions) {
        this.diagnostics = diagnostics;
        this.conditions = conditions;
    }

    /** Whether lines count here. */
    boolean isActive() {
        return blocks.isEmpty() || blocks.peek() == State.TAKEN || blocks.peek() == State.ELSE_TAKEN;
    }

    /** Carries out a line whose first word starts with a dot. */
    void directive(List<String> words, SourceLine where) {
        String rest = String.join(" ", words.subList(1, words.size()));
        boolean standsAlone = words.getFirst().equals(".else") || words.getFirst().equals(".endif");
        if (standsAlone && words.size() > 1) {
            alert(where, "Unexpected argument '" + words.get(1) + "' for '" + words.getFirst() + "'.");
        }
        switch (words.getFirst()) {
            case ".if" -> {
                if (blocks.size() >= MAX_NESTED) {
                    alert(where, "too many nested '.if', max is " + MAX_NESTED + ".");
                    return;
                }
                blocks.push(!isActive() ? State.DONE : test(".if", rest, where) ? State.TAKEN : State.NOT_YET);
            }
            case ".elif" -> elseIf(rest, where);
            case ".else" -> otherwise(where);
            case ".endif" -> {
                if (blocks.isEmpty()) {
                    alert(where, "lone '.endif' with no matching '.if'.");
                } else {
                    blocks.pop();
                }
            }
            default -> {
                if (isActive()) {
                    message(words, where);
                }
            }
        }
    }

    /** Reports a block that the file does not close. */
    void end(SourceLine last) {
        if (!blocks.isEmpty()) {
            alert(last, "non-terminated '.if' block.");
            blocks.clear();
        }
    }

    private void elseIf(String condition, SourceLine where) {
        if (blocks.isEmpty()) {
            alert(where, "lone '.elif' with no matching '.if'.");
            return;
        }
        State state = blocks.pop();
        switch (state) {
            case ELSE_TAKEN, ELSE_SKIPPED -> {
                alert(where, "'.elif' after '.else' is not permitted.");
                blocks.push(state);
            }
            case TAKEN, DONE -> blocks.push(State.DONE);
            case NOT_YET -> blocks.push(test(".elif", condition, where) ? State.TAKEN : State.NOT_YET);
        }
    }

    private void otherwise(SourceLine where) {
        if (blocks.isEmpty()) {
            alert(where, "lone '.else' with no matching '.if'.");
            return;
        }
        State state = blocks.pop();
        switch (state) {
            case ELSE_TAKEN, ELSE_SKIPPED -> {
                alert(where, "'.else' after '.else' is not permitted.");
                blocks.push(state);
            }
            case TAKEN, DONE -> blocks.push(State.ELSE_SKIPPED);
            case NOT_YET -> blocks.push(State.ELSE_TAKEN);
        }
    }

    private boolean test(String directive, String condition, SourceLine where) {
        try {
            return conditions.test(condition);
        } catch (LexicalError e) {
            alert(where, e.getMessage() + " in '" + directive + "' at position " + (e.position() + 1) + ":\n  " + directive + ' ' + condition
                    + "\n  " + " ".repeat(directive.length() + 1 + e.position()) + "^");
            return false;
        }
    }

    private void message(List<String> words, SourceLine where) {
        Severity severity = switch (words.getFirst()) {
            case ".notice" -> Severity.NOTICE;
            case ".warning" -> Severity.WARNING;
            case ".alert" -> Severity.ALERT;
            case ".diag" -> null;
            default -> {
                alert(where, "unknown directive '" + words.getFirst() + "'"
                        + Suggestion.end(words.getFirst(), List.of(".if", ".elif", ".else", ".endif", ".notice", ".warning", ".alert")));
                yield null;
            }
        };
        if (severity == null) {
            return;
        }
        if (words.size() > 2) {
            alert(where, "Unexpected argument '" + words.get(2) + "' for '" + words.getFirst()
                    + "'. Use quotes if the message should contain spaces.");
        } else {
            diagnostics.add(severity, where, "parsing [" + where + "]: '" + (words.size() > 1 ? words.get(1) : "") + "'.");
        }
    }

    private void alert(SourceLine where, String text) {
        diagnostics.add(Severity.ALERT, where, "parsing [" + where + "]: " + text);
    }
}

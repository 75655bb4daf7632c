package org.weir.engine.cli;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.GlobalConfig.CliLevel;
import org.weir.engine.message.CliJob;

/** Engine agent only. An operator's connection: what it may do, and what is left of its present line. */
final class CliSession implements CliJob.EngineCli {
    /** Further words of a command are not looked at. */
    static final int MAX_WORDS = 64;

    /** What the socket grants; {@link #level} may be lower. */
    final CliLevel socketLevel;

    CliLevel level;
    boolean interactive;
    boolean closing;

    /** A limit of inactivity that was asked for, 0 = none. */
    long idleNanos;

    /** What the present command has still to say, or null. */
    Output output;

    private String line;
    private int position;

    CliSession(CliLevel socketLevel) {
        this.socketLevel = socketLevel;
        level = socketLevel;
    }

    void begin(String commandLine) {
        line = commandLine;
        position = 0;
    }

    /** Whether another command follows on the line; an empty line holds an empty command. */
    boolean hasCommand() {
        return line != null;
    }

    /** The words of the next command. A backslash takes its meaning from a space, a semicolon or a backslash. */
    List<String> takeCommand() {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c == ';') {
                addWord(words, word, inWord);
                return words;
            }
            if (c == ' ' || c == '\t') {
                addWord(words, word, inWord);
                inWord = false;
            } else {
                if (c == '\\' && position < line.length()) {
                    c = line.charAt(position++);
                }
                word.append(c);
                inWord = true;
            }
        }
        addWord(words, word, inWord);
        line = null;
        return words;
    }

    private static void addWord(List<String> words, StringBuilder word, boolean inWord) {
        if (inWord && words.size() < MAX_WORDS) {
            words.add(word.toString());
        }
        word.setLength(0);
    }
}

package org.weir.engine.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.weir.engine.config.model.GlobalConfig.CliLevel;

/** All commands of the runtime CLI: what finds them, helps with them and documents them reads this table. */
final class CommandTable {
    private static final int MAX_WORDS = 4;
    private static final int MAX_SUGGESTIONS = 5;
    private static final List<String> ALWAYS_LISTED = List.of("help", "prompt", "quit");

    private final Map<String, Command> commands = new LinkedHashMap<>();

    void add(String words, CliLevel level, String usage, String text, Command.Action action) {
        commands.put(words, new Command(words, level, usage, text, action));
    }

    /** The command that the words call, the longest there is, or null. */
    Command find(List<String> words) {
        for (int count = Math.min(MAX_WORDS, words.size()); count > 0; count--) {
            Command command = commands.get(String.join(" ", words.subList(0, count)));
            // A word may hold a space that a backslash protects: 'show\ version' is one word, and no command.
            if (command != null && command.wordCount() == count) {
                return command;
            }
        }
        return null;
    }

    /** The answer to words that call nothing. */
    String unknown(List<String> words) {
        List<Command> near = words.isEmpty() ? List.of() : near(words);
        return near.isEmpty() ? list("Unknown command. Please enter one of the following commands only:", listed())
                : list("Unknown command, but maybe one of the following ones is a better match:", near);
    }

    /** The help on the commands that begin with these words or resemble them; all commands without words. */
    String help(List<String> words) {
        return list("The following commands are valid at this level:", words.isEmpty() ? listed() : near(words));
    }

    private String list(String heading, List<Command> found) {
        StringBuilder text = new StringBuilder(heading).append('\n');
        found.forEach(command -> line(command, text));
        ALWAYS_LISTED.forEach(words -> line(commands.get(words), text));
        return text.toString();
    }

    private static void line(Command command, StringBuilder text) {
        text.append(String.format("  %-40s: %s\n", command.usage(), command.text()));
    }

    /** All but those which are listed always, in the order of their words. */
    private List<Command> listed() {
        return commands.values().stream().filter(command -> !ALWAYS_LISTED.contains(command.words())).sorted(Comparator.comparing(Command::words)).toList();
    }

    private List<Command> near(List<String> words) {
        for (int count = Math.min(MAX_WORDS, words.size()); count > 0; count--) {
            String beginning = String.join(" ", words.subList(0, count));
            List<Command> found = listed().stream()
                    .filter(command -> command.words().equals(beginning) || command.words().startsWith(beginning + ' ')).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return similar(words);
    }

    private List<Command> similar(List<String> words) {
        record Ranked(Command command, int distance) {}

        List<Ranked> ranked = new ArrayList<>();
        for (Command command : listed()) {
            int count = Math.min(words.size(), command.wordCount());
            String typed = String.join(" ", words.subList(0, count)).toLowerCase(Locale.ROOT);
            if (typed.length() <= 2 * command.words().length()) {
                int distance = distance(typed, command.words());
                if (2 * distance <= command.words().length()) {
                    ranked.add(new Ranked(command, distance));
                }
            }
        }
        return ranked.stream().sorted(Comparator.comparingInt(Ranked::distance)).limit(MAX_SUGGESTIONS).map(Ranked::command).toList();
    }

    /** Insertions, deletions and replacements between two short texts. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** The reference page of all commands. */
    String markdown() {
        StringBuilder page = new StringBuilder("""
                # Runtime commands

                Generated from the command table; do not edit. Each `stats socket` of the `global` section takes these commands, one or several a line
                (`;` between them), one shot (`echo "show info" | socat - PATH`) or interactively (`prompt` first). A socket has a level, `operator`
                unless its line says otherwise: a command of a higher level is refused with `Permission denied`.

                | command | level | what it does |
                | --- | --- | --- |
                """);
        List<Command> all = new ArrayList<>(listed());
        ALWAYS_LISTED.forEach(words -> all.add(commands.get(words)));
        for (Command command : all) {
            page.append("| `").append(command.usage().replace("|", "\\|")).append("` | ").append(command.level().name().toLowerCase(Locale.ROOT)).append(" | ")
                    .append(command.text()).append(" |\n");
        }
        return page.append("""

                `show sess` names a stream by its number and tells of it in HAProxy's words, as far as Weir has what they stand for: `ts=` is the stage it is in
                (`rules`, `queued`, `turn_around`, `forwarded`, `response_rules`, `replying`), `scf=` and `scb=` the client's and the server's connection with
                HAProxy's number for its state (0 none yet, 2 queued, 3 to be tried again, 5 connecting, 8 there; nothing where the proxy answers itself) and
                its descriptor, `exp=` when a timer of the stream fires next, `c_exp=` when waiting for the server's connection is over. What tells of HAProxy's
                tasks and buffers is not there: `epoch=`, `calls=`, `rate=`, `cpu=`, `lat=`, `rq[...]`, `rp[...]`, and the flags in `scf=` and `scb=`.
                """).toString();
    }
}

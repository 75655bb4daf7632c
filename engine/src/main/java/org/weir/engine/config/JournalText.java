package org.weir.engine.config;

import java.nio.file.Path;
import java.util.Locale;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.Roll;

/** The global keyword {@code journal}. */
final class JournalText {
    static final String GRAMMAR = "<dir> [roll minutely | hourly | daily] [keep <files> | <size>] [sync <time>]";

    private static final int MAX_SYNC_MILLIS = 60_000;
    private static final int MAX_DIGITS = 9;

    private JournalText() {
    }

    static JournalSettings parse(Statement s) throws Rejection {
        String directory = s.path(0);
        if (!directory.startsWith("/")) {
            throw new Rejection("'journal' expects the absolute path of a directory.");
        }
        Roll roll = Roll.HOURLY;
        int keepFiles = 0;
        long keepBytes = 0;
        int syncMillis = JournalSettings.DEFAULT_SYNC_MILLIS;
        for (int at = 1; at < s.argumentCount(); at += 2) {
            String value = s.argument(at + 1);
            switch (s.argument(at)) {
                case "roll" -> roll = roll(value);
                case "keep" -> {
                    long amount = amount(value);
                    boolean files = Character.isDigit(value.charAt(value.length() - 1));
                    keepFiles = files ? (int) amount : 0;
                    keepBytes = files ? 0 : amount;
                }
                case "sync" -> {
                    syncMillis = Quantity.millis(value, "journal sync");
                    if (syncMillis > MAX_SYNC_MILLIS) {
                        throw new Rejection("'journal sync' expects at most 60s, found '" + value + "'.");
                    }
                }
                default -> throw new Rejection("'journal' only supports optional values: 'roll', 'keep' and 'sync' (got '" + s.argument(at) + "').");
            }
        }
        return new JournalSettings(Path.of(directory), roll, keepFiles, keepBytes, syncMillis);
    }

    private static Roll roll(String text) throws Rejection {
        for (Roll roll : Roll.values()) {
            if (roll.name().toLowerCase(Locale.ROOT).equals(text)) {
                return roll;
            }
        }
        throw new Rejection("'journal roll' only supports 'minutely', 'hourly' and 'daily' (got '" + text + "').");
    }

    /** A number of files, or a size in bytes with its unit. */
    private static long amount(String text) throws Rejection {
        int digits = text.isEmpty() || Character.isDigit(text.charAt(text.length() - 1)) ? text.length() : text.length() - 1;
        int shift = digits == text.length() ? 0 : switch (text.charAt(digits)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> -1;
        };
        String number = text.substring(0, digits);
        if (shift < 0 || digits > MAX_DIGITS || !number.matches("[0-9]+") || Long.parseLong(number) == 0) {
            throw new Rejection("'journal keep' expects a number of files, or a size with its unit (k, m, g), found '" + text + "'.");
        }
        return Long.parseLong(number) << shift;
    }
}

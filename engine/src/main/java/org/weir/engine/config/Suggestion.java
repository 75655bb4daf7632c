package org.weir.engine.config;

import java.util.List;

/** Finds what somebody may have meant. */
final class Suggestion {
    private static final int MAX_WORD = 64;

    private Suggestion() {
    }

    /** {@code ; did you mean 'balance'?}, or nothing when no candidate comes near. */
    static String text(String word, List<String> candidates) {
        String best = nearest(word, candidates);
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    /** The same at the end of a message that ends in a full stop where there is nothing to suggest. */
    static String end(String word, List<String> candidates) {
        String suggestion = text(word, candidates);
        return suggestion.isEmpty() ? "." : suggestion;
    }

    /** The candidate that needs the fewest edits, if they are few for the word's length. */
    static String nearest(String word, List<String> candidates) {
        if (word.length() < 2 || word.length() > MAX_WORD) {
            return null;
        }
        String best = null;
        int bestDistance = Math.min(3, (word.length() + 2) / 3) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) < bestDistance) {
                int distance = distance(word, candidate);
                if (distance < bestDistance) {
                    bestDistance = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}

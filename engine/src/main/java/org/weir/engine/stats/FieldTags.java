package org.weir.engine.stats;

import java.util.Arrays;

/**
 * What a figure is, so that tools know how to combine it: where it comes from, how it behaves, and whether it is the process's or the service's
 * (management guide, section 9.2).
 */
public record FieldTags(Origin origin, Nature nature, Scope scope) {
    /** Where it comes from. */
    public enum Origin {
        METRIC('M', "Metric"), STATUS('S', "Status"), KEY('K', "Key"), CONFIG('C', "Config"), PRODUCT('P', "Product");

        private final char letter;
        private final String word;

        Origin(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** How it behaves. */
    public enum Nature {
        AGE('A', "Age"), AVERAGE('a', "Avg"), COUNTER('C', "Counter"), DURATION('D', "Duration"), GAUGE('G', "Gauge"), LIMIT('L', "Limit"),
        MAXIMUM('M', "Max"), NAME('N', "Name"), OUTPUT('O', "Output"), RATE('R', "Rate");

        private final char letter;
        private final String word;

        Nature(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Whose it is. */
    public enum Scope {
        PROCESS('P', "Process"), SERVICE('S', "Service");

        private final char letter;
        private final String word;

        Scope(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** @throws java.util.NoSuchElementException when {@code letters} is not one of each */
    static FieldTags of(String letters) {
        Origin origin = Arrays.stream(Origin.values()).filter(o -> o.letter == letters.charAt(0)).findFirst().orElseThrow();
        Nature nature = Arrays.stream(Nature.values()).filter(n -> n.letter == letters.charAt(1)).findFirst().orElseThrow();
        Scope scope = Arrays.stream(Scope.values()).filter(c -> c.letter == letters.charAt(2)).findFirst().orElseThrow();
        return new FieldTags(origin, nature, scope);
    }

    /** The three letters of typed output, such as {@code MGP}. */
    public String letters() {
        return "" + origin.letter + nature.letter + scope.letter;
    }
}

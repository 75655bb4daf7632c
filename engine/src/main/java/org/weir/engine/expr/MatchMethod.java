package org.weir.engine.expr;

/** The matching methods of ACLs: the words of {@code -m}; configuration manual, section 7.1. */
enum MatchMethod {
    FOUND("found"), BOOL("bool"), INT("int"), IP("ip"), BIN("bin"), LEN("len"), STR("str"),
    BEG("beg"), SUB("sub"), DIR("dir"), DOM("dom"), END("end"), REG("reg"),
    /** A method of HTTP; has no word of its own. */
    METHOD("");

    private final String keyword;

    MatchMethod(String keyword) {
        this.keyword = keyword;
    }

    /** The word, empty when there is none. */
    String keyword() {
        return keyword;
    }

    /** The method of a word, null when it is none. */
    static MatchMethod of(String keyword) {
        for (final MatchMethod method : values()) {
            if (!keyword.isEmpty() && method.keyword.equals(keyword)) {
                return method;
            }
        }
        return null;
    }

    /** What values of a type are matched with when nothing is said. */
    static MatchMethod byDefault(SampleType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case SINT -> INT;
            case IPV4, IPV6 -> IP;
            case STR -> STR;
            case BIN -> BIN;
            case METHOD -> METHOD;
        };
    }
}

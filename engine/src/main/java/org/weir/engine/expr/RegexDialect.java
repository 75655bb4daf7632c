package org.weir.engine.expr;

/** Differences between PCRE and the engines of {@link ByteRegex}. */
final class RegexDialect {
    private RegexDialect() {
    }

    /**
     * Whether the linear-time engine would understand the pattern but differently: it folds the case of letters beyond ASCII, PCRE on bytes does not.
     */
    static boolean needsBacktracking(String pattern, boolean ignoreCase) {
        if (!ignoreCase) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) >= 0x80 || pattern.startsWith("\\x", i)) {
                return true;
            }
        }
        return false;
    }

    /** The pattern in the syntax of {@code java.util.regex}, which gives a meaning of its own to brackets and {@code &&} inside classes. */
    static String toJava(String pattern) {
        final StringBuilder out = new StringBuilder(pattern.length() + 16);
        boolean inClass = false;
        int classStart = 0;
        for (int i = 0; i < pattern.length(); i++) {
            final char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                out.append(c).append(pattern.charAt(++i));
            } else if (!inClass) {
                if (c == '[') {
                    inClass = true;
                    classStart = i + 1 < pattern.length() && pattern.charAt(i + 1) == '^' ? i + 2 : i + 1;
                }
                out.append(c);
            } else if (c == ']' && i > classStart) {
                inClass = false;
                out.append(c);
            } else if (c == '[' && pattern.startsWith(":", i + 1) && pattern.indexOf(":]", i + 2) > 0) {
                final int end = pattern.indexOf(":]", i + 2);
                out.append(posixClass(pattern.substring(i + 2, end)));
                i = end + 1;
            } else if (c == '[' || c == '&' || c == ']') {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String posixClass(String name) {
        return switch (name) {
            case "alpha" -> "\\p{Alpha}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "upper" -> "\\p{Upper}";
            case "lower" -> "\\p{Lower}";
            case "punct" -> "\\p{Punct}";
            case "space" -> "\\s";
            case "blank" -> "\\p{Blank}";
            case "cntrl" -> "\\p{Cntrl}";
            case "graph" -> "\\p{Graph}";
            case "print" -> "\\p{Print}";
            case "xdigit" -> "\\p{XDigit}";
            case "word" -> "\\w";
            default -> "[:" + name + ":]";
        };
    }
}

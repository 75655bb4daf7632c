package org.weir.engine.config;

/** Numbers, times and sizes as the configuration writes them (configuration manual 2.6, section 2.5), with HAProxy's errors. */
final class Quantity {
    private static final long NOT_A_NUMBER = Long.MIN_VALUE;

    private Quantity() {
    }

    /**
     * A time in milliseconds: a number and {@code us ms s m h d}, milliseconds without one; parts of a millisecond are rounded up.
     *
     * @param what the keyword, for the message
     */
    static int millis(String text, String what) throws Rejection {
        int end = digits(text);
        if (end == 0) {
            throw unexpected(text, 0, what);
        }
        int unitEnd = Math.min(text.length(), end + 2);
        long perUnitMicros = switch (text.substring(end, unitEnd)) {
            case "us" -> 1;
            case "ms", "" -> 1000;
            default -> {
                unitEnd = Math.min(text.length(), end + 1);
                yield switch (text.charAt(end)) {
                    case 's' -> 1_000_000L;
                    case 'm' -> 60_000_000L;
                    case 'h' -> 3_600_000_000L;
                    case 'd' -> 86_400_000_000L;
                    default -> throw unexpected(text, end, what);
                };
            }
        };
        if (unitEnd < text.length()) {
            throw unexpected(text, unitEnd, what);
        }
        long value = end > 18 ? Long.MAX_VALUE : Long.parseLong(text.substring(0, end));
        if (value > Integer.MAX_VALUE * 1000L / perUnitMicros) {
            throw new Rejection("timer overflow in argument '" + text + "' to '" + what + "' (maximum value is 2147483647 ms or ~24.8 days)");
        }
        return (int) ((value * perUnitMicros + 999) / 1000);
    }

    /**
     * A size in bytes: a number and {@code k m g}.
     *
     * @throws Rejection when it is none, or beyond {@code max}
     */
    static int bytes(String text, String what, int max) throws Rejection {
        int end = digits(text);
        long factor = 1;
        if (end > 0 && end == text.length() - 1) {
            factor = switch (text.charAt(end)) {
                case 'k', 'K' -> 1L << 10;
                case 'm', 'M' -> 1L << 20;
                case 'g', 'G' -> 1L << 30;
                default -> throw unexpected(text, end, what);
            };
        } else if (end == 0 || end < text.length()) {
            throw unexpected(text, end, what);
        }
        if (end > 9 || Long.parseLong(text.substring(0, end)) * factor > max) {
            throw new Rejection("'" + what + "' : size '" + text + "' is too large (maximum is " + max + ")");
        }
        return (int) (Long.parseLong(text.substring(0, end)) * factor);
    }

    /** A plain integer, or null when the text is none or outside the int range. */
    static Integer integer(String text) {
        long value = parse(text);
        return value < Integer.MIN_VALUE || value > Integer.MAX_VALUE ? null : Integer.valueOf((int) value);
    }

    private static long parse(String text) {
        boolean negative = text.startsWith("-");
        int from = negative || text.startsWith("+") ? 1 : 0;
        if (from == text.length() || text.length() > 15) {
            return NOT_A_NUMBER;
        }
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NOT_A_NUMBER;
            }
            value = value * 10 + c - '0';
        }
        return negative ? -value : value;
    }

    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static Rejection unexpected(String text, int at, String what) {
        return at >= text.length()
                ? new Rejection("'" + what + "' expects a number with an optional unit, found '" + text + "'")
                : new Rejection("unexpected character '" + text.charAt(at) + "' in '" + what + "'");
    }
}

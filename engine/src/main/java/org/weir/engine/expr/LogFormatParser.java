package org.weir.engine.expr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads log-format strings; configuration manual, section 8.2.6. Used while the configuration is read. */
public final class LogFormatParser {
    private static final int MAX_LENGTH = 65_536;
    private static final Map<String, LogVariable> VARIABLES = new HashMap<>();
    /** The variables that are texts: only they heed {@code +Q}. */
    private static final Set<LogVariable> QUOTABLE = EnumSet.of(
            LogVariable.CLIENT_IP, LogVariable.FRONTEND_IP, LogVariable.BACKEND_IP, LogVariable.SERVER_IP, LogVariable.FRONTEND, LogVariable.FRONTEND_TRANSPORT,
            LogVariable.BACKEND, LogVariable.SERVER, LogVariable.REQUEST_COOKIE, LogVariable.RESPONSE_COOKIE, LogVariable.REQUEST_LINE, LogVariable.METHOD,
            LogVariable.URI, LogVariable.PATH, LogVariable.QUERY, LogVariable.VERSION, LogVariable.PATH_ONLY, LogVariable.HOSTNAME, LogVariable.UNIQUE_ID,
            LogVariable.TLS_CIPHERS, LogVariable.TLS_VERSION, LogVariable.REQUEST_CAPTURES, LogVariable.REQUEST_CAPTURES_LIST, LogVariable.RESPONSE_CAPTURES,
            LogVariable.RESPONSE_CAPTURES_LIST);
    /** The variables that have a hexadecimal form. */
    private static final Set<LogVariable> HEXADECIMAL = EnumSet.of(
            LogVariable.CLIENT_IP, LogVariable.CLIENT_PORT, LogVariable.FRONTEND_IP, LogVariable.FRONTEND_PORT, LogVariable.BACKEND_IP,
            LogVariable.BACKEND_PORT, LogVariable.SERVER_IP, LogVariable.SERVER_PORT, LogVariable.ACCEPT_SECONDS, LogVariable.ACCEPT_MILLIS,
            LogVariable.PID, LogVariable.REQUEST_COUNTER, LogVariable.LOG_COUNTER);

    static {
        for (final LogVariable variable : LogVariable.values()) {
            VARIABLES.put(variable.keyword(), variable);
        }
    }

    private final String text;
    private final ParseContext context;
    private final boolean log;
    private final List<LogFormat.Node> nodes = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private final Flags global = new Flags();
    private int at;

    /** The flags in braces. */
    private static final class Flags {
        boolean quoted;
        boolean hexadecimal;
        boolean escaped;

        Flags copy() {
            final Flags copy = new Flags();
            copy.quoted = quoted;
            copy.hexadecimal = hexadecimal;
            copy.escaped = escaped;
            return copy;
        }

        /** Applies {@code +Q,-X}; what is unknown means nothing, as in HAProxy. */
        void apply(String list) {
            for (final String flag : list.split(",")) {
                if (flag.length() == 2 && (flag.charAt(0) == '+' || flag.charAt(0) == '-')) {
                    final boolean on = flag.charAt(0) == '+';
                    switch (flag.charAt(1)) {
                        case 'Q' -> quoted = on;
                        case 'X' -> hexadecimal = on;
                        case 'E' -> escaped = on;
                        default -> { }
                    }
                }
            }
        }
    }

    private LogFormatParser(String text, ParseContext context) {
        this.text = text;
        this.context = context;
        this.log = context.place() == ParseContext.Place.LOG;
    }

    /**
     * Reads a format string. In {@link ParseContext.Place#LOG} spaces in a row become one, and values that are missing are shown as a dash.
     *
     * @throws ExpressionException when it is wrong, worded as HAProxy does
     */
    public static LogFormat parse(String text, ParseContext context) throws ExpressionException {
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException("format string is too long");
        }
        return new LogFormatParser(text, context).parse();
    }

    /** A format that is only this text, whatever characters are in it. */
    public static LogFormat literal(String text) {
        return new LogFormat(List.of(new LogFormat.Node.Text(text.getBytes(StandardCharsets.ISO_8859_1))), text);
    }

    private LogFormat parse() throws ExpressionException {
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c != '%') {
                if (!(log && c == ' ' && endsWithSpace())) {
                    literal.append(c);
                }
                at++;
            } else if (text.startsWith("%%", at)) {
                literal.append('%');
                at += 2;
            } else {
                at++;
                directive();
            }
        }
        flush();
        return new LogFormat(List.copyOf(nodes), text);
    }

    private boolean endsWithSpace() {
        return !literal.isEmpty() && literal.charAt(literal.length() - 1) == ' ';
    }

    private void flush() {
        if (!literal.isEmpty()) {
            nodes.add(new LogFormat.Node.Text(literal.toString().getBytes(StandardCharsets.ISO_8859_1)));
            literal.setLength(0);
        }
    }

    /** What follows a percent sign. */
    private void directive() throws ExpressionException {
        final int start = at - 1;
        final Flags flags = global.copy();
        String list = "";
        final boolean braces = at < text.length() && text.charAt(at) == '{';
        if (braces) {
            final int close = text.indexOf('}', at);
            if (close < 0) {
                throw new ExpressionException("truncated line after '" + text.substring(at + 1) + "'");
            }
            list = text.substring(at + 1, close);
            flags.apply(list);
            at = close + 1;
        }
        if (at < text.length() && text.charAt(at) == '[') {
            at++;
            value(flags);
            return;
        }
        final int nameStart = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) < 0x80) {
            at++;
        }
        if (at == nameStart) {
            throw nameless(start, braces);
        }
        variable(text.substring(nameStart, at), list, flags);
    }

    private ExpressionException nameless(int start, boolean braces) {
        if (braces) {
            return new ExpressionException("parse argument modifier without variable name near '" + text.substring(start, at) + "'");
        }
        if (at == text.length()) {
            return new ExpressionException("truncated line after '%'");
        }
        return new ExpressionException(
                "unexpected variable name near '" + text.charAt(at) + "' at position " + at + " line : '" + text
                    + "'. Maybe you want to write a single '%', use the syntax '%%'");
    }

    private void variable(String name, String list, Flags flags) throws ExpressionException {
        if (name.equals("o")) {
            global.apply(list);
            return;
        }
        final LogVariable variable = VARIABLES.get(name);
        if (variable == null) {
            throw new ExpressionException(
                    "no such format variable '" + name + "'. If you wanted to emit the '%' character verbatim, you need to use '%%'");
        }
        flush();
        nodes.add(new LogFormat.Node.Variable(
                variable, flags.quoted && QUOTABLE.contains(variable), flags.hexadecimal && HEXADECIMAL.contains(variable), flags.escaped, log));
    }

    private void value(Flags flags) throws ExpressionException {
        final KeywordReader in = new KeywordReader(text, at);
        final int start = at;
        final Expression expression;
        try {
            expression = ExpressionParser.parse(in, text, context);
        } catch (ExpressionException e) {
            if (e.getMessage().startsWith("sample fetch <")) {
                throw e;
            }
            throw new ExpressionException("failed to parse sample expression <" + text.substring(start) + "> : " + e.getMessage(), e);
        }
        at = in.at();
        if (at == text.length()) {
            throw new ExpressionException("missing ']' after '" + text.substring(start) + "'");
        }
        if (text.charAt(at) != ']') {
            throw new ExpressionException("expected ']' after '" + text.substring(start, at) + "', but found '" + text.charAt(at) + "'");
        }
        at++;
        flush();
        nodes.add(new LogFormat.Node.Value(expression, flags.quoted, flags.hexadecimal, flags.escaped));
    }
}

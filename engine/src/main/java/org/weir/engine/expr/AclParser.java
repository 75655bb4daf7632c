package org.weir.engine.expr;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what stands behind an ACL's name, or between braces: expression, flags, operator, patterns; configuration manual, section 7.1.
 * Used while the configuration is read.
 */
final class AclParser {
    /** Fetches that have forms with a matching method's suffix, such as {@code path_beg}. */
    private static final Set<String> WITH_SUFFIXES =
        Set.of("base", "path", "url", "urlp", "url_param", "hdr", "req.hdr", "res.hdr", "shdr", "cook", "req.cook", "res.cook", "scook");
    private static final Map<String, MatchMethod> SUFFIXES = Map.of(
            "_beg", MatchMethod.BEG, "_dir", MatchMethod.DIR, "_dom", MatchMethod.DOM, "_end", MatchMethod.END, "_len", MatchMethod.LEN,
            "_reg", MatchMethod.REG, "_sub", MatchMethod.SUB);
    /** {@code hdr} and its forms are always the request's in ACLs. */
    private static final Map<String, String> MEANINGS = Map.of("hdr", "req.hdr");

    private AclParser() {
    }

    static AclTest parse(List<String> written, ParseContext outer) throws ExpressionException {
        final ParseContext context = outer.forAcl();
        // HAProxy's lines end at an empty word, such as a variable that is not set in quotes: what follows is no pattern, and "" never one.
        final int end = written.indexOf("");
        final List<String> words = end < 0 ? written : written.subList(0, end);
        final String text = words.isEmpty() ? "" : words.getFirst();
        final String keyword = new KeywordReader(text, 0).keyword();
        if (keyword.isEmpty()) {
            throw new ExpressionException("missing fetch method in ACL expression '" + text + "'");
        }
        MatchMethod method = null;
        String fetch = keyword;
        if (FetchTable.find(keyword) == null && keyword.length() > 4) {
            method = SUFFIXES.get(keyword.substring(keyword.length() - 4));
            fetch = method == null ? keyword : keyword.substring(0, keyword.length() - 4);
        }
        if (FetchTable.find(fetch) == null || method != null && !WITH_SUFFIXES.contains(fetch)) {
            throw new ExpressionException(KnownSamples.unknownFetch(KnownSamples.isFetch(fetch) && FetchTable.find(fetch) == null ? fetch : keyword)
                    + " in ACL expression '" + text + "'");
        }
        final KeywordReader in = new KeywordReader(text, 0);
        final SampleExpression expression = ExpressionParser.parseAnywhere(in, text, context, MEANINGS.getOrDefault(fetch, fetch));
        if (!in.atEnd()) {
            throw new ExpressionException("unexpected '" + in.rest() + "' in ACL expression '" + text + "'");
        }
        // The method of the keyword is for the fetched value, not for what converters make of it.
        if (method == null || text.length() > keyword.length() && expression.text().contains(",") && hasConverters(text)) {
            method = MatchMethod.byDefault(expression.type());
        }
        return patterns(words, keyword, expression, method, context);
    }

    private static boolean hasConverters(String text) throws ExpressionException {
        final KeywordReader in = new KeywordReader(text, 0);
        in.keyword();
        try {
            in.arguments(new Arguments.Signature(0, ArgumentType.STRING, ArgumentType.STRING, ArgumentType.STRING));
        } catch (Arguments.Mismatch e) {
            throw new ExpressionException(e.getMessage(), e);
        }
        return !in.atEnd();
    }

    private static AclTest patterns(List<String> words, String keyword, SampleExpression expression, MatchMethod byKeyword, ParseContext context)
            throws ExpressionException {
        PatternSet patterns = null;
        MatchMethod method = byKeyword;
        boolean ignoreCase = false;
        boolean resolvesNames = true;
        boolean flags = true;
        boolean any = false;
        boolean methodKnown = method != MatchMethod.BIN;
        for (int i = 1; i < words.size(); i++) {
            final String word = words.get(i);
            // Flags end at the first pattern: "x -i" looks for "-i" too.
            if (flags && word.length() > 1 && word.charAt(0) == '-') {
                switch (word) {
                    case "--" -> {
                        flags = false;
                        any = true;
                    }
                    case "-i" -> ignoreCase = true;
                    case "-n" -> resolvesNames = false;
                    case "-u" -> checkNumber(++i < words.size() ? words.get(i) : "");
                    case "-m" -> {
                        if (patterns != null) {
                            throw new ExpressionException("'-m' must only be specified before patterns and files in parsing ACL expression");
                        }
                        method = method(i + 1 < words.size() ? words.get(++i) : "", expression);
                        methodKnown = true;
                    }
                    case "-f" -> {
                        if (++i >= words.size()) {
                            throw new ExpressionException("missing file name behind '-f'");
                        }
                        demandMethod(methodKnown, expression);
                        patterns = patterns == null ? PatternSet.of(method, resolvesNames) : patterns;
                        PatternFile.load(words.get(i), patterns, ignoreCase);
                        any = true;
                    }
                    case "-M" -> throw new ExpressionException("'-M' is not supported by this version of Weir");
                    default -> throw new ExpressionException(
                            "'" + word + "' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'");
                }
                continue;
            }
            flags = false;
            demandMethod(methodKnown, expression);
            patterns = patterns == null ? PatternSet.of(method, resolvesNames) : patterns;
            patterns.add(word, ignoreCase);
            any = true;
        }
        patterns = patterns == null ? PatternSet.of(method, resolvesNames) : patterns;
        if (!any && !patterns.worksEmpty()) {
            context.warnings().add("acl keyword '" + keyword + "' : no pattern to match against was given, so this ACL will never match; "
                    + "say '--' if that is meant, '-m found' to test for existence, '-m bool' to take a number for a boolean");
        }
        patterns.seal();
        return new AclTest(keyword, expression, patterns);
    }

    /** Bytes may be meant as they are or as their digits: there is no method that goes without saying. */
    private static void demandMethod(boolean known, SampleExpression expression) throws ExpressionException {
        if (!known) {
            throw new ExpressionException(
                    "matching method must be specified first (using '-m') when using a sample fetch of this type ('" + expression.text() + "')");
        }
    }

    /** The number of {@code -u} is for commands that change patterns at run time, which are not there yet. */
    private static void checkNumber(String word) throws ExpressionException {
        if (word.isEmpty() || word.length() > 9 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ExpressionException("the argument of -u must be an integer");
        }
    }

    private static MatchMethod method(String word, SampleExpression expression) throws ExpressionException {
        final MatchMethod method = MatchMethod.of(word);
        if (method == null) {
            throw new ExpressionException("unknown matching method '" + word + "' when parsing ACL expression");
        }
        final boolean possible = switch (method) {
            case BOOL -> Casts.possible(expression.type(), SampleType.BOOL);
            case INT -> Casts.possible(expression.type(), SampleType.SINT);
            case IP -> Casts.possible(expression.type(), SampleType.IPV4);
            default -> true;
        };
        if (!possible) {
            throw new ExpressionException("matching method '" + word + "' cannot be used with fetch keyword '" + expression.text() + "'");
        }
        return method;
    }
}

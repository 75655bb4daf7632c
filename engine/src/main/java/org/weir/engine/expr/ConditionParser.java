package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads conditions: {@code if} or {@code unless}, then ACLs with an implicit and, {@code or}, {@code ||} and {@code !}; configuration
 * manual, section 7.2.
 */
public final class ConditionParser {
    private static final int MAX_TERMS = 10_000;

    private ConditionParser() {
    }

    /**
     * Reads a condition.
     *
     * @param written {@code if} or {@code unless} and all that follows, up to an empty word if there is one
     * @throws ExpressionException when it is wrong, or an ACL is unknown
     */
    public static Condition parse(List<String> written, AclSet acls) throws ExpressionException {
        final int end = written.indexOf("");
        final List<String> words = end < 0 ? written : written.subList(0, end);
        final String polarity = words.isEmpty() ? "" : words.getFirst();
        if (!polarity.equals("if") && !polarity.equals("unless")) {
            throw new ExpressionException("expects 'if' or 'unless' before a condition, got '" + polarity + "'");
        }
        final List<List<CompiledCondition.Term>> alternatives = new ArrayList<>();
        List<CompiledCondition.Term> terms = new ArrayList<>();
        boolean negated = false;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equalsIgnoreCase("or") || word.equals("||")) {
                if (terms.isEmpty() || negated) {
                    throw new ExpressionException("unexpected '" + word + "' in condition");
                }
                alternatives.add(terms);
                terms = new ArrayList<>();
                continue;
            }
            while (word.startsWith("!")) {
                negated = !negated;
                word = word.substring(1);
            }
            if (word.isEmpty()) {
                continue;
            }
            final Acl acl;
            String name = null;
            if (word.equals("{")) {
                final int close = closingBrace(words, i + 1);
                acl = acls.anonymous(words.subList(i + 1, close));
                i = close;
            } else {
                acl = acls.find(word);
                name = word;
                if (acl == null) {
                    throw new ExpressionException("no such ACL : '" + word + "'");
                }
            }
            terms.add(new CompiledCondition.Term(name, acl, negated));
            negated = false;
            if (terms.size() > MAX_TERMS) {
                throw new ExpressionException("too many terms in condition");
            }
        }
        if (terms.isEmpty() || negated) {
            throw new ExpressionException(alternatives.isEmpty() && !negated ? "missing condition behind '" + polarity + "'" : "unexpected end of condition");
        }
        alternatives.add(terms);
        return new CompiledCondition(alternatives, polarity.equals("unless"), String.join(" ", words));
    }

    private static int closingBrace(List<String> words, int from) throws ExpressionException {
        for (int i = from; i < words.size(); i++) {
            if (words.get(i).equals("}")) {
                return i;
            }
        }
        throw new ExpressionException("missing closing '}' in condition");
    }
}

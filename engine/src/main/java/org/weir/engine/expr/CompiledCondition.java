package org.weir.engine.expr;

import java.util.List;

/** Engine agent only. A condition in disjunctive form. */
final class CompiledCondition implements Condition {
    private final Term[][] alternatives;
    private final boolean inverted;
    private final String text;

    /** An ACL or its opposite; {@code name} null = it is anonymous. */
    record Term(String name, Acl acl, boolean negated) {}

    CompiledCondition(List<List<Term>> alternatives, boolean inverted, String text) {
        this.alternatives = alternatives.stream().map(terms -> terms.toArray(new Term[0])).toArray(Term[][]::new);
        this.inverted = inverted;
        this.text = text;
    }

    @Override
    public boolean test(SampleContext context) {
        for (final Term[] terms : alternatives) {
            if (all(terms, context)) {
                return !inverted;
            }
        }
        return inverted;
    }

    private static boolean all(Term[] terms, SampleContext context) {
        for (final Term term : terms) {
            if (term.acl().test(context) == term.negated()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Expression.Need need() {
        Expression.Need most = Expression.Need.INTERNAL;
        for (final Term[] terms : alternatives) {
            for (final Term term : terms) {
                most = term.acl().need().compareTo(most) > 0 ? term.acl().need() : most;
            }
        }
        return most;
    }

    @Override
    public String unfit(Expression.Need absent) {
        for (final Term[] terms : alternatives) {
            for (final Term term : terms) {
                final List<String> keywords = term.acl().keywordsNeeding(absent);
                if (!keywords.isEmpty()) {
                    return unfit(term, keywords.getFirst(), term.acl().needsOnly(absent));
                }
            }
        }
        return null;
    }

    private static String unfit(Term term, String keyword, boolean never) {
        if (term.name() == null) {
            return "anonymous acl will never match because it uses keyword '" + keyword + "' which is incompatible with";
        }
        return "acl '" + term.name() + (never ? "' will never match because it only involves keywords that are incompatible with"
            : "' involves keywords '" + keyword + "' which is incompatible with");
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}

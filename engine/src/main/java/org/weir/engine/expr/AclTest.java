package org.weir.engine.expr;

/** Engine agent only. One line of an ACL, or an anonymous one: an expression and the patterns it is compared with. */
final class AclTest {
    private final String keyword;
    private final SampleExpression expression;
    private final PatternSet patterns;
    private final Sample sample = new Sample();

    /** @param keyword the fetch as it was written */
    AclTest(String keyword, SampleExpression expression, PatternSet patterns) {
        this.keyword = keyword;
        this.expression = expression;
        this.patterns = patterns;
    }

    /** Goes through the occurrences of the value until one matches. */
    boolean test(SampleContext context) {
        for (int index = 0; expression.evaluate(context, index, sample); index++) {
            if (patterns.matches(sample)) {
                return true;
            }
        }
        return false;
    }

    String keyword() {
        return keyword;
    }

    Expression.Need need() {
        return expression.need();
    }
}

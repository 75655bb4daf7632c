package org.weir.engine.expr;

/** Engine agent only. A compiled {@code if} or {@code unless} condition over ACLs. */
public interface Condition {
    boolean test(SampleContext context);

    /** Which data must be there, the largest need of its parts. */
    Expression.Need need();

    String text();
}

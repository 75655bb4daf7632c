package org.weir.engine.expr;

/** Engine agent only. A compiled {@code if} or {@code unless} condition over ACLs. */
public interface Condition {
    boolean test(SampleContext context);

    /** Which data must be there, the largest need of its parts. */
    Expression.Need need();

    /**
     * What cannot work where some data are absent: the beginning of a sentence that ends with the name of that place. Used while the configuration is read.
     *
     * @return null when all of it works
     */
    String unfit(Expression.Need absent);

    String text();
}

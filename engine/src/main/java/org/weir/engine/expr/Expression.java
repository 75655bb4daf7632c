package org.weir.engine.expr;

/** Engine agent only. A compiled sample expression: a fetch and its converters. Stateless towards the stream; scratch space is its own. */
public interface Expression {
    /**
     * Evaluates the expression.
     *
     * @param index which occurrence, from 0, for fetches that iterate (headers, cookies, parameters); others answer only 0
     * @return false when there is no such value
     */
    boolean evaluate(SampleContext context, int index, Sample result);

    /**
     * Its value as text, in a sample of its own that is valid until the next evaluation.
     *
     * @return null when there is none
     */
    Sample text(SampleContext context);

    /** The type of its values. */
    SampleType type();

    /** What has to be there for the fetch to work. */
    Need need();

    /** The words it was written with, for messages. */
    String text();

    /** Which data a fetch looks at. */
    enum Need { INTERNAL, CONNECTION, REQUEST_HEAD, RESPONSE_HEAD }
}

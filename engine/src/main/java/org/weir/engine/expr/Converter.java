package org.weir.engine.expr;

/** Engine agent only. Turns one value into another, in place. What it makes lives in its own scratch until it is used again. */
abstract class Converter {
    protected final TextScratch scratch = new TextScratch();
    /** For its input, when that has to be converted to the type it takes. */
    final TextScratch inputScratch = new TextScratch();

    /** Converts a sample that already has the type the converter takes; false when it cannot. */
    abstract boolean convert(Sample sample);
}

package org.weir.engine.expr;

/**
 * Engine agent only. Gets one value out of a stream. Those that iterate remember where they are: asked for index 0 they begin anew, asked for the next
 * index they go on, so that going through all occurrences stays linear.
 */
abstract class Fetch {
    /**
     * Gets the value of an occurrence.
     *
     * @param index 0, or one more than in the call before for the same message
     * @return false when there is none
     */
    abstract boolean fetch(SampleContext context, int index, Sample result);
}

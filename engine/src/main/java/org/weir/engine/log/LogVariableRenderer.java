package org.weir.engine.log;

import org.agrona.MutableDirectBuffer;
import org.weir.engine.expr.LogVariable;

/** Renders one log variable. */
public final class LogVariableRenderer {
    private LogVariableRenderer() {}

    public static int append(LogVariable variable, StreamOutcome outcome, MutableDirectBuffer out, int offset, int limit) {
        return offset;
    }
}

package org.weir.engine.expr;

import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * A compiled log-format string: literal text, variables and sample expressions in order.
 *
 * @param nodes the parts
 * @param text as it was written
 */
public record LogFormat(List<Node> nodes, String text) {

    /** A part of a log-format string. */
    public sealed interface Node {
        /** Literal text. */
        record Text(byte[] bytes) implements Node {}

        /** A variable with its flags: {@code quoted} (+Q), {@code hexadecimal} (+X), {@code escaped} (+E). */
        record Variable(LogVariable variable, boolean quoted, boolean hexadecimal, boolean escaped, boolean mandatory) implements Node {}

        /** {@code %[expression]} with the same flags. */
        record Value(Expression expression, boolean quoted, boolean hexadecimal, boolean escaped) implements Node {}
    }

    /** Whether the string is one constant text. */
    boolean isConstant() {
        return nodes.stream().allMatch(node -> node instanceof Node.Text);
    }

    /**
     * Engine agent only. Renders the string for a rule (header value, location, backend name).
     *
     * @return the new end, cut at {@code limit}
     */
    public int append(SampleContext context, MutableDirectBuffer out, int offset, int limit) {
        return LogFormatRenderer.append(this, context, out, offset, limit);
    }
}

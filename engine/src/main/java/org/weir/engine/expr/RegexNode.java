package org.weir.engine.expr;

import java.util.List;

/** The tree of a regular expression that {@link ByteMatcher} can carry out. */
sealed interface RegexNode {
    /** One byte out of a set of 256 bits. */
    record Bytes(long[] set) implements RegexNode {}

    record Sequence(List<RegexNode> parts) implements RegexNode {}

    record Choice(List<RegexNode> branches) implements RegexNode {}

    /** {@code max} -1 = no limit. */
    record Repeat(RegexNode body, int min, int max, boolean greedy) implements RegexNode {}

    /** A capturing group. */
    record Group(RegexNode body, int number) implements RegexNode {}

    /** A position: one of the {@code ByteMatcher} assertions. */
    record Position(int opcode) implements RegexNode {}

    /** Whether it can match the empty text. */
    default boolean canBeEmpty() {
        return switch (this) {
            case Bytes bytes -> false;
            case Sequence sequence -> sequence.parts().stream().allMatch(RegexNode::canBeEmpty);
            case Choice choice -> choice.branches().stream().anyMatch(RegexNode::canBeEmpty);
            case Repeat repeat -> repeat.min() == 0 || repeat.body().canBeEmpty();
            case Group group -> group.body().canBeEmpty();
            case Position position -> true;
        };
    }
}

package org.weir.engine.expr;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;

/**
 * Engine agent only. Carries out a regular expression by backtracking, in place and without allocation: the usual patterns of proxies
 * need few steps. What would
 * need many ends with {@link #GAVE_UP}, and the caller asks an engine with a linear-time promise.
 *
 * <pre>
 *  a frame of the stack        resume                       restore
 *  +--------+-----+-----+      program counter >= 0         -1 - slot
 *  | kind   |  a  |  b  |      a = position                 a = old value of the slot
 *  +--------+-----+-----+      b = lowest position of a greedy run, or -1
 * </pre>
 */
final class ByteMatcher {
    static final int NOT_FOUND = 0;
    static final int FOUND = 1;
    static final int GAVE_UP = 2;

    /** Opcodes with their operands. */
    static final int BYTE = 0;
    static final int SET = 1;
    static final int SPLIT = 2;
    static final int JUMP = 3;
    static final int SAVE = 4;
    static final int RUN = 5;
    static final int MATCH = 6;
    static final int AT_START = 7;
    static final int AT_END = 8;
    static final int AT_VERY_END = 9;
    static final int WORD_EDGE = 10;
    static final int NO_WORD_EDGE = 11;

    private static final int MAX_FRAMES = 2048;
    private static final int STEPS_PER_BYTE = 32;
    private static final int STEPS_AT_LEAST = 1024;

    private final int[] code;
    private final long[][] sets;
    private final long[] firstBytes;
    private final boolean anchored;
    private final int[] stack = new int[3 * MAX_FRAMES];
    private int stepsLeft;
    private int top;
    private int resumeAt;
    private int resumePosition;

    private ByteMatcher(int[] code, long[][] sets, long[] firstBytes, boolean anchored) {
        this.code = code;
        this.sets = sets;
        this.firstBytes = firstBytes;
        this.anchored = anchored;
    }

    /** Compiles a pattern; null when it uses more than the common syntax. */
    static ByteMatcher compile(String pattern, boolean ignoreCase) {
        final RegexNode tree = RegexParser.parse(pattern, ignoreCase);
        if (tree == null) {
            return null;
        }
        final RegexProgram program = RegexProgram.of(tree);
        return program == null ? null : new ByteMatcher(program.code(), program.sets(), program.firstBytes(), program.code()[0] == AT_START);
    }

    /**
     * Searches a slice.
     *
     * @param groups receives start and end of each group, -1 for those that took no part
     */
    int find(DirectBuffer buffer, int offset, int length, int from, int[] groups) {
        stepsLeft = STEPS_AT_LEAST + STEPS_PER_BYTE * length;
        final int last = anchored ? 0 : length;
        for (int start = from; start <= last; start++) {
            if (firstBytes != null) {
                while (start < length && !ByteClass.contains(firstBytes, buffer.getByte(offset + start) & 0xFF)) {
                    start++;
                }
                if (start >= length || start > last) {
                    return NOT_FOUND;
                }
            }
            final int outcome = match(buffer, offset, length, start, groups);
            if (outcome != NOT_FOUND) {
                return outcome;
            }
        }
        return NOT_FOUND;
    }

    /** Tries a match at one position; {@code top} is the stack's height, {@code pc} and {@code at} are where the program and the text stand. */
    private int match(DirectBuffer buffer, int offset, int length, int start, int[] groups) {
        Arrays.fill(groups, -1);
        int pc = 0;
        int at = start;
        top = 0;
        while (true) {
            if (--stepsLeft < 0 || top > stack.length - 6) {
                return GAVE_UP;
            }
            boolean ok = true;
            switch (code[pc]) {
                case BYTE -> {
                    ok = at < length && (buffer.getByte(offset + at) & 0xFF) == code[pc + 1];
                    at++;
                    pc += 2;
                }
                case SET -> {
                    ok = at < length && ByteClass.contains(sets[code[pc + 1]], buffer.getByte(offset + at) & 0xFF);
                    at++;
                    pc += 2;
                }
                case SPLIT -> {
                    push(code[pc + 2], at, -1);
                    pc = code[pc + 1];
                }
                case JUMP -> pc = code[pc + 1];
                case SAVE -> {
                    final int slot = code[pc + 1];
                    push(-1 - slot, groups[slot], 0);
                    groups[slot] = at;
                    pc += 2;
                }
                case RUN -> {
                    final int end = runEnd(buffer, offset, length, at, sets[code[pc + 1]], code[pc + 3]);
                    final int lowest = at + code[pc + 2];
                    pc += 4;
                    ok = end >= lowest;
                    if (end > lowest) {
                        push(pc, end - 1, lowest);
                    }
                    at = end;
                }
                case MATCH -> {
                    groups[0] = start;
                    groups[1] = at;
                    return FOUND;
                }
                default -> ok = holds(code[pc++], buffer, offset, length, at);
            }
            if (!ok) {
                if (!backtrack(groups)) {
                    return NOT_FOUND;
                }
                pc = resumeAt;
                at = resumePosition;
            }
        }
    }

    /** Undoes the groups set since the last choice and takes its other way; false when there is none left. */
    private boolean backtrack(int[] groups) {
        while (top > 0 && stack[top - 3] < 0) {
            top -= 3;
            groups[-1 - stack[top]] = stack[top + 1];
        }
        if (top == 0) {
            return false;
        }
        resumeAt = stack[top - 3];
        resumePosition = stack[top - 2];
        if (stack[top - 1] >= 0 && resumePosition > stack[top - 1]) {
            stack[top - 2] = resumePosition - 1;
        } else {
            top -= 3;
        }
        return true;
    }

    private void push(int kind, int a, int b) {
        stack[top] = kind;
        stack[top + 1] = a;
        stack[top + 2] = b;
        top += 3;
    }

    private int runEnd(DirectBuffer buffer, int offset, int length, int at, long[] set, int max) {
        final int limit = max < 0 ? length : Math.min(length, at + max);
        int end = at;
        while (end < limit && ByteClass.contains(set, buffer.getByte(offset + end) & 0xFF)) {
            end++;
        }
        stepsLeft -= end - at >> 3;
        return end;
    }

    private static boolean holds(int assertion, DirectBuffer buffer, int offset, int length, int at) {
        return switch (assertion) {
            case AT_START -> at == 0;
            case AT_END -> at == length || at == length - 1 && buffer.getByte(offset + at) == '\n';
            case AT_VERY_END -> at == length;
            default -> {
                final boolean before = at > 0 && ByteClass.contains(ByteClass.WORDS, buffer.getByte(offset + at - 1) & 0xFF);
                final boolean after = at < length && ByteClass.contains(ByteClass.WORDS, buffer.getByte(offset + at) & 0xFF);
                yield (before != after) == (assertion == WORD_EDGE);
            }
        };
    }

    /** A compiled tree. */
    record RegexProgram(int[] code, long[][] sets, long[] firstBytes) {
        private static final int MAX_CODE = 4000;

        /** Compiles a tree; null when the program would be too long. */
        static RegexProgram of(RegexNode tree) {
            final Emitter emitter = new Emitter();
            emitter.emit(tree);
            emitter.code.addInt(MATCH);
            if (emitter.code.size() > MAX_CODE) {
                return null;
            }
            return new RegexProgram(emitter.code.toIntArray(), emitter.sets.toArray(new long[0][]), firstBytes(tree));
        }

        /** The bytes a match can begin with; null when a match may be empty or the set is not known. */
        private static long[] firstBytes(RegexNode node) {
            return switch (node) {
                case RegexNode.Bytes bytes -> bytes.set();
                case RegexNode.Group group -> firstBytes(group.body());
                case RegexNode.Repeat repeat -> repeat.min() == 0 ? null : firstBytes(repeat.body());
                case RegexNode.Sequence sequence ->
                    sequence.parts().isEmpty() || sequence.parts().getFirst().canBeEmpty() ? null : firstBytes(sequence.parts().getFirst());
                case RegexNode.Choice choice -> {
                    long[] all = new long[4];
                    for (final RegexNode branch : choice.branches()) {
                        final long[] set = firstBytes(branch);
                        if (set == null) {
                            yield null;
                        }
                        all = ByteClass.union(all, set);
                    }
                    yield all;
                }
                case RegexNode.Position position -> null;
            };
        }
    }

    /** Turns a tree into code. */
    private static final class Emitter {
        final IntArrayList code = new IntArrayList();
        final java.util.List<long[]> sets = new java.util.ArrayList<>();

        void emit(RegexNode node) {
            if (code.size() > RegexProgram.MAX_CODE) {
                return;
            }
            switch (node) {
                case RegexNode.Bytes bytes -> emitBytes(bytes.set());
                case RegexNode.Sequence sequence -> sequence.parts().forEach(this::emit);
                case RegexNode.Choice choice -> emitChoice(choice);
                case RegexNode.Repeat repeat -> emitRepeat(repeat);
                case RegexNode.Group group -> {
                    final boolean kept = group.number() < ByteRegex.MAX_GROUPS;
                    if (kept) {
                        add(SAVE, 2 * group.number());
                    }
                    emit(group.body());
                    if (kept) {
                        add(SAVE, 2 * group.number() + 1);
                    }
                }
                case RegexNode.Position position -> code.addInt(position.opcode());
            }
        }

        private void emitBytes(long[] set) {
            if (ByteClass.size(set) == 1) {
                int b = 0;
                while (!ByteClass.contains(set, b)) {
                    b++;
                }
                add(BYTE, b);
            } else {
                add(SET, index(set));
            }
        }

        private int index(long[] set) {
            sets.add(set);
            return sets.size() - 1;
        }

        private void emitChoice(RegexNode.Choice choice) {
            final IntArrayList exits = new IntArrayList();
            for (int i = 0; i < choice.branches().size(); i++) {
                if (i == choice.branches().size() - 1) {
                    emit(choice.branches().get(i));
                } else {
                    final int split = addSplit();
                    code.set(split + 1, code.size());
                    emit(choice.branches().get(i));
                    exits.addInt(code.size());
                    add(JUMP, 0);
                    code.set(split + 2, code.size());
                }
            }
            for (int i = 0; i < exits.size(); i++) {
                code.set(exits.getInt(i) + 1, code.size());
            }
        }

        private void emitRepeat(RegexNode.Repeat repeat) {
            if (repeat.body() instanceof RegexNode.Bytes bytes && repeat.greedy()) {
                add(RUN, index(bytes.set()));
                code.addInt(repeat.min());
                code.addInt(repeat.max());
                return;
            }
            for (int i = 0; i < repeat.min(); i++) {
                emit(repeat.body());
            }
            if (repeat.max() < 0) {
                final int loop = addSplit();
                branch(loop, repeat.greedy(), code.size(), true);
                emit(repeat.body());
                add(JUMP, loop);
                branch(loop, repeat.greedy(), code.size(), false);
                return;
            }
            final IntArrayList splits = new IntArrayList();
            for (int i = repeat.min(); i < repeat.max(); i++) {
                final int split = addSplit();
                splits.addInt(split);
                branch(split, repeat.greedy(), code.size(), true);
                emit(repeat.body());
            }
            for (int i = 0; i < splits.size(); i++) {
                branch(splits.getInt(i), repeat.greedy(), code.size(), false);
            }
        }

        /** The first operand of a split is preferred. */
        private void branch(int split, boolean greedy, int target, boolean body) {
            code.set(split + (greedy == body ? 1 : 2), target);
        }

        private int addSplit() {
            final int split = code.size();
            add(SPLIT, 0);
            code.addInt(0);
            return split;
        }

        private void add(int opcode, int operand) {
            code.addInt(opcode);
            code.addInt(operand);
        }
    }
}

package org.weir.engine.expr;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Engine agent only. Converters to and of numbers and addresses; configuration manual, section 7.3.1. */
final class NumberConverters {
    private NumberConverters() {
    }

    /** Arithmetic on signed 64-bit numbers; saturates instead of wrapping. */
    enum Operation {
        ADD("add", true), SUB("sub", true), MUL("mul", true), DIV("div", true), MOD("mod", true), AND("and", true), OR("or", true), XOR("xor", true),
        NEG("neg", false), CPL("cpl", false), NOT("not", false), BOOL("bool", false), ODD("odd", false), EVEN("even", false);

        private final String keyword;
        private final boolean operand;

        Operation(String keyword, boolean operand) {
            this.keyword = keyword;
            this.operand = operand;
        }

        String keyword() {
            return keyword;
        }

        boolean hasOperand() {
            return operand;
        }

        /** Whether the result is true or false. */
        boolean isPredicate() {
            return ordinal() >= NOT.ordinal();
        }
    }

    /** One of the operations with its operand. */
    static final class Arithmetic extends Converter {
        private final Operation operation;
        private final long operand;

        Arithmetic(Operation operation, long operand) {
            this.operation = operation;
            this.operand = operand;
        }

        @Override
        boolean convert(Sample sample) {
            final long value = sample.number();
            switch (operation) {
                case ADD -> sample.setNumber(add(value, operand));
                case SUB -> sample.setNumber(subtract(value, operand));
                case MUL -> sample.setNumber(multiply(value, operand));
                case DIV -> sample.setNumber(divide(value, operand));
                case MOD -> sample.setNumber(operand == 0 ? 0 : value % operand);
                case AND -> sample.setNumber(value & operand);
                case OR -> sample.setNumber(value | operand);
                case XOR -> sample.setNumber(value ^ operand);
                case NEG -> sample.setNumber(value == Long.MIN_VALUE ? Long.MAX_VALUE : -value);
                case CPL -> sample.setNumber(~value);
                case NOT -> sample.setBool(value == 0);
                case BOOL -> sample.setBool(value != 0);
                case ODD -> sample.setBool((value & 1) != 0);
                case EVEN -> sample.setBool((value & 1) == 0);
            }
            return true;
        }

        private static long add(long a, long b) {
            final long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? limit(a < 0) : sum;
        }

        private static long subtract(long a, long b) {
            final long difference = a - b;
            return ((a ^ b) & (a ^ difference)) < 0 ? limit(a < 0) : difference;
        }

        private static long multiply(long a, long b) {
            final long high = Math.multiplyHigh(a, b);
            final long low = a * b;
            return high == 0 && low >= 0 || high == -1 && low < 0 ? low : limit((a ^ b) < 0);
        }

        private static long divide(long a, long b) {
            if (b == 0) {
                return Long.MAX_VALUE;
            }
            return a == Long.MIN_VALUE && b == -1 ? Long.MAX_VALUE : a / b;
        }

        private static long limit(boolean negative) {
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** {@code ipmask}: without an IPv6 mask, IPv6 addresses are no value. */
    static final class Mask extends Converter {
        private final long mask4;
        private final AddressRange mask6;

        Mask(int bits4, AddressRange mask6) {
            this.mask4 = bits4 == 0 ? 0 : 0xFFFF_FFFFL << 32 - bits4 & 0xFFFF_FFFFL;
            this.mask6 = mask6;
        }

        @Override
        boolean convert(Sample sample) {
            if (sample.type() == SampleType.IPV4) {
                sample.setIpv4((int) (sample.number() & mask4));
                return true;
            }
            if (mask6 == null) {
                return false;
            }
            sample.setIpv6(sample.high() & mask6.high(), sample.number() & mask6.low());
            return true;
        }
    }

    /** {@code iif}: one text or the other. */
    static final class Choice extends Converter {
        private final UnsafeBuffer whenTrue;
        private final UnsafeBuffer whenFalse;

        Choice(byte[] whenTrue, byte[] whenFalse) {
            this.whenTrue = new UnsafeBuffer(whenTrue);
            this.whenFalse = new UnsafeBuffer(whenFalse);
        }

        @Override
        boolean convert(Sample sample) {
            final UnsafeBuffer text = sample.isTrue() ? whenTrue : whenFalse;
            sample.setText(text, 0, text.capacity());
            return true;
        }
    }

    /** Hashes of 32 bits. */
    static final class Hash extends Converter {
        /** Which one. */
        enum Function {
            DJB2("djb2"), SDBM("sdbm"), CRC32("crc32");

            private final String keyword;

            Function(String keyword) {
                this.keyword = keyword;
            }

            String keyword() {
                return keyword;
            }
        }

        private final Function function;
        private final boolean avalanche;

        Hash(Function function, boolean avalanche) {
            this.function = function;
            this.avalanche = avalanche;
        }

        @Override
        boolean convert(Sample sample) {
            final DirectBuffer bytes = sample.bytes();
            final int hash = switch (function) {
                case DJB2 -> Hashes.djb2(bytes, sample.offset(), sample.length());
                case SDBM -> Hashes.sdbm(bytes, sample.offset(), sample.length());
                case CRC32 -> Hashes.crc32(bytes, sample.offset(), sample.length());
            };
            sample.setNumber((avalanche ? Hashes.avalanche(hash) : hash) & 0xFFFF_FFFFL);
            return true;
        }
    }
}

package org.weir.engine.expr;

import static org.weir.engine.expr.ArgumentType.INTEGER;
import static org.weir.engine.expr.ArgumentType.MASK4;
import static org.weir.engine.expr.ArgumentType.MASK6;
import static org.weir.engine.expr.ArgumentType.REGEX;
import static org.weir.engine.expr.ArgumentType.STRING;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.weir.engine.expr.Arguments.Signature;
import org.weir.engine.expr.NumberConverters.Arithmetic;
import org.weir.engine.expr.NumberConverters.Operation;

/** The converters: one entry each; configuration manual, section 7.3.1. */
final class ConverterTable {
    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();
    private static final Signature NUMBER = new Signature(1, STRING);
    private static final Signature AVALANCHE = new Signature(0, INTEGER);

    /** Makes the converter of an entry. */
    private interface Factory {
        Converter make(Arguments arguments) throws ExpressionException;
    }

    /** One converter; {@code takes} is the type of its input, {@code gives} that of its result. */
    record Entry(String name, Signature signature, SampleType takes, SampleType gives, Factory factory) {
        Converter make(Arguments arguments) throws ExpressionException {
            return factory.make(arguments);
        }
    }

    static {
        text();
        binary();
        for (final Operation operation : Operation.values()) {
            if (operation.hasOperand()) {
                add(operation.keyword(), NUMBER, SampleType.SINT, SampleType.SINT, args -> new Arithmetic(operation, operand(args.text(0))));
            } else {
                add(operation.keyword(), Signature.NONE, SampleType.SINT, operation.isPredicate() ? SampleType.BOOL : SampleType.SINT,
                    args -> new Arithmetic(operation, 0));
            }
        }
        add("ipmask", new Signature(1, MASK4, MASK6), SampleType.IPV4, SampleType.IPV4,
            args -> new NumberConverters.Mask(AddressRange.parseMask4(args.text(0)), args.has(1) ? Arguments.parseMask6(args.text(1)) : null));
        add("iif", new Signature(2, STRING, STRING), SampleType.BOOL, SampleType.STR, args -> new NumberConverters.Choice(args.bytes(0), args.bytes(1)));
    }

    private ConverterTable() {
    }

    /** The entry, null for an unknown name. */
    static Entry find(String name) {
        return ENTRIES.get(name);
    }

    /** All of them. */
    static Collection<Entry> all() {
        return Collections.unmodifiableCollection(ENTRIES.values());
    }

    private static void add(String name, Signature signature, SampleType takes, SampleType gives, Factory factory) {
        ENTRIES.put(name, new Entry(name, signature, takes, gives, factory));
    }

    private static void text() {
        add("lower", Signature.NONE, SampleType.STR, SampleType.STR, args -> new TextConverters.Case(false));
        add("upper", Signature.NONE, SampleType.STR, SampleType.STR, args -> new TextConverters.Case(true));
        add("length", Signature.NONE, SampleType.STR, SampleType.SINT, args -> new TextConverters.Length());
        add("field", new Signature(2, INTEGER, STRING, INTEGER), SampleType.STR, SampleType.STR, args -> parts(args, false));
        add("word", new Signature(2, INTEGER, STRING, INTEGER), SampleType.STR, SampleType.STR, args -> parts(args, true));
        add("ltrim", new Signature(1, STRING), SampleType.STR, SampleType.STR, args -> new TextConverters.Trim(args.bytes(0), true));
        add("rtrim", new Signature(1, STRING), SampleType.STR, SampleType.STR, args -> new TextConverters.Trim(args.bytes(0), false));
        add("url_dec", AVALANCHE, SampleType.STR, SampleType.STR, args -> new TextConverters.UrlDecoder(args.number(0, 0) != 0));
        add("regsub", new Signature(2, REGEX, STRING, STRING), SampleType.STR, SampleType.STR, ConverterTable::substitution);
    }

    private static void binary() {
        add("bytes", new Signature(1, INTEGER, INTEGER), SampleType.BIN, SampleType.BIN,
            args -> new TextConverters.Bytes(args.number(0, 0), args.isGiven(1) ? args.number(1, 0) : Integer.MAX_VALUE));
        add("hex", Signature.NONE, SampleType.BIN, SampleType.STR, args -> new TextConverters.Hex());
        add("base64", Signature.NONE, SampleType.BIN, SampleType.STR, args -> new Base64Converters.Encoder());
        add("b64dec", Signature.NONE, SampleType.STR, SampleType.BIN, args -> new Base64Converters.Decoder());
        for (final NumberConverters.Hash.Function function : NumberConverters.Hash.Function.values()) {
            add(function.keyword(), AVALANCHE, SampleType.BIN, SampleType.SINT, args -> new NumberConverters.Hash(function, args.number(0, 0) != 0));
        }
    }

    /** A count that is there but empty is 0, as in HAProxy: all that remain. */
    private static Converter parts(Arguments args, boolean words) throws ExpressionException {
        final long index = index(args);
        if (!args.has(1)) {
            throw new ExpressionException("Empty separators list");
        }
        return new FieldConverter(index, args.bytes(1), args.isGiven(2) ? args.number(2, 0) : 1, words);
    }

    private static long index(Arguments args) throws ExpressionException {
        final long index = args.number(0, 0);
        if (index == 0) {
            throw new ExpressionException("Unexpected value 0 for index");
        }
        return index;
    }

    private static long operand(String text) throws ExpressionException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notNumeric) {
            throw new ExpressionException("expects an integer", notNumeric);
        }
    }

    private static Converter substitution(Arguments args) throws ExpressionException {
        final String flags = args.text(2);
        for (int i = 0; i < flags.length(); i++) {
            if (flags.charAt(i) != 'i' && flags.charAt(i) != 'g') {
                throw new ExpressionException("invalid regex flag '" + flags.charAt(i) + "', only 'i' and 'g' are supported");
            }
        }
        if (!args.has(0)) {
            throw new ExpressionException("missing regex");
        }
        return new RegsubConverter(ByteRegex.compile(args.text(0), flags.indexOf('i') >= 0), args.bytes(1), flags.indexOf('g') >= 0);
    }
}

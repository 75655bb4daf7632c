package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.List;

/** Reads sample expressions: a fetch, then converters behind commas. Used while the configuration is read. */
public final class ExpressionParser {
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_CONVERTERS = 100;

    private ExpressionParser() {
    }

    /**
     * Reads one expression that fills a word, such as {@code hdr(host),lower,field(1,:)}.
     *
     * @throws ExpressionException when it is wrong, or sees what is not there in this place
     */
    public static Expression parse(String text, ParseContext context) throws ExpressionException {
        final KeywordReader in = new KeywordReader(text, 0);
        final Expression expression = parse(in, text, context);
        if (!in.atEnd()) {
            throw new ExpressionException("unexpected '" + in.rest() + "' behind sample expression '" + text.substring(0, in.at()) + "'");
        }
        return expression;
    }

    /** Reads the expression that begins where the reader stands; the place is checked, as nothing else tells the user why a value never comes. */
    static Expression parse(KeywordReader in, String text, ParseContext context) throws ExpressionException {
        final Expression expression = parseAnywhere(in, text, context, null);
        final String missing = missing(expression.need(), context.place());
        if (missing != null) {
            throw new ExpressionException(
                    "sample fetch <" + expression.text() + "> may not be reliably used here because it needs '" + missing + "' which is not available here");
        }
        return expression;
    }

    /**
     * Reads an expression without asking whether its place has what it needs: in an ACL it then never matches.
     *
     * @param fetchName what to take for the fetch instead of the keyword written there, null = that keyword
     */
    static SampleExpression parseAnywhere(KeywordReader in, String text, ParseContext context, String fetchName) throws ExpressionException {
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException("sample expression is too long");
        }
        final int start = in.at();
        final String written = in.keyword();
        final String name = fetchName == null ? written : fetchName;
        final FetchTable.Entry entry = FetchTable.find(name);
        if (entry == null) {
            throw new ExpressionException(written.isEmpty() ? "missing fetch method" : KnownSamples.unknownFetch(written));
        }
        final Fetch fetch = fetch(in, entry, written, fetchName != null, context);
        final List<SampleExpression.Step> steps = new ArrayList<>();
        SampleType type = entry.type();
        while (!in.atEnd() && in.peek() == ',') {
            in.skip();
            if (!in.atEnd() && in.peek() == ',') {
                continue;
            }
            final ConverterTable.Entry converter = converter(in);
            if (!accepts(converter, type)) {
                throw new ExpressionException("converter '" + converter.name() + "' cannot be applied");
            }
            steps.add(step(in, converter));
            type = converter.gives();
            if (steps.size() > MAX_CONVERTERS) {
                throw new ExpressionException("too many converters, at most " + MAX_CONVERTERS);
            }
        }
        final boolean response = (name.equals("hdr") || name.equals("cookie")) && FetchTable.isResponse(context) && !context.isIterating();
        final boolean latest = name.equals("cookie") && context.isIterating();
        final Expression.Need need = latest ? Expression.Need.CONNECTION : response ? Expression.Need.RESPONSE_HEAD : entry.need();
        return new SampleExpression(fetch, steps.toArray(new SampleExpression.Step[0]), type, need, text.substring(start, in.at()));
    }

    private static Fetch fetch(KeywordReader in, FetchTable.Entry entry, String written, boolean acl, ParseContext context) throws ExpressionException {
        final String subject = acl ? "ACL keyword '" + written + "'" : "fetch method '" + written + "'";
        try {
            return entry.make(in.arguments(entry.signature()), context);
        } catch (Arguments.Mismatch e) {
            throw new ExpressionException(subject + " : " + e.getMessage(), e);
        } catch (ExpressionException e) {
            throw new ExpressionException("invalid args in " + subject + " : " + e.getMessage(), e);
        }
    }

    private static ConverterTable.Entry converter(KeywordReader in) throws ExpressionException {
        final String name = in.keyword();
        final ConverterTable.Entry entry = ConverterTable.find(name);
        if (entry == null) {
            throw new ExpressionException(KnownSamples.unknownConverter(name));
        }
        return entry;
    }

    private static boolean accepts(ConverterTable.Entry converter, SampleType type) {
        return Casts.possible(type, converter.takes());
    }

    private static SampleExpression.Step step(KeywordReader in, ConverterTable.Entry entry) throws ExpressionException {
        try {
            return new SampleExpression.Step(entry.make(in.arguments(entry.signature())), entry.takes());
        } catch (Arguments.Mismatch e) {
            throw new ExpressionException("invalid arg " + e.position() + " in converter '" + entry.name() + "' : " + e.getMessage(), e);
        } catch (ExpressionException e) {
            throw new ExpressionException("invalid args in converter '" + entry.name() + "' : " + e.getMessage(), e);
        }
    }

    /** What a need lacks in a place, null when it is there. */
    private static String missing(Expression.Need need, ParseContext.Place place) {
        return switch (need) {
            case INTERNAL, CONNECTION -> null;
            case REQUEST_HEAD -> place == ParseContext.Place.REQUEST ? null : "HTTP request headers";
            case RESPONSE_HEAD -> place == ParseContext.Place.RESPONSE ? null : "HTTP response headers";
        };
    }
}

package org.weir.engine.expr;

/** Engine agent only. A fetch and its converters. */
final class SampleExpression implements Expression {
    private final Fetch fetch;
    private final Step[] steps;
    private final SampleType type;
    private final Need need;
    private final String text;
    private final Sample own = new Sample();
    private final TextScratch castScratch = new TextScratch();

    /** A converter and the type it takes, null = any. */
    record Step(Converter converter, SampleType takes) {}

    SampleExpression(Fetch fetch, Step[] steps, SampleType type, Need need, String text) {
        this.fetch = fetch;
        this.steps = steps;
        this.type = type;
        this.need = need;
        this.text = text;
    }

    @Override
    public boolean evaluate(SampleContext context, int index, Sample result) {
        if (!fetch.fetch(context, index, result)) {
            return false;
        }
        for (final Step step : steps) {
            if (step.takes() != null && !castFor(result, step) || !step.converter().convert(result)) {
                return false;
            }
        }
        return true;
    }

    /** Addresses of either family will do where IPv4 is taken. */
    private boolean castFor(Sample sample, Step step) {
        if (step.takes() == SampleType.IPV4 && sample.type() == SampleType.IPV6) {
            return true;
        }
        return Casts.cast(sample, step.takes(), step.converter().inputScratch);
    }

    @Override
    public Sample text(SampleContext context) {
        return evaluate(context, 0, own) && Casts.toText(own, castScratch) ? own : null;
    }

    @Override
    public SampleType type() {
        return type;
    }

    @Override
    public Need need() {
        return need;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}

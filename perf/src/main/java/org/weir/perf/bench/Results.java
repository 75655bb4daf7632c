package org.weir.perf.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one work: per metric and target a value for each round, in order. */
final class Results {

    /** Median, least and greatest of some values. */
    record Spread(double median, double min, double max) {

        static Spread of(List<Double> values) {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            int size = sorted.size();
            double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
            return new Spread(median, sorted.getFirst(), sorted.getLast());
        }
    }

    private final Map<Metric, Map<String, List<Double>>> values = new EnumMap<>(Metric.class);

    void add(String target, Metric metric, double value) {
        values.computeIfAbsent(metric, m -> new LinkedHashMap<>()).computeIfAbsent(target, t -> new ArrayList<>()).add(value);
    }

    Iterable<Metric> metrics() {
        return values.keySet();
    }

    List<Double> rounds(Metric metric, String target) {
        return values.getOrDefault(metric, Map.of()).getOrDefault(target, List.of());
    }

    boolean has(Metric metric, String target) {
        return !rounds(metric, target).isEmpty();
    }

    /** Ratio of two targets round by round; rounds in which the divisor is zero are left out, and null is returned when none remains. */
    Spread ratio(Metric metric, String target, String reference) {
        List<Double> dividends = rounds(metric, target);
        List<Double> divisors = rounds(metric, reference);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(dividends.size(), divisors.size()); i++) {
            if (divisors.get(i) != 0) {
                ratios.add(dividends.get(i) / divisors.get(i));
            }
        }
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }
}

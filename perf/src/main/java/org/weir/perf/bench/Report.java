package org.weir.perf.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.weir.perf.bench.Results.Spread;

/** Renders results as a table for people and as JSON for programs. The first target is the reference of all ratios. */
final class Report {

    private static final int FIRST_COLUMN = 18;
    private static final int COLUMN = 14;

    private final List<String> targets;
    private final Map<Work, Results> works = new LinkedHashMap<>();

    Report(List<String> targets) {
        this.targets = List.copyOf(targets);
    }

    void add(Work work, Results results) {
        works.put(work, results);
    }

    /** Table of one work: the median of each target, and the ratio to the reference as median (min .. max) over the rounds. */
    String table(Work work) {
        Results results = works.get(work);
        String reference = targets.getFirst();
        List<String> others = targets.subList(1, targets.size());
        StringBuilder text = new StringBuilder();
        text.append(left(work.label(), FIRST_COLUMN));
        targets.forEach(target -> text.append(right(target, COLUMN)));
        others.forEach(other -> text.append("   ").append(left(other + "/" + reference, 26)));
        text.append('\n');
        for (Metric metric : results.metrics()) {
            text.append(left(metric.title(), FIRST_COLUMN));
            for (String target : targets) {
                text.append(right(results.has(metric, target) ? metric.print(Spread.of(results.rounds(metric, target)).median()) : "-", COLUMN));
            }
            for (String other : others) {
                Spread ratio = results.ratio(metric, other, reference);
                text.append("   ").append(left(ratio == null ? "-" : "%.3f (%.3f .. %.3f)".formatted(ratio.median(), ratio.min(), ratio.max()), 26));
            }
            text.append('\n');
        }
        return text.toString().replaceAll("(?m) +$", "");
    }

    /** All works: <code>{"works":{"keepalive":{"req/s":{"haproxy":[1,2],"weir":[1,2],"ratio":{"weir":{...}}}}}}</code>. */
    String json() {
        StringJoiner workTexts = new StringJoiner(",\n  ", "{\"reference\": \"" + targets.getFirst() + "\", \"works\": {\n  ", "\n}}\n");
        works.forEach((work, results) -> {
            StringJoiner metrics = new StringJoiner(",\n    ", "\"" + work.label() + "\": {\n    ", "}");
            for (Metric metric : results.metrics()) {
                metrics.add(json(results, metric));
            }
            workTexts.add(metrics.toString());
        });
        return workTexts.toString();
    }

    private String json(Results results, Metric metric) {
        List<String> fields = new ArrayList<>();
        List<String> ratios = new ArrayList<>();
        for (String target : targets) {
            fields.add("\"%s\": %s".formatted(target, results.rounds(metric, target)));
            Spread ratio = results.ratio(metric, target, targets.getFirst());
            if (ratio != null && !target.equals(targets.getFirst())) {
                ratios.add("\"%s\": {\"median\": %s, \"min\": %s, \"max\": %s}".formatted(target, ratio.median(), ratio.min(), ratio.max()));
            }
        }
        fields.add("\"ratio\": {" + String.join(", ", ratios) + "}");
        return "\"" + metric.title() + "\": {" + String.join(", ", fields) + "}";
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}

package org.weir.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.perf.bench.Results.Spread;

class ResultsTest {

    @Test
    void takesTheMedianOfOddAndEvenCounts() {
        assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0)));
        assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(3.0, 9.0, 1.0, 2.0)));
    }

    @Test
    void comparesRoundByRound() {
        Results results = results();
        assertEquals(new Spread(0.5, 0.25, 2), results.ratio(Metric.REQUESTS_PER_SECOND, "b", "a"));
        assertNull(results.ratio(Metric.ERRORS, "b", "a"));
    }

    @Test
    void printsTableAndJson() {
        Report report = new Report(List.of("a", "b"));
        report.add(Work.KEEPALIVE, results());
        String table = report.table(Work.KEEPALIVE);
        assertTrue(table.contains("0.500 (0.250 .. 2.000)"), table);
        String json = report.json();
        assertTrue(json.contains("\"req/s\": {\"a\": [100.0, 200.0, 400.0], \"b\": [200.0, 100.0, 100.0], "
                + "\"ratio\": {\"b\": {\"median\": 0.5, \"min\": 0.25, \"max\": 2.0}}}"), json);
    }

    private static Results results() {
        Results results = new Results();
        double[][] rounds = {{100, 200}, {200, 100}, {400, 100}};
        for (double[] round : rounds) {
            results.add("a", Metric.REQUESTS_PER_SECOND, round[0]);
            results.add("b", Metric.REQUESTS_PER_SECOND, round[1]);
            results.add("a", Metric.ERRORS, 0);
            results.add("b", Metric.ERRORS, 0);
        }
        return results;
    }
}

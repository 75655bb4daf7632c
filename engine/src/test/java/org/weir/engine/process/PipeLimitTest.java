package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** As HAProxy counts: with maxconn 4000 it has 1000 pipes, and 2000 descriptors more than without splicing. */
class PipeLimitTest {
    @Test
    void aQuarterOfTheConnections() {
        PipeLimit limit = new PipeLimit(0, true);
        assertEquals(1000, limit.pipes(4000));
        assertEquals(2000, limit.descriptors(4000));
        assertEquals(1, limit.pipes(1));
    }

    @Test
    void asManyAsConfigured() {
        PipeLimit limit = new PipeLimit(30, true);
        assertEquals(30, limit.pipes(4000));
        assertEquals(470, limit.connections(1000, 2));
    }

    @Test
    void noneWhereNothingIsSpliced() {
        PipeLimit limit = new PipeLimit(30, false);
        assertEquals(0, limit.pipes(4000));
        assertEquals(0, limit.descriptors(4000));
        assertEquals(500, limit.connections(1000, 2));
    }

    @Test
    void pipesTakeDescriptorsFromConnections() {
        assertEquals(400, new PipeLimit(0, true).connections(1000, 2));
        assertEquals(1, new PipeLimit(0, true).connections(-5, 2));
        assertEquals(1, new PipeLimit(5000, true).connections(1000, 2));
    }
}

package org.weir.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkTest {

    @Test
    void readsTheFiguresBehindWrksOwnReport() throws IOException {
        String output = """
                Running 5s test @ http://127.0.0.1:8080/
                  1 threads and 32 connections
                Requests/sec:  41002.10
                weir-bench requests=205010 micros=5000012 bytes=24601200 errors=3 p50=761 p99=1507 p999=3864 max=9000
                """;
        assertEquals(new LoadResult(205_010, 5_000_012, 24_601_200, 3, 761, 1_507, 3_864), Wrk.parse(output));
    }

    @Test
    void saysWhatWrkPrintedInstead() {
        IOException e = assertThrows(IOException.class, () -> Wrk.parse("unable to connect to 127.0.0.1:1 Connection refused\n"));
        assertTrue(e.getMessage().contains("Connection refused"));
    }
}

package org.weir.io.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePortsTest {
    private static List<Integer> claim(SourcePorts ports, int count) {
        return IntStream.range(0, count).map(i -> ports.claim()).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 1000, 65536})
    void eachPortIsGivenOnceAndThenNone(int size) {
        SourcePorts ports = new SourcePorts(65536 - size, 65535);
        assertEquals(IntStream.range(65536 - size, 65536).boxed().toList(), claim(ports, size));
        assertEquals(SourcePorts.NONE, ports.claim());
    }

    @Test
    void aPortGivenBackRestsUntilTheOthersHadTheirTurn() {
        SourcePorts ports = new SourcePorts(40000, 40069);
        assertEquals(40000, ports.claim());
        ports.release(40000);
        assertEquals(IntStream.range(40001, 40070).boxed().toList(), claim(ports, 69));
        assertEquals(40000, ports.claim());
        ports.release(40069);
        ports.release(40005);
        assertEquals(40005, ports.claim());
        assertEquals(40069, ports.claim());
        assertEquals(SourcePorts.NONE, ports.claim());
    }

    @Test
    void threadsNeverHoldTheSamePort() throws InterruptedException {
        SourcePorts ports = new SourcePorts(1000, 1099);
        Set<Integer> held = ConcurrentHashMap.newKeySet();
        Set<String> faults = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> takeTurns(ports, held, faults)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Set.of(), faults);
        assertEquals(Set.of(), held);
        assertEquals(100, claim(ports, 100).stream().distinct().count());
    }

    private static void takeTurns(SourcePorts ports, Set<Integer> held, Set<String> faults) {
        for (int round = 0; round < 2000; round++) {
            List<Integer> mine = claim(ports, 30).stream().filter(port -> port != SourcePorts.NONE).toList();
            for (int port : mine) {
                if (!held.add(port)) {
                    faults.add("twice: " + port);
                }
            }
            held.removeAll(mine);
            mine.forEach(ports::release);
        }
    }

    @Test
    void aRangeIsOfPorts() {
        assertThrows(IllegalArgumentException.class, () -> new SourcePorts(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new SourcePorts(1, 65536));
        assertThrows(IllegalArgumentException.class, () -> new SourcePorts(-1, 1));
        assertTrue(new SourcePorts(0, 5).toString().contains("0-5"));
    }
}

package org.weir.engine.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.Balance.Algorithm;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/** Who is chosen in which order; the expected orders were observed with HAProxy 2.6. */
class BalancerTest {
    private static final NetAddress CLIENT = NetAddress.of(Endpoint.ofNumeric("192.0.2.1", 1000));

    @ParameterizedTest
    @CsvSource({
        "1 1 1,     abcabcabcabc",
        "1 2,       bbabbabbabba",
        "2 1,       aabaabaabaab",
        "5 1 1,     aaabaacaaabaac",
        "10 1,      aaaaaaaaaabaaaaaaaaaab",
        "1 0 2,     ccaccaccacca",
        "9 1,       aaaaaaaaabaaaaaaaaab",
        "1 2 3,     cbcacbcbcacb",
        "3 2 1,     abacababacab",
        "7 3 2,     aabacabaaabcaabacabaaabcaab",
        "4 3 2 1,   abacbadabcabacbadabc",
        "10 1 1 1,  aaaabaaacaaadaaaabaaacaaad",
        "5 3 2 20,  ddaddbddaddcddadbdddaddddbacdddd",
        "20 5 3,    aaabaacaabaaaabacaaabaaacabaaaab",
        "5 5 2 1 5, abeabecabeabedabceabeabecabeabed",
        "3 3 2,     ababcabacbabcabacba",
        "10 20 30,  cbcacbcbcacb",
        "4 4 2,     ababcababcababc"})
    void roundRobinFollowsTheWeights(String weights, String expected) {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, weights);
        assertEquals(expected, rig.order(expected.length()));
    }

    @Test
    void roundRobinBeginsACycleWithTheHeaviestAndThoseThatWaitLongest() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "3 3 2");
        rig.order(8 * Candidate.WEIGHT_UNIT);
        assertEquals("babcabac", rig.order(8));
    }

    /** A server that could not begin early enough in a cycle misses at most one turn of it. */
    @ParameterizedTest
    @CsvSource({"3 2 1", "1 2 3", "7 5 3 2", "100 50 25", "256 1", "13 11 7 5 3 2 1", "3 3 2"})
    void roundRobinGivesEveryCycleItsShares(String weights) {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, weights);
        int total = Arrays.stream(rig.servers).mapToInt(server -> server.weight).sum() * Candidate.WEIGHT_UNIT;
        for (int cycle = 1; cycle <= 5; cycle++) {
            rig.choose(total);
            for (TestServer server : rig.servers) {
                assertEquals(server.weight * Candidate.WEIGHT_UNIT * cycle, server.chosen, cycle, weights + " after cycle " + cycle);
            }
        }
    }

    @Test
    void roundRobinOverHundredsOfServersKeepsToTheWeights() {
        int[] weights = new Random(7).ints(300, 1, 257).toArray();
        Rig rig = new Rig(new Balance(Algorithm.ROUNDROBIN, false), weights);
        int total = Arrays.stream(weights).sum();
        rig.choose(3 * total);
        for (TestServer server : rig.servers) {
            assertEquals(3 * server.weight, server.chosen, 1);
        }
    }

    @Test
    void roundRobinSpreadsTheTurnsOfAHeavyServer() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "50 50 100");
        String order = rig.order(40);
        assertTrue(!order.contains("cc") && !order.contains("aa") && !order.contains("bb"), order);
    }

    @Test
    void aServerThatComesBackTakesItsPlaceWithoutCatchingUp() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "1 1 1");
        rig.order(20);
        rig.usable(0, 2);
        assertEquals("cacacacacacacacacaca", rig.order(20));
        rig.usable(0, 1, 2);
        assertEquals("cabcabcabcabcabcabca", rig.order(20));
    }

    @Test
    void aNewWeightHoldsFromTheNextTurnOn() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "1 1 1");
        rig.order(20);
        rig.servers[0].weight = 3;
        rig.usable(0, 1, 2);
        String order = rig.order(25);
        assertEquals(15, order.chars().filter(c -> c == 'a').count(), order);
        rig.servers[0].weight = 1;
        rig.usable(0, 1, 2);
        assertEquals(10, rig.order(30).chars().filter(c -> c == 'a').count());
    }

    @Test
    void fullServersAreLeftOutAndDoNotCatchUp() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "1 1 1");
        rig.servers[1].full = true;
        assertEquals("acacac", rig.order(6));
        rig.servers[0].full = true;
        rig.servers[2].full = true;
        assertNull(rig.balancer.next(CLIENT, null));
        for (TestServer server : rig.servers) {
            server.full = false;
            rig.balancer.loadChanged(server);
        }
        String order = rig.order(30);
        for (char name = 'a'; name <= 'c'; name++) {
            char counted = name;
            long turns = order.chars().filter(c -> c == counted).count();
            assertTrue(turns >= 9 && turns <= 11, order);
        }
    }

    @Test
    void aLimitThatRoseWithTheLoadIsNoticedWhenAllOthersAreFull() {
        Rig rig = new Rig(Algorithm.ROUNDROBIN, "1 1");
        rig.servers[0].full = true;
        rig.servers[1].full = true;
        assertNull(rig.balancer.next(CLIENT, null));
        rig.servers[1].full = false;
        assertEquals("b", rig.order(1));
    }

    @ParameterizedTest
    @CsvSource({"ROUNDROBIN", "STATIC_RR", "LEASTCONN", "FIRST", "SOURCE"})
    void aServerToAvoidIsChosenOnlyWhenItIsTheOnlyOne(Algorithm algorithm) {
        Rig rig = new Rig(algorithm, "1 1 1");
        for (TestServer avoid : rig.servers) {
            for (int i = 0; i < 6; i++) {
                Candidate chosen = rig.balancer.next(CLIENT, avoid);
                assertTrue(chosen != null && chosen.order() != avoid.order);
            }
        }
        rig.usable(1);
        assertEquals(1, rig.balancer.next(CLIENT, rig.servers[1]).order());
    }

    @ParameterizedTest
    @CsvSource({
        "1 2,   abbbabbab",
        "1 1 1, abcabcabc",
        "1 2 3, abccbccbcabc",
        "10 1,  abaaaaaa",
        "3 1 1, abcaaaabca"})
    void leastConnectionsFillsInProportionToTheWeights(String weights, String expected) {
        Rig rig = new Rig(Algorithm.LEASTCONN, weights);
        assertEquals(expected, rig.orderHeld(expected.length()));
    }

    @Test
    void idleServersTakeTurnsUnderLeastConnections() {
        assertEquals("abcabcabc", new Rig(Algorithm.LEASTCONN, "5 1 1").order(9));
        assertEquals("abababab", new Rig(Algorithm.LEASTCONN, "256 1").order(8));
    }

    @Test
    void firstFillsOneServerAfterTheOtherById() {
        Rig rig = new Rig(Algorithm.FIRST, "1 1 1");
        rig.servers[0].id = 9;
        rig.usable(0, 1, 2);
        assertEquals("bb", rig.order(2));
        rig.servers[1].full = true;
        assertEquals("cc", rig.order(2));
        rig.servers[2].full = true;
        assertEquals("aa", rig.order(2));
    }

    @ParameterizedTest
    @CsvSource({
        "1 1 1,     abcabcabc",
        "1 1,       abababab",
        "2 1,       aabaab",
        "1 2,       abbabb",
        "9 1,       aaaaaaaaab",
        "1 2 3,     acbcbcacbcbc",
        "10 20 30,  acbcbcacbcbc",
        "5 1 1,     aaabaacaaabaac",
        "3 3 2,     abacbabc",
        "7 3 2,     aababcaaabac",
        "4 3 2 1,   ababcabacd",
        "10 1 1 1,  aaaabaaacaaad"})
    void staticRoundRobinWalksItsTable(String weights, String expected) {
        assertEquals(expected, new Rig(Algorithm.STATIC_RR, weights).order(expected.length()));
    }

    @Test
    void staticRoundRobinContinuesInTheTableOfTheServersLeft() {
        Rig rig = new Rig(Algorithm.STATIC_RR, "1 1 1");
        rig.order(20);
        rig.usable(0, 2);
        assertEquals("acacacacacacacacacac", rig.order(20));
        rig.usable(0, 1, 2);
        assertEquals("cabcabcabcabcabcabca", rig.order(20));
    }

    /** As HAProxy 2.6 goes on, after as many requests, when the second server goes down: its table is as long as the weights of all make it. */
    @ParameterizedTest
    @CsvSource({
        "10 50 10 3, 5,  cacacac",
        "2 4 2 3,    7,  acacaca",
        "4 6 8 1,    8,  caccacc",
        "10 50 10 3, 9,  cacacac",
        "2 4 2 3,    11, cacacac",
        "10 20 10 0, 6,  acacaca"})
    void staticRoundRobinsTableIsAsLongAsAllWeightsMakeIt(String weights, int before, String expected) {
        Rig rig = new Rig(Algorithm.STATIC_RR, weights);
        rig.usable(0, 1, 2);
        rig.order(before);
        rig.usable(0, 2);
        assertEquals(expected, rig.order(7));
    }

    @Test
    void aChangedWeightLetsTheOthersGoFirstUnderLeastConnections() {
        Rig rig = new Rig(Algorithm.LEASTCONN, "9 9 1 5");
        assertEquals("abcda", rig.order(5));
        rig.servers[1].weight = 2;
        rig.usable(0, 1, 2, 3);
        assertEquals("cdabcdab", rig.order(8));
    }

    @Test
    void sourceTakesTheAddressModuloTheTotalWeight() {
        Rig rig = new Rig(Algorithm.SOURCE, "1 1 1");
        assertEquals("cabcabcabcab", rig.orderOfClients(12));
        rig.usable(0, 2);
        assertEquals("cacacacacaca", rig.orderOfClients(12));
    }

    @ParameterizedTest
    @CsvSource({"1 2 3, cacbcb", "5 1 1, abaacaa", "7 3 2, caaabacaabab", "10 20 30, cacbcb"})
    void sourceSendsAClientWhereHaproxySendsIt(String weights, String expected) {
        assertEquals(expected, new Rig(Algorithm.SOURCE, weights).orderOfClients(expected.length()));
    }

    @Test
    void aConsistentHashMovesOnlyTheClientsOfAServerThatLeft() {
        Rig rig = new Rig(new Balance(Algorithm.SOURCE, true), 1, 1, 1, 1);
        String before = rig.orderOfClients(4000);
        rig.usable(0, 1, 3);
        String after = rig.orderOfClients(4000);
        int moved = 0;
        for (int i = 0; i < before.length(); i++) {
            if (before.charAt(i) != 'c') {
                assertEquals(before.charAt(i), after.charAt(i));
            } else {
                moved++;
            }
        }
        assertTrue(moved > 500 && moved < 1500, moved + " of 4000 moved");
        rig.usable(0, 1, 2, 3);
        assertEquals(before, rig.orderOfClients(4000));
    }

    @Test
    void aConsistentHashGivesSharesByWeight() {
        Rig rig = new Rig(new Balance(Algorithm.SOURCE, true), 10, 30);
        long light = rig.orderOfClients(20_000).chars().filter(c -> c == 'a').count();
        assertTrue(light > 3500 && light < 6500, light + " of 20000");
    }

    /** Servers named a, b, c … under one balancer. */
    private static final class Rig {
        final TestServer[] servers;
        final Balancer balancer;

        Rig(Algorithm algorithm, String weights) {
            this(new Balance(algorithm, false), Arrays.stream(weights.strip().split(" ")).mapToInt(Integer::parseInt).toArray());
        }

        Rig(Balance balance, int... weights) {
            servers = new TestServer[weights.length];
            for (int i = 0; i < weights.length; i++) {
                servers[i] = new TestServer(i, weights[i]);
            }
            balancer = Balancer.of(balance, List.of(servers));
            usable(java.util.stream.IntStream.range(0, weights.length).filter(i -> weights[i] > 0).toArray());
        }

        void usable(int... orders) {
            balancer.rebuild(Arrays.stream(orders).mapToObj(order -> servers[order]).toArray(Candidate[]::new), orders.length);
        }

        /** One request after the other. */
        String order(int requests) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < requests; i++) {
                names.append(request(CLIENT, false));
            }
            return names.toString();
        }

        /** Requests that all last. */
        String orderHeld(int requests) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < requests; i++) {
                names.append(request(CLIENT, true));
            }
            return names.toString();
        }

        /** One request each of 127.0.0.1, 127.0.0.2 … */
        String orderOfClients(int clients) {
            StringBuilder names = new StringBuilder();
            NetAddress client = new NetAddress();
            for (int i = 1; i <= clients; i++) {
                client.set(NetAddress.INET4, 0, 0x7F000000L + i, 1000);
                names.append(request(client, false));
            }
            return names.toString();
        }

        void choose(int requests) {
            for (int i = 0; i < requests; i++) {
                servers[balancer.next(CLIENT, null).order()].chosen++;
            }
        }

        private char request(NetAddress client, boolean lasts) {
            TestServer server = servers[balancer.next(client, null).order()];
            server.chosen++;
            server.load++;
            balancer.loadChanged(server);
            if (!lasts) {
                server.load--;
                balancer.loadChanged(server);
            }
            return (char) ('a' + server.order);
        }
    }

    private static final class TestServer extends Candidate {
        final int order;
        int id;
        int weight;
        int load;
        int chosen;
        boolean full;

        TestServer(int order, int weight) {
            this.order = order;
            this.weight = weight;
            id = order + 1;
        }

        @Override
        public int order() {
            return order;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public int effectiveWeight() {
            return weight * WEIGHT_UNIT;
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public int load() {
            return load;
        }
    }
}

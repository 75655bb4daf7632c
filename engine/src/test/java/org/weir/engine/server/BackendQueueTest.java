package org.weir.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.weir.engine.server.BackendRig.line;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.Balance;
import org.weir.engine.server.BackendRig.Options;
import org.weir.engine.server.BackendRig.TestStream;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/** Slots and queues: limits, order, overflow, and what happens when servers come and go. */
class BackendQueueTest {
    @Test
    void streamsWaitWhenAllServersAreFullAndAreServedInOrder() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1), line("b").with(l -> l.maxconn = 1))) {
            TestStream one = rig.ask("1");
            TestStream two = rig.ask("2");
            TestStream three = rig.ask("3");
            TestStream four = rig.ask("4");
            assertEquals(Assignment.GRANTED, two.assignment);
            assertEquals(Assignment.QUEUED, three.assignment);
            assertEquals(2, rig.backend.queued());
            assertEquals(2, rig.backend.counters().get(BackendCounter.QCUR));
            rig.finish(two);
            rig.finish(one);
            assertEquals(List.of("1:a", "2:b", "3:b", "4:a"), rig.grants);
            assertEquals(1, three.queueEntry().backendPosition());
            assertEquals(2, four.queueEntry().backendPosition());
            assertEquals(0, four.queueEntry().serverPosition());
            assertEquals(2, rig.backend.counters().get(BackendCounter.QMAX));
            rig.finish(three);
            rig.finish(four);
            assertEquals(0, rig.backend.serverStreams());
            assertEquals(2, rig.server("a").counters().get(ServerCounter.STOT));
            assertEquals(1, rig.server("a").counters().get(ServerCounter.SMAX));
        }
    }

    @Test
    void aFreedSlotGoesToTheOlderOfTheTwoQueues() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1))) {
            TestStream first = rig.ask("first");
            TestStream any = rig.ask("any");
            TestStream bound = rig.ask("bound", rig.server("a"));
            TestStream late = rig.ask("late");
            assertEquals(1, rig.server("a").queued());
            rig.finish(first);
            rig.finish(any);
            rig.finish(bound);
            assertEquals(List.of("first:a", "any:a", "bound:a", "late:a"), rig.grants);
            assertEquals(1, bound.queueEntry().serverPosition());
            assertEquals(2, late.queueEntry().backendPosition());
        }
    }

    @Test
    void aBoundStreamFindsTheQueueOfItsServerFull() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> {
            l.maxconn = 1;
            l.maxqueue = 1;
        }), line("b"))) {
            Server a = rig.server("a");
            assertEquals(Assignment.GRANTED, rig.ask("1", a).assignment);
            assertEquals(Assignment.QUEUED, rig.ask("2", a).assignment);
            assertEquals(Assignment.QUEUE_FULL, rig.ask("3", a).assignment);
            // Whoever may go elsewhere does.
            assertEquals("b", rig.ask("4").server.name());
        }
    }

    @Test
    void aHashedStreamWaitsForItsServerThoughAnotherIsIdle() {
        Options options = new Options();
        options.algorithm = Balance.Algorithm.SOURCE;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> l.maxconn = 1), line("b").with(l -> l.maxconn = 1))) {
            TestStream one = rig.ask("1");
            TestStream two = rig.ask("2");
            TestStream three = rig.ask("3");
            assertEquals("b", one.server.name());
            assertEquals(2, rig.server("b").queued());
            rig.finish(one);
            rig.finish(two);
            assertEquals(1, two.queueEntry().serverPosition());
            assertEquals(2, three.queueEntry().serverPosition());
            assertEquals(0, three.queueEntry().backendPosition());
        }
    }

    @Test
    void whoGivesUpLeavesTheOthersInOrder() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1))) {
            TestStream one = rig.ask("1");
            TestStream two = rig.ask("2");
            TestStream three = rig.ask("3");
            TestStream four = rig.ask("4", rig.server("a"));
            rig.backend.cancel(two);
            rig.backend.cancel(four);
            rig.backend.cancel(four);
            assertFalse(two.queueEntry().isQueued());
            assertEquals(1, rig.backend.queued());
            assertEquals(0, rig.server("a").queued());
            rig.finish(one);
            assertEquals(List.of("1:a", "3:a"), rig.grants);
            assertEquals(1, three.queueEntry().backendPosition());
        }
    }

    @Test
    void aNewcomerDoesNotOvertakeWhenTheLimitRises() {
        Options options = new Options();
        options.fullconn = 8;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> {
            l.minconn = 1;
            l.maxconn = 4;
        }))) {
            for (int i = 1; i <= 8; i++) {
                rig.ask(Integer.toString(i));
            }
            assertEquals(4, rig.server("a").limit());
            assertEquals(List.of("1:a", "2:a", "3:a", "4:a"), rig.grants);
            assertEquals(4, rig.backend.queued());
        }
    }

    /** It rises with the backend's load, whichever server the others go to. */
    @Test
    void aRisingLimitServesWhoWaitsForThatServerAlone() {
        Options options = new Options();
        options.fullconn = 8;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> {
            l.minconn = 1;
            l.maxconn = 4;
        }), line("b"))) {
            rig.ask("1", rig.server("a"));
            rig.ask("2", rig.server("a"));
            rig.ask("3", rig.server("a"));
            assertEquals(2, rig.server("a").queued());
            rig.ask("4", rig.server("b"));
            assertEquals(List.of("1:a", "2:a", "4:b"), rig.grants);
            assertEquals(1, rig.server("a").counters().get(ServerCounter.QCUR));
            rig.ask("5", rig.server("a"));
            assertEquals(2, rig.server("a").queued());
            rig.ask("6", rig.server("a"));
            assertEquals(List.of("1:a", "2:a", "4:b", "3:a"), rig.grants);
        }
    }

    @Test
    void theDynamicLimitFollowsTheLoadBetweenItsBounds() {
        Options options = new Options();
        options.fullconn = 100;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> {
            l.minconn = 10;
            l.maxconn = 50;
        }))) {
            assertEquals(10, rig.server("a").limit());
            for (int i = 0; i < 40; i++) {
                rig.backend.streamEntered();
            }
            assertEquals(20, rig.server("a").limit());
            for (int i = 0; i < 80; i++) {
                rig.backend.streamEntered();
            }
            assertEquals(50, rig.server("a").limit());
        }
    }

    @Test
    void withoutRedispatchTheQueueOfAServerInMaintenanceKeepsWaiting() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1), line("b"))) {
            TestStream one = rig.ask("1", rig.server("a"));
            TestStream two = rig.ask("2", rig.server("a"));
            rig.ask("3", rig.server("a"));
            rig.state().maintenance(rig.server("a"));
            assertEquals(List.of("<1>Server be/a is going DOWN for maintenance. 1 active and 0 backup servers left. 1 sessions active, 0 requeued, "
                    + "2 remaining in queue."), rig.said());
            rig.finish(one);
            rig.finish(two);
            assertEquals(List.of("1:a", "2:a", "3:a"), rig.grants);
            assertFalse(two.queueEntry().wasRequeued());
        }
    }

    @Test
    void theQueueOfAServerThatGoesDownIsServedByOthers() {
        Options options = new Options();
        options.redispatch = true;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> l.maxconn = 1), line("b").with(l -> l.maxconn = 2))) {
            rig.ask("1", rig.server("a"));
            TestStream two = rig.ask("2", rig.server("a"));
            rig.ask("3", rig.server("a"));
            rig.ask("4", rig.server("a"));
            rig.state().maintenance(rig.server("a"));
            assertEquals(List.of("1:a", "2:b", "3:b"), rig.grants);
            assertEquals(1, two.queueEntry().serverPosition());
            assertEquals(true, two.queueEntry().wasRequeued());
            assertEquals(3, rig.server("a").counters().get(ServerCounter.WREDIS));
            assertEquals(1, rig.backend.counters().get(BackendCounter.QMAX));
            assertEquals(1, rig.backend.queued());
            assertEquals(List.of("<1>Server be/a is going DOWN for maintenance. 1 active and 0 backup servers left. 1 sessions active, 3 requeued, "
                    + "0 remaining in queue."), rig.said());
        }
    }

    @Test
    void aServerThatComesBackServesWhoWaits() {
        try (BackendRig rig = BackendRig.of(BackendRig.checked("a").with(l -> l.maxconn = 2), line("b").with(l -> l.maxconn = 1))) {
            rig.refuse("a");
            rig.ask("1");
            rig.ask("2");
            rig.ask("3");
            rig.ask("4");
            rig.said();
            rig.pass("a");
            rig.pass("a");
            assertEquals(List.of("1:b", "2:a", "3:a"), rig.grants);
            assertEquals(List.of("<5>Server be/a is UP, reason: Layer4 check passed, check duration: 0ms. 2 active and 0 backup servers online. "
                    + "2 sessions requeued, 0 total in queue."), rig.said());
        }
    }

    @Test
    void withoutAUsableServerNothingWaits() {
        try (BackendRig rig = BackendRig.of(line("a"))) {
            rig.state().maintenance(rig.server("a"));
            assertEquals(Assignment.NO_SERVER, rig.ask("1").assignment);
            assertEquals(Assignment.NO_SERVER, rig.ask("2", rig.server("a")).assignment);
        }
    }

    @Test
    void aDrainingServerServesOnlyThoseBoundToIt() {
        try (BackendRig rig = BackendRig.of(line("a"), line("b"))) {
            rig.state().drain(rig.server("a"));
            assertEquals("b", rig.ask("1").server.name());
            assertEquals("b", rig.ask("2").server.name());
            assertEquals("a", rig.ask("3", rig.server("a")).server.name());
        }
    }

    @Test
    void backupsServeOneAtATimeUnlessAllAreAskedFor() {
        for (boolean all : new boolean[] {false, true}) {
            Options options = new Options();
            options.allBackups = all;
            try (BackendRig rig = new BackendRig(options, line("a"), line("c").with(l -> l.backup = true), line("d").with(l -> l.backup = true))) {
                assertEquals("a", rig.ask("1").server.name());
                rig.state().maintenance(rig.server("a"));
                assertEquals("c", rig.ask("2").server.name());
                assertEquals(all ? "d" : "c", rig.ask("3").server.name());
                rig.state().maintenance(rig.server("c"));
                assertEquals("d", rig.ask("4").server.name());
                rig.state().ready(rig.server("a"));
                assertEquals("a", rig.ask("5").server.name());
            }
        }
    }

    @Test
    void whoIsMovedGoesWhereItsAddressBelongs() {
        Options options = new Options();
        options.algorithm = Balance.Algorithm.SOURCE;
        options.redispatch = true;
        try (BackendRig rig = new BackendRig(options, line("a").with(l -> l.maxconn = 1), line("b"), line("c"))) {
            rig.ask("first", client(0));
            List<TestStream> waiting = new ArrayList<>();
            for (int i = 3; i < 24; i += 3) {
                waiting.add(rig.ask("waiting", client(i)));
            }
            assertEquals(waiting.size(), rig.server("a").queued());
            rig.state().maintenance(rig.server("a"));
            for (TestStream moved : waiting) {
                assertEquals(rig.ask("again", moved.source()).server, moved.server);
            }
        }
    }

    private static NetAddress client(int number) {
        return NetAddress.of(new Endpoint.Inet4(number, 1000));
    }

    @Test
    void aLimitThatIsLiftedLeavesNobodyWaitingInTheStatistics() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1))) {
            Server a = rig.server("a");
            rig.ask("1", a);
            rig.ask("2", a);
            rig.ask("3", a);
            assertEquals(2, a.counters().get(ServerCounter.QCUR));
            a.maxconn(0);
            assertEquals(3, a.currentStreams());
            assertEquals(0, a.counters().get(ServerCounter.QCUR));
        }
    }

    @Test
    void aBackupThatComesIntoUseServesWhoWaited() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 1), line("b").with(l -> l.backup = true))) {
            rig.ask("1");
            rig.ask("2");
            rig.state().drain(rig.server("a"));
            assertEquals(List.of("1:a", "2:b"), rig.grants);
        }
    }

    @Test
    void aStreamCostsNoAllocation() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (Balance.Algorithm algorithm : Balance.Algorithm.values()) {
            Options options = new Options();
            options.algorithm = algorithm;
            try (BackendRig rig = new BackendRig(options, line("a").with(l -> l.maxconn = 1), line("b").with(l -> l.weight = 3), line("c"))) {
                PlainStream[] streams = {new PlainStream(), new PlainStream(), new PlainStream(), new PlainStream()};
                passThrough(rig, streams, 20_000);
                long before = threads.getCurrentThreadAllocatedBytes();
                passThrough(rig, streams, 10_000);
                long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
                assertEquals(true, allocatedBytes < 1000, algorithm + " allocated " + allocatedBytes + " bytes for 40000 streams");
            }
        }
    }

    private static void passThrough(BackendRig rig, PlainStream[] streams, int times) {
        for (int i = 0; i < times; i++) {
            for (PlainStream stream : streams) {
                rig.backend.streamEntered();
                rig.backend.assign(stream, null);
            }
            for (PlainStream stream : streams) {
                rig.backend.release(stream.server);
                rig.backend.streamLeft();
            }
        }
    }

    private static final class PlainStream implements Queueable {
        private final QueueEntry entry = new QueueEntry(this);
        private Server server;

        @Override
        public void onServerGranted(Server granted) {
            server = granted;
        }

        @Override
        public NetAddress source() {
            return BackendRig.CLIENT;
        }

        @Override
        public QueueEntry queueEntry() {
            return entry;
        }
    }

    @Test
    void tenThousandStreamsPassThroughWithoutLosingASlot() {
        try (BackendRig rig = BackendRig.of(line("a").with(l -> l.maxconn = 3), line("b").with(l -> l.maxconn = 2), line("c").with(l -> {
            l.maxconn = 4;
            l.weight = 3;
        }))) {
            java.util.Random random = new java.util.Random(1);
            List<TestStream> streams = new java.util.ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                streams.add(random.nextInt(4) == 0 ? rig.ask("s", rig.server("a")) : rig.ask("s"));
                int picked = random.nextInt(streams.size());
                TestStream stream = streams.get(picked);
                if (stream.server != null && random.nextInt(5) > 0) {
                    rig.finish(stream);
                    streams.remove(picked);
                } else if (stream.server == null && random.nextInt(3) == 0) {
                    rig.backend.cancel(stream);
                    rig.backend.streamLeft();
                    streams.remove(picked);
                }
                int held = 0;
                for (Server server : rig.backend.servers()) {
                    held += server.currentStreams();
                    assertEquals(true, server.currentStreams() <= server.config().maxconn());
                }
                assertEquals(rig.backend.serverStreams(), held);
            }
            while (!streams.isEmpty()) {
                TestStream served = streams.stream().filter(stream -> stream.server != null).findFirst().orElseThrow();
                rig.finish(served);
                streams.remove(served);
            }
            assertEquals(0, rig.backend.streams());
            assertEquals(0, rig.backend.queued());
        }
    }
}

package org.weir.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.HttpOptions.Reuse;
import org.weir.engine.relay.AgentsRig.TestChannel;
import org.weir.engine.relay.AgentsRig.TestStream;

/** Streams of one I/O agent, and server connections that idle at others, step by step: what happens between question and answer. */
class HandoversTest {
    private static final int UNLIMITED = 100;

    @Test
    void anIdleConnectionOfAnotherAgentIsTakenOver() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        ServerConnection idle = rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        assertNull(stream.server);
        rig.settle();
        assertSame(idle, stream.server);
        assertSame(stream, idle.stream);
        assertTrue(stream.exchange.reused);
        assertEquals(1, stream.connected);
        assertEquals(1, rig.opened());
        assertEquals("0 0, 1 connections", rig.idle() + ", " + rig.connections() + " connections");

        stream.detachServer(RelayedStream.Parting.KEEP);
        assertEquals("0 1, 1 connections", rig.idle() + ", " + rig.connections() + " connections");
        assertEquals(1, rig.counts(1).get(0, true));
    }

    @Test
    void itGoesBackAndForth() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        ServerConnection idle = rig.idleAt(0);
        for (int i = 1; i < 10; i++) {
            TestStream stream = rig.stream(i % 2);
            stream.connect(0, true);
            rig.settle();
            assertSame(idle, stream.server);
            stream.detachServer(RelayedStream.Parting.KEEP);
        }
        assertEquals(1, rig.opened());
    }

    @Test
    void ifItsOwnerUsesItMeanwhileTheStreamConnects() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        ServerConnection idle = rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        TestStream owners = rig.stream(0);
        owners.reuse(rig.agent(0).idleServers().take(rig.target, false), 0);
        rig.settle();
        assertSame(idle, owners.server);
        assertNotSame(idle, stream.server);
        assertEquals("2 opened, 2 connections", rig.opened() + " opened, " + rig.connections() + " connections");
    }

    @Test
    void ofTwoThatAskForOneTheSecondAsksTheNextAgent() {
        AgentsRig rig = new AgentsRig(4, UNLIMITED, true);
        rig.idleAt(2);
        rig.idleAt(3);
        TestStream first = rig.stream(0);
        TestStream second = rig.stream(1);
        first.connect(0, true);
        second.connect(0, true);
        rig.settle();
        assertTrue(first.exchange.reused && second.exchange.reused);
        assertNotSame(first.server, second.server);
        assertEquals(2, rig.opened());
    }

    @Test
    void theServersEndMeanwhileIsNoticed() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        TestChannel idle = (TestChannel) rig.idleAt(0).channel;
        idle.quiet = false;
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        rig.settle();
        assertTrue(idle.closed);
        assertFalse(stream.exchange.reused);
        assertEquals("0 0, 1 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void aConnectionThatIsNotAtRestStaysWithItsOwner() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        TestChannel idle = (TestChannel) rig.idleAt(0).channel;
        idle.atRest = false;
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        rig.settle();
        assertFalse(idle.closed);
        assertEquals("1 0, 2 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void oneThatBecameIdleHereMeanwhileIsUsed() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        TestStream before = rig.stream(1);
        before.connect(0, true);
        ServerConnection own = before.server;
        rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        rig.agent(0).idleServers().purgeAll();
        before.detachServer(RelayedStream.Parting.KEEP);
        rig.settle();
        assertSame(own, stream.server);
        assertEquals("0 0, 1 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void aStreamThatEndsMeanwhileLeavesNothingBehind() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        TestChannel idle = (TestChannel) rig.idleAt(0).channel;
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        stream.detachServer(RelayedStream.Parting.RESET);
        rig.settle();
        assertTrue(idle.closed);
        assertEquals(0, stream.connected);
        assertEquals("0 0, 0 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void theNextRequestOfAStreamDoesNotWaitForWhatAnEarlierOneAskedFor() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        stream.detachServer(RelayedStream.Parting.RESET);
        stream.connect(0, true);
        ServerConnection opened = stream.server;
        assertTrue(opened != null);
        rig.settle();
        assertSame(opened, stream.server);
        assertEquals("0 0, 1 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void whatIsOnItsWayWhenTheAgentsEndIsClosed() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        TestChannel idle = (TestChannel) rig.idleAt(0).channel;
        rig.stream(1).connect(0, true);
        rig.pass();
        rig.agent(0).runCommands();
        assertFalse(idle.closed);
        rig.agent(0).release();
        rig.agent(1).release();
        assertTrue(idle.closed);
    }

    @Test
    void anAddressThatChangedMeanwhileIsNotMistaken() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.exchange.target = rig.target.at(rig.target.connect());
        stream.connect(0, true);
        rig.settle();
        assertFalse(stream.exchange.reused);
    }

    @Test
    void aConnectionThatMustNotBeSharedIsNotAskedFor() {
        for (Reuse reuse : new Reuse[] {Reuse.NEVER, Reuse.SAFE}) {
            AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
            rig.idleAt(0);
            TestStream stream = rig.stream(1, reuse);
            stream.connect(0, true);
            assertTrue(stream.server != null, reuse::name);
        }
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        rig.idleAt(0);
        TestStream relayed = rig.stream(1);
        relayed.connect(0, false);
        assertTrue(relayed.server != null);
    }

    @Test
    void afterTheFirstRequestASafeStreamAsks() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        rig.idleAt(0);
        TestStream stream = rig.stream(1, Reuse.SAFE);
        stream.exchange.requestNumber = 1;
        stream.connect(0, true);
        rig.settle();
        assertTrue(stream.exchange.reused);
    }

    @Test
    void anAggressiveFirstRequestTakesOnlyWhatWasReusedBefore() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true);
        ServerConnection idle = rig.idleAt(0);
        TestStream first = rig.stream(1, Reuse.AGGRESSIVE);
        first.connect(0, true);
        assertTrue(first.server != null);
        TestStream owners = rig.stream(0);
        owners.reuse(rig.agent(0).idleServers().take(rig.target, false), 0);
        owners.detachServer(RelayedStream.Parting.KEEP);
        TestStream second = rig.stream(1, Reuse.AGGRESSIVE);
        second.connect(0, true);
        rig.settle();
        assertSame(idle, second.server);
    }

    @Test
    void poolsThatAreNotSharedKeepWhatTheyHave() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, false);
        rig.idleAt(0);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        assertTrue(stream.server != null);
        assertEquals("1 0", rig.idle());
    }

    @Test
    void belowTheLowMarkNoneIsTaken() {
        AgentsRig rig = new AgentsRig(2, UNLIMITED, true, -1, 2);
        rig.idleAt(0);
        TestStream first = rig.stream(1);
        first.connect(0, true);
        assertTrue(first.server != null);
        rig.idleAt(0, 2);
        TestStream second = rig.stream(1);
        second.connect(0, true);
        rig.settle();
        assertTrue(second.exchange.reused);
    }

    // --- room

    @Test
    void anIdleConnectionToAnotherServerMakesRoomAtAnotherAgent() {
        AgentsRig rig = new AgentsRig(2, 1, true);
        TestChannel idle = (TestChannel) rig.idleAt(0).channel;
        TestStream stream = rig.stream(1);
        stream.exchange.target = rig.otherTarget;
        stream.connect(0, false);
        assertNull(stream.server);
        rig.settle();
        assertTrue(idle.closed);
        assertTrue(stream.server != null);
        assertEquals("0 0, 1 connections", rig.idle() + ", " + rig.connections() + " connections");
    }

    @Test
    void theAgentsOwnOnesMakeRoomFirst() {
        AgentsRig rig = new AgentsRig(2, 2, true);
        TestChannel others = (TestChannel) rig.idleAt(0).channel;
        TestStream before = rig.stream(1, Reuse.NEVER);
        before.connect(0, true);
        TestChannel own = (TestChannel) before.server.channel;
        before.detachServer(RelayedStream.Parting.KEEP);
        TestStream stream = rig.stream(1);
        stream.exchange.target = rig.otherTarget;
        stream.connect(0, true);
        assertTrue(stream.server != null);
        assertTrue(own.closed);
        assertFalse(others.closed);
    }

    @Test
    void whereAllAreBusyAConnectionIsOpenedAllTheSame() {
        AgentsRig rig = new AgentsRig(2, 1, true);
        rig.stream(0).connect(0, true);
        TestStream stream = rig.stream(1);
        stream.connect(0, true);
        assertTrue(stream.server != null);
    }

    @Test
    void roomIsMadeEvenWherePoolsAreNotShared() {
        AgentsRig rig = new AgentsRig(3, 1, false);
        TestChannel idle = (TestChannel) rig.idleAt(2).channel;
        TestStream stream = rig.stream(0);
        stream.connect(0, true);
        rig.settle();
        assertTrue(idle.closed);
        assertFalse(stream.exchange.reused);
    }

    @Test
    void theLimitOfAServerHoldsForAllAgentsTogether() {
        AgentsRig rig = new AgentsRig(3, UNLIMITED, true, 2, 0);
        TestStream[] streams = new TestStream[3];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = rig.stream(i, Reuse.NEVER);
            streams[i].connect(0, true);
        }
        for (TestStream stream : streams) {
            stream.detachServer(RelayedStream.Parting.KEEP);
        }
        assertEquals("1 1 0, 2 connections", rig.idle() + ", " + rig.connections() + " connections");
    }
}

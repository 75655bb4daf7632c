package org.weir.engine.relay;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.HttpOptions.Reuse;
import org.weir.engine.message.EndCause;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.ForwardPlan;
import org.weir.engine.message.IdleCounts;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ServerPools;
import org.weir.engine.message.ServerTarget;
import org.weir.io.memory.IoBuffer;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;
import org.weir.io.transport.Transport;

/** Some I/O agents with sockets that are none, whose turns the test decides; it plays the engine agent, too. */
final class AgentsRig {
    final ServerTarget target;
    final ServerTarget otherTarget;
    private final ServerPools pools;
    private final List<AgentRing<IoEvent>> events = new ArrayList<>();
    private final List<AgentRing<EngineCommand>> commands = new ArrayList<>();
    private final List<IoAgent> agents = new ArrayList<>();
    private int opened;

    AgentsRig(int agentCount, int mostConnections, boolean shared) {
        this(agentCount, mostConnections, shared, -1, 0);
    }

    AgentsRig(int agentCount, int mostConnections, boolean shared, int maxIdle, int lowIdle) {
        ConnectSpec connect = ConnectSpec.of(Endpoint.ofNumeric("127.0.0.1", 9));
        target = new ServerTarget(0, connect, maxIdle, lowIdle, 5000, -1);
        otherTarget = new ServerTarget(1, connect, maxIdle, lowIdle, 5000, -1);
        pools = ServerPools.of(agentCount, 2, new ServerPools.Room(mostConnections, Integer.MAX_VALUE, Integer.MAX_VALUE), shared);
        for (int i = 0; i < agentCount; i++) {
            events.add(new AgentRing<>(IoEvent::new, 64, null));
            commands.add(new AgentRing<>(EngineCommand::new, 64, null));
            agents.add(new IoAgent(i, transport(), events.get(i), commands.get(i), new CachedClock(), new Timers(),
                    new GlobalConfig.Tuning(16384, 1024, 64, 200, 101, 1024, shared, 100, 100, null, 0, 0), 0, pools));
        }
    }

    private Transport transport() {
        return (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "connect" -> {
                        opened++;
                        yield new TestChannel((ChannelHandler) arguments[1]);
                    }
                    case "detach" -> ((TestChannel) arguments[0]).atRest;
                    case "attach" -> ((TestChannel) arguments[0]).quiet;
                    default -> throw new AssertionError("not expected: " + method);
                });
    }

    IoAgent agent(int index) {
        return agents.get(index);
    }

    IdleCounts counts(int index) {
        return pools.counts().get(index);
    }

    /** Connections opened so far. */
    int opened() {
        return opened;
    }

    /** Connections that agents have, idle and busy. */
    int connections() {
        return pools.counts().stream().mapToInt(IdleCounts::connections).sum();
    }

    /** Connections to {@link #target} that idle at each agent. */
    String idle() {
        List<String> idle = new ArrayList<>();
        pools.counts().forEach(counts -> idle.add(Integer.toString(counts.get(0))));
        return String.join(" ", idle);
    }

    TestStream stream(int agent) {
        return stream(agent, Reuse.ALWAYS);
    }

    /** A stream of this agent whose first request goes to {@link #target}. */
    TestStream stream(int agent, Reuse reuse) {
        TestStream stream = new TestStream(agents.get(agent));
        stream.exchange.target = target;
        stream.exchange.plan = new ForwardPlan(HttpOptions.ConnectionMode.values()[0], true, reuse, 1, 1, 1, 1, 1, 1, true, false, false, false, false);
        return stream;
    }

    ServerConnection idleAt(int agent) {
        return idleAt(agent, 1);
    }

    /** Has that many more connections to {@link #target} idle at an agent; returns the last one. */
    ServerConnection idleAt(int agent, int count) {
        List<TestStream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestStream stream = stream(agent, Reuse.NEVER);
            stream.connect(0, true);
            streams.add(stream);
        }
        ServerConnection last = streams.getLast().server;
        streams.forEach(stream -> stream.detachServer(RelayedStream.Parting.KEEP));
        return last;
    }

    /** The engine's turn; returns how many messages it passed on. */
    int pass() {
        int passed = 0;
        for (AgentRing<IoEvent> ring : events) {
            passed += ring.drain(this::passOn, 64);
        }
        return passed;
    }

    private void passOn(IoEvent event) {
        boolean asked = event.kind == IoEvent.Kind.ASK;
        AgentRing<EngineCommand> ring = commands.get(asked ? event.handover.giver : event.handover.taker);
        EngineCommand command = ring.claim();
        command.kind = asked ? EngineCommand.Kind.GIVE : EngineCommand.Kind.GIVEN;
        command.handover = event.handover;
        ring.publish();
    }

    /** Turns of all agents until none has anything to say. */
    void settle() {
        while (pass() > 0) {
            agents.forEach(IoAgent::runCommands);
        }
    }

    /** A socket that does nothing. */
    static final class TestChannel extends Channel {
        /** What its transport finds when it is to give it up. */
        boolean atRest = true;
        /** What the other one finds when it takes it in. */
        boolean quiet = true;

        boolean closed;

        TestChannel(ChannelHandler handler) {
            super(handler);
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            closed = true;
        }

        @Override
        public boolean isReusable() {
            return !closed;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void send(IoBuffer data, boolean more) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void receive(boolean on) { }

        @Override
        public void awaitInput() { }

        @Override
        public void awaitRest() { }

        @Override
        public void bulk(boolean on) { }

        @Override
        public void splice(Channel to, long nextBytes) { }

        @Override
        public void shutdownOutput() { }

        @Override
        public boolean inputEnded() {
            return false;
        }

        @Override
        public int fd() {
            return -1;
        }

        @Override
        public void readLocal(NetAddress out) { }

        @Override
        public long bytesReceived() {
            return 0;
        }
    }

    /** A stream that only wants a connection. */
    static final class TestStream extends RelayedStream {
        int connected;

        private TestStream(IoAgent agent) {
            super(agent);
        }

        @Override
        void serverConnected() {
            connected++;
        }

        @Override
        public long deadlineNanos() {
            return NO_DEADLINE;
        }

        @Override
        public void onDeadline(long nowNanos) { }

        @Override
        void clientGone() { }

        @Override
        void onClientData(IoBuffer data) { }

        @Override
        void onClientSpliced(int bytes) { }

        @Override
        void onServerSpliced(int bytes) { }

        @Override
        void onClientEnd() { }

        @Override
        void onClientSendable() { }

        @Override
        void onServerData(IoBuffer data) { }

        @Override
        void onServerEnd() { }

        @Override
        void onServerSendable() { }

        @Override
        void onServerSendFailed() { }

        @Override
        void onServerFailed(int errno) { }

        @Override
        void tunnelProgress(long fromClientBytes, long fromServerBytes) { }

        @Override
        void end(EndCause cause, boolean reset) { }

        @Override
        void forward() { }

        @Override
        void respond() { }

        @Override
        void reply() { }

        @Override
        void abort() { }

        @Override
        boolean isAbandoned() {
            return false;
        }
    }
}

package org.weir.engine.relay;

import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.HttpOptions.Reuse;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.message.CheckJob;
import org.weir.engine.message.CliJob;
import org.weir.engine.message.EngineCommand;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.IoEvent;
import org.weir.engine.message.ListenerPlan;
import org.weir.engine.message.ServerPools;
import org.weir.io.agent.FreeList;
import org.weir.io.memory.BufferPool;
import org.weir.io.net.ConnectSpec;
import org.weir.io.net.Endpoint;
import org.weir.io.net.ListeningSocket;
import org.weir.io.net.NetAddress;
import org.weir.io.ring.AgentRing;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timers;
import org.weir.io.transport.AcceptHandler;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;
import org.weir.io.transport.Listener;
import org.weir.io.transport.Transport;

/**
 * I/O agent only. One duty cycle: what the engine commands, what the sockets have, what is due. Both channels of a stream are on one agent, and
 * everything of a stream happens on its thread.
 */
public final class IoAgent implements Agent, AgentRing.Handler<EngineCommand> {
    private static final int COMMAND_BATCH = 1024;
    private static final int TIMER_BATCH = 256;

    /** So often timers wait for a fetch that leaves nothing with the kernel, which an overloaded agent may never see. */
    private static final int MAX_INCOMPLETE_FETCHES = 64;

    private final int index;
    private final Transport transport;
    private final AgentRing<IoEvent> events;
    private final AgentRing<EngineCommand> commands;
    private final CachedClock clock;
    private final Timers timers;
    private final int maxHeaders;
    private final int editReserveBytes;
    private final ChunkProbe chunkProbe = new ChunkProbe();
    private final DescriptorUse descriptors;
    private final IdleServerConnections idleServers;
    private final Handovers handovers;
    private final FreeList<HttpStream> freeHttpStreams = new FreeList<>();
    private final FreeList<TcpStream> freeTcpStreams = new FreeList<>();
    private final FreeList<ClientConnection> freeClients = new FreeList<>();
    private final Http1Writer headWriter = new Http1Writer();
    private ClientConnection firstClient;
    private final AcceptedListener[] listeners;
    private final CheckRunner checks;
    private final CliListeners operators;
    private boolean draining;

    /** When the present duty cycle began. */
    private long turnNanos;

    /** Up to here deadlines have passed: all that the sockets held by then was handled. */
    private long dueNanos;

    private int incompleteFetches;

    /**
     * @param index number of the agent, from 0
     * @param transport the agent's own
     * @param events to the engine
     * @param commands from the engine
     * @param listenerCount listeners of the process
     * @param pools where it tells how many server connections it has, and sees what others have
     */
    public IoAgent(int index, Transport transport, AgentRing<IoEvent> events, AgentRing<EngineCommand> commands, CachedClock clock, Timers timers,
            GlobalConfig.Tuning tuning, int listenerCount, ServerPools pools) {
        this.index = index;
        descriptors = new DescriptorUse(pools, index);
        idleServers = new IdleServerConnections(pools, index, descriptors, timers);
        handovers = new Handovers(this, pools, descriptors, idleServers, transport, events);
        this.transport = transport;
        this.events = events;
        this.commands = commands;
        this.clock = clock;
        this.timers = timers;
        maxHeaders = tuning.maxHeaders();
        editReserveBytes = tuning.maxrewriteBytes();
        listeners = new AcceptedListener[listenerCount];
        turnNanos = clock.nanos();
        dueNanos = turnNanos;
        checks = new CheckRunner(transport, timers, clock, this::publishCheckDone);
        operators = new CliListeners(transport, timers, clock, tuning.bufsizeBytes(), this::publishCliCommand);
    }

    /** Begins to accept on a socket; before the agent's thread starts. */
    public void listen(ListenerPlan plan, ListeningSocket socket) {
        AcceptedListener accepted = new AcceptedListener(plan);
        accepted.listener = transport.listen(socket, accepted);
        listeners[plan.index()] = accepted;
    }

    /** The sockets for operators' commands: on the first agent only, before its thread starts. */
    public CliListeners operators() {
        return operators;
    }

    /** Closes the server connections that are on their way here; once all agents have ended, before their transports are closed. */
    public void release() {
        handovers.close();
    }

    @Override
    public String roleName() {
        return "weir-io-" + (index + 1);
    }

    @Override
    public int doWork() {
        int work = turn();
        transport.flush();
        return work;
    }

    /** A duty cycle but for its last step, {@link #flush}: what streams send waits for that. */
    public int turn() {
        long nowNanos = clock.update();
        int work = runCommands();
        boolean seenAll = transport.hasFetchedAll();
        work += transport.process();
        work += timers.poll(dueBy(seenAll), TIMER_BATCH);
        turnNanos = nowNanos;
        events.flushOverflow();
        return work;
    }

    /**
     * Which deadlines have passed: those before the last look at the sockets. What had come by its deadline is not late, however long this thread was
     * held up before it could see it, be it that the whole process or machine stood still.
     */
    private long dueBy(boolean seenAll) {
        if (seenAll || ++incompleteFetches >= MAX_INCOMPLETE_FETCHES) {
            incompleteFetches = 0;
            dueNanos = turnNanos;
        }
        return dueNanos;
    }

    /** Carries out what the engine has commanded; also called by itself where both agents share a thread. */
    public int runCommands() {
        return commands.drain(this, COMMAND_BATCH);
    }

    /** Hands the kernel what this duty cycle sent; the last thing to do before the agent sleeps. */
    public void flush() {
        transport.flush();
    }

    /** Whether commands wait, or events that found their ring full, so that the agent must not sleep. */
    public boolean hasWork() {
        return !commands.isEmpty() || events.overflowing();
    }

    @Override
    public void onEvent(EngineCommand command) {
        switch (command.kind) {
            case FORWARD, RESPOND, REPLY -> carrier(command.exchange).carryOut(command.kind);
            case DROP -> carrier(command.exchange).drop();
            case ABORT -> {
                if (command.exchange.generation == command.generation) {
                    carrier(command.exchange).abort();
                }
            }
            case RECYCLE -> recycle(carrier(command.exchange));
            case FORGET -> forget((ClientConnection) command.link);
            case PAUSE_LISTENER -> withListener(command.number, Listener::pause);
            case RELEASE_LISTENER -> withListener(command.number, Listener::release);
            case RESUME_LISTENER -> withListener(command.number, Listener::resume);
            case CLOSE_LISTENER -> closeListener(command.number);
            case CHECK -> checks.start(command.check);
            case CLI_OUTPUT -> ((CliConnection) command.cli.carrier).output();
            case GIVE -> handovers.give(command.handover);
            case GIVEN -> handovers.given(command.handover);
            case PURGE_SERVER -> idleServers.purgeServer(command.number);
            case FLUSH_POOLS -> {
                transport.buffers().flush();
                transport.bulkBuffers().flush();
            }
            case DRAIN -> drain();
        }
    }

    private static RelayedStream carrier(Exchange exchange) {
        return (RelayedStream) exchange.carrier;
    }

    private void recycle(RelayedStream stream) {
        stream.recycle();
        if (stream instanceof HttpStream http) {
            freeHttpStreams.give(http);
        } else if (stream instanceof TcpStream tcp) {
            freeTcpStreams.give(tcp);
        }
    }

    private void forget(ClientConnection connection) {
        connection.session = null;
        connection.channel = null;
        freeClients.give(connection);
    }

    private void withListener(int number, Consumer<Listener> action) {
        if (listeners[number] != null && listeners[number].listener != null) {
            action.accept(listeners[number].listener);
        }
    }

    private void closeListener(int number) {
        AcceptedListener accepted = listeners[number];
        if (accepted != null && accepted.listener != null) {
            accepted.listener.acceptWaiting();
            accepted.listener.close();
            accepted.listener = null;
        }
        IoEvent event = events.claim();
        event.kind = IoEvent.Kind.LISTENER_CLOSED;
        event.number = number;
        events.publish();
    }

    private void drain() {
        draining = true;
        idleServers.purgeAll();
        ClientConnection connection = firstClient;
        while (connection != null) {
            ClientConnection following = connection.following;
            connection.drain();
            connection = following;
        }
    }

    // --- what streams and connections need

    int index() {
        return index;
    }

    long nanos() {
        return clock.nanos();
    }

    Timers timers() {
        return timers;
    }

    BufferPool buffers() {
        return transport.buffers();
    }

    int maxHeaders() {
        return maxHeaders;
    }

    Http1Writer headWriter() {
        return headWriter;
    }

    /** Bytes at the end of a buffer that received heads leave free for edits ({@code tune.maxrewrite}). */
    int editReserveBytes() {
        return editReserveBytes;
    }

    ChunkProbe chunkProbe() {
        return chunkProbe;
    }

    boolean isDraining() {
        return draining;
    }

    IdleServerConnections idleServers() {
        return idleServers;
    }

    Handovers handovers() {
        return handovers;
    }

    HttpStream takeHttpStream() {
        HttpStream free = freeHttpStreams.take();
        return free == null ? new HttpStream(this) : free;
    }

    TcpStream takeTcpStream() {
        TcpStream free = freeTcpStreams.take();
        return free == null ? new TcpStream(this) : free;
    }

    Channel connect(Exchange exchange, ChannelHandler handler) {
        idleServers.makeRoom();
        ConnectSpec spec = exchange.target.connect();
        boolean usual = exchange.targetAddress.family() == NetAddress.UNKNOWN;
        return transport.connect(usual ? spec : spec.withRemote(spec.remote().withPort(exchange.targetAddress.port())), handler);
    }

    /**
     * An idle connection that this stream may use, after {@code http-reuse}; null when there is none.
     *
     * @param client whose own connection comes first
     */
    ServerConnection takeIdleServer(Exchange exchange, ClientConnection client) {
        if (exchange.targetAddress.family() != NetAddress.UNKNOWN) {
            return null;
        }
        ServerConnection own = client.takeOwnServer(exchange.target);
        if (own != null) {
            return own;
        }
        return mayShare(exchange) ? idleServers.take(exchange.target, takesProvenOnly(exchange)) : null;
    }

    /** Whether {@code http-reuse} lets this request have a connection that served other clients. */
    static boolean mayShare(Exchange exchange) {
        Reuse reuse = exchange.plan.reuse();
        return reuse != Reuse.NEVER && (reuse != Reuse.SAFE || exchange.requestNumber > 0) && exchange.targetAddress.family() == NetAddress.UNKNOWN;
    }

    /** Whether it must have been reused before: the server might close it now, and the request could not be sent again. */
    static boolean takesProvenOnly(Exchange exchange) {
        return exchange.plan.reuse() == Reuse.AGGRESSIVE && exchange.requestNumber == 0;
    }

    void clientClosed(ClientConnection connection) {
        unlink(connection);
        IoEvent event = events.claim();
        event.kind = IoEvent.Kind.CLIENT_CLOSED;
        event.link = connection;
        events.publish();
    }

    private void link(ClientConnection connection) {
        descriptors.client(1);
        connection.preceding = null;
        connection.following = firstClient;
        if (firstClient != null) {
            firstClient.preceding = connection;
        }
        firstClient = connection;
    }

    private void unlink(ClientConnection connection) {
        descriptors.client(-1);
        if (connection.preceding == null) {
            firstClient = connection.following;
        } else {
            connection.preceding.following = connection.following;
        }
        if (connection.following != null) {
            connection.following.preceding = connection.preceding;
        }
        connection.preceding = null;
        connection.following = null;
    }

    void publishRequest(Exchange exchange) {
        publish(IoEvent.Kind.REQUEST, exchange);
    }

    void publishFailed(Exchange exchange) {
        publish(IoEvent.Kind.FAILED, exchange);
    }

    void publishResponse(Exchange exchange) {
        publish(IoEvent.Kind.RESPONSE, exchange);
    }

    /** @param gone whether it left something unsaid, without which its request is none */
    void publishClientEnded(Exchange exchange, boolean gone) {
        publish(gone ? IoEvent.Kind.CLIENT_GONE : IoEvent.Kind.CLIENT_ENDED, exchange);
    }

    void publishClientGone(Exchange exchange) {
        publish(IoEvent.Kind.CLIENT_GONE, exchange);
    }

    void publishEnded(Exchange exchange) {
        publish(IoEvent.Kind.ENDED, exchange);
    }

    private void publishCheckDone(CheckJob job) {
        IoEvent event = events.claim();
        event.kind = IoEvent.Kind.CHECK_DONE;
        event.check = job;
        events.publish();
    }

    private void publishCliCommand(CliJob job) {
        IoEvent event = events.claim();
        event.kind = IoEvent.Kind.CLI_COMMAND;
        event.cli = job;
        events.publish();
    }

    private void publish(IoEvent.Kind kind, Exchange exchange) {
        IoEvent event = events.claim();
        event.kind = kind;
        event.exchange = exchange;
        events.publish();
    }

    /** One listener of this agent. */
    private final class AcceptedListener implements AcceptHandler {
        private final ListenerPlan plan;
        private final NetAddress fixedLocal = new NetAddress();
        private final boolean localIsFixed;
        private Listener listener;

        private AcceptedListener(ListenerPlan plan) {
            this.plan = plan;
            localIsFixed = !plan.bind().listen().transparent() && isSpecific(plan);
            if (localIsFixed) {
                fixedLocal.set(plan.bind().listen().endpoint());
                number(fixedLocal);
            }
        }

        private static boolean isSpecific(ListenerPlan plan) {
            return switch (plan.bind().listen().endpoint()) {
                case Endpoint.Inet4 inet -> inet.address() != 0 && inet.port() != 0;
                case Endpoint.Inet6 inet -> (inet.high() != 0 || inet.low() != 0) && inet.port() != 0;
                case Endpoint.UnixPath path -> true;
                case Endpoint.UnixAbstract name -> true;
                case Endpoint.InheritedFd fd -> false;
            };
        }

        /** Clients of a UNIX socket have no address: logs name them by the number of the bind line. */
        private void number(NetAddress address) {
            if (address.family() == NetAddress.UNIX) {
                address.port(plan.bind().id());
            }
        }

        @Override
        public ChannelHandler onAccepted(Listener from, Channel channel) {
            ClientConnection connection = freeClients.take();
            if (connection == null) {
                connection = new ClientConnection(IoAgent.this);
            }
            link(connection);
            connection.listener = plan;
            connection.remote = channel.remote();
            number(connection.remote);
            if (localIsFixed) {
                connection.local = fixedLocal;
            } else {
                connection.local = new NetAddress();
                channel.readLocal(connection.local);
                number(connection.local);
            }
            connection.acceptedNanos = clock.nanos();
            IoEvent event = events.claim();
            event.kind = IoEvent.Kind.ACCEPTED;
            event.link = connection;
            events.publish();
            connection.begin(channel, connection.acceptedNanos);
            return connection;
        }
    }
}

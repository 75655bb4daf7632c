package org.weir.engine.server;

import org.weir.engine.balance.Candidate;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.message.ServerTarget;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.MovingAverage;
import org.weir.engine.stats.RateMeter;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.net.Endpoint;
import org.weir.io.time.Timed;

/**
 * Engine agent only. A server at work: what it is able to do, what it has to do, and what is known of it. State changes go
 * through {@link ServerState}, slots through {@link Backend}.
 */
public final class Server extends Candidate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Number of sessions in the last second. */
    public final RateMeter sessionRate = new RateMeter();

    /** Times in milliseconds over the last 1024 requests: queue, connect, response, total. */
    public final MovingAverage queueMillis = new MovingAverage();

    public final MovingAverage connectMillis = new MovingAverage();
    public final MovingAverage responseMillis = new MovingAverage();
    public final MovingAverage totalMillis = new MovingAverage();

    final PendingQueue queue = new PendingQueue(true);
    OperationalState operational = OperationalState.RUNNING;
    int admin;
    int health;
    boolean checked;
    boolean checking;
    CheckOutcome lastCheck = CheckOutcome.NONE;
    int userWeight;
    int effectiveWeight;

    /** What raises its weight now, or did so the last time; or null. */
    Timed slowStart;

    /** Streams that have a slot ... */
    int streams;

    /** ... and those of them that pause between two attempts to reach it: they are not with it. */
    int pausing;
    long lastChangeNanos;
    long downNanos;
    long lastSessionNanos;
    boolean everUsed;

    private final Backend backend;
    private final ServerConfig config;
    private final int order;
    private final CounterGroup<ServerCounter> counters;
    private ServerTarget target;
    private int maxconn;
    private Endpoint checkAddress;
    private int checkPort;

    Server(Backend backend, ServerConfig config, int order, int index, CounterGroup<ServerCounter> counters, long nowNanos) {
        this.backend = backend;
        this.config = config;
        this.order = order;
        this.counters = counters;
        target = new ServerTarget(index, config.connect(), config.poolMaxConn(), config.poolLowConn(), config.poolPurgeDelayMillis(), config.maxReuse());
        maxconn = config.maxconn();
        userWeight = config.weight();
        effectiveWeight = userWeight * WEIGHT_UNIT;
        lastChangeNanos = nowNanos;
        checked = config.check().enabled();
        checkAddress = config.check().address();
        checkPort = config.check().port();
        if (config.disabled()) {
            admin = AdminState.FORCED_MAINT | AdminState.CONFIG_MAINT;
            operational = OperationalState.STOPPED;
        } else {
            // One failed check is enough for a server that was never seen working.
            health = config.check().rise();
        }
    }

    public String name() {
        return config.name();
    }

    public Backend backend() {
        return backend;
    }

    public ServerConfig config() {
        return config;
    }

    public CounterGroup<ServerCounter> counters() {
        return counters;
    }

    /** What the I/O agents have to know of it. */
    public ServerTarget target() {
        return target;
    }

    /** Its dense number in the process. */
    public int index() {
        return target.index();
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public int id() {
        return config.id();
    }

    @Override
    public int effectiveWeight() {
        return effectiveWeight;
    }

    @Override
    public boolean isFull() {
        return maxconn > 0 && (queue.size() > 0 || streams >= limit());
    }

    @Override
    public boolean mayQueue() {
        return maxconn > 0 && config.maxqueue() > 0 && queue.size() < config.maxqueue();
    }

    @Override
    public int load() {
        return streams + queue.size();
    }

    /** Streams that are with it now. */
    public int currentStreams() {
        return streams - pausing;
    }

    /** Streams that wait for this server and no other. */
    public int queued() {
        return queue.size();
    }

    /** How many streams it may ever have at once, 0 = any number. */
    public int maxconn() {
        return maxconn;
    }

    /** Changes the limit ({@code set maxconn server}) and serves those who need not wait any more. */
    public void maxconn(int limit) {
        maxconn = limit;
        backend.limitChanged(this);
    }

    /** How many streams it may have now: with {@code minconn}, in proportion to the backend's load up to {@code fullconn}. 0 = any number. */
    public int limit() {
        if (config.minconn() == 0 || maxconn == 0 || config.minconn() >= maxconn || backend.fullconn() == 0 || backend.streams() >= backend.fullconn()) {
            return maxconn;
        }
        return Math.max(config.minconn(), (int) ((long) maxconn * backend.streams() / backend.fullconn()));
    }

    /** Whether load balancing may choose it. */
    public boolean usable() {
        return effectiveWeight > 0 && isRunning() && (admin & (AdminState.MAINT | AdminState.DRAIN)) == 0;
    }

    /** Whether a stream that is bound to it (by persistence) may go to it. */
    public boolean acceptsBound() {
        return operational != OperationalState.STOPPED;
    }

    boolean isRunning() {
        return operational == OperationalState.RUNNING || operational == OperationalState.STARTING;
    }

    public boolean isInMaintenance() {
        return (admin & AdminState.MAINT) != 0;
    }

    public boolean isDraining() {
        return (admin & AdminState.DRAIN) != 0;
    }

    public OperationalState operationalState() {
        return operational;
    }

    /** Bits of {@link AdminState}. */
    public int adminState() {
        return admin;
    }

    /** The weight set by configuration or operator. */
    public int userWeight() {
        return userWeight;
    }

    /** The weight that balancing uses now, rounded up, as statistics show it. */
    public int shownWeight() {
        return (effectiveWeight + WEIGHT_UNIT - 1) / WEIGHT_UNIT;
    }

    /** Percentage of the full weight while it starts slowly, or -1; a server that gets no new clients shows none. */
    public int throttlePercent() {
        return operational == OperationalState.STARTING && userWeight > 0 && !isDraining() ? 100 * effectiveWeight / (userWeight * WEIGHT_UNIT) : -1;
    }

    /** Whether health checks are on. */
    public boolean isChecked() {
        return checked;
    }

    /** Whether a check runs now. */
    public boolean isChecking() {
        return checking;
    }

    /** 0 to rise + fall - 1; from rise on it is up. */
    public int health() {
        return health;
    }

    public CheckOutcome lastCheck() {
        return lastCheck;
    }

    /** Seconds since the last change of state. */
    public long secondsSinceChange() {
        return (backend.nanos() - lastChangeNanos) / NANOS_PER_SECOND;
    }

    /** Seconds that it was down or in maintenance since the start. */
    public long downtimeSeconds() {
        final long nowDown = operational == OperationalState.STOPPED ? backend.nanos() - lastChangeNanos : 0;
        return (downNanos + nowDown) / NANOS_PER_SECOND;
    }

    /** Seconds since it got its last stream, -1 = never. */
    public long secondsSinceSession() {
        return everUsed ? (backend.nanos() - lastSessionNanos) / NANOS_PER_SECOND : -1;
    }

    /** As the column {@code status} of statistics shows it. */
    public String statusText() {
        if (isInMaintenance()) {
            return "MAINT";
        }
        final int rise = config.check().rise();
        final int fall = config.check().fall();
        return switch (operational) {
            case STOPPED -> checked && health > 0 ? "DOWN " + health + '/' + rise : "DOWN";
            case STOPPING -> upText("NOLB", rise, fall);
            case STARTING, RUNNING -> isDraining() ? upText("DRAIN", rise, fall) : checked ? upText("UP", rise, fall) : "no check";
        };
    }

    private String upText(String name, int rise, int fall) {
        return checked && health < rise + fall - 1 ? name + ' ' + (health - rise + 1) + '/' + fall : name;
    }

    /** Whether connections to it take the port that the client came to: not after an operator gave it one. */
    public boolean usesClientPort() {
        return config.usesClientPort() && target.connect().remote().portNumber() == 0;
    }

    /** Address of its checks, or null for its own. */
    public Endpoint checkAddress() {
        return checkAddress;
    }

    /** Port of its checks; 0 for that of {@link #checkAddress}, and where that has none for its own. */
    public int checkPort() {
        return checkPort;
    }

    /** Lets the checks that are still to begin go elsewhere. */
    public void checkAt(Endpoint address, int port) {
        checkAddress = address;
        checkPort = port;
    }

    /** Its port as reports show it; where the client's is taken, what is added to that. */
    public int shownPort() {
        return usesClientPort() ? config.portOffset() : target.connect().remote().portNumber();
    }

    /** Replaces address or pool settings; connections made before are not touched. */
    public void target(ServerTarget changed) {
        target = changed;
    }
}

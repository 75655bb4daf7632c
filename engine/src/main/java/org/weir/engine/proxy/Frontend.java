package org.weir.engine.proxy;

import java.util.List;
import org.weir.engine.config.model.Capture;
import org.weir.engine.config.model.HttpOptions.ConnectionMode;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.Timeouts;
import org.weir.engine.expr.Condition;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.ErrorReplies;
import org.weir.engine.http.Reply;
import org.weir.engine.http.ReplyTable;
import org.weir.engine.message.ForwardPlan;
import org.weir.engine.rules.HttpRule;
import org.weir.engine.server.Backend;
import org.weir.engine.stats.CounterGroup;
import org.weir.engine.stats.FrontendCounter;
import org.weir.engine.stats.RateMeter;

/** Engine agent only. A frontend at work: its configuration resolved to objects, its sessions and its counters. */
public final class Frontend {
    private static final HttpRule[] NO_RULES = {};
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final int index;
    private final ProxyConfig config;
    private final CounterGroup<FrontendCounter> counters;
    private final Switch[] switches;
    private final Backend defaultBackend;
    private final Backend ownBackend;
    private final ForwardPlan[] plans;
    private final HttpRule[] requestRules;
    private final HttpRule[] responseRules;
    private final ReplyTable replies;
    private final byte[] monitorUri;
    private final Condition[] monitorFail;
    private final byte[][] requestCaptureNames;
    private final byte[][] responseCaptureNames;
    final RateMeter connectionRate = new RateMeter();
    final RateMeter sessionRate = new RateMeter();
    final RateMeter requestRate = new RateMeter();
    private int sessions;
    private int maxSessions;
    private State state = State.OPEN;

    /** What {@code show stat} says of it. */
    public enum State { OPEN, PAUSED, STOPPED }

    /** One {@code use_backend}: {@code fixed} is null when {@code dynamic} names it. */
    record Switch(Backend fixed, LogFormat dynamic, Condition condition) {}

    Frontend(int index, ProxyConfig config, CounterGroup<FrontendCounter> counters, List<Switch> switches, Backend defaultBackend, List<Backend> backends) {
        this.index = index;
        this.config = config;
        this.counters = counters;
        this.switches = switches.toArray(new Switch[0]);
        this.defaultBackend = defaultBackend;
        maxSessions = config.frontend().maxconn() == 0 ? Integer.MAX_VALUE : config.frontend().maxconn();
        requestRules = config.requestRules().toArray(NO_RULES);
        responseRules = config.responseRules().toArray(NO_RULES);
        replies = new ReplyTable(config.errorReplies());
        String uri = config.frontend().monitorUri();
        monitorUri = uri == null ? null : AsciiText.bytes(uri);
        monitorFail = config.frontend().monitorFail().toArray(new Condition[0]);
        requestCaptureNames = names(config.frontend().requestCaptures());
        responseCaptureNames = names(config.frontend().responseCaptures());
        ownBackend = backends.stream().filter(this::isSameProxy).findFirst().orElse(null);
        plans = new ForwardPlan[backends.size()];
        for (Backend backend : backends) {
            plans[backend.index()] = plan(backend);
        }
    }

    private static byte[][] names(List<Capture> captures) {
        byte[][] names = new byte[captures.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = AsciiText.bytes(captures.get(i).name().toLowerCase(java.util.Locale.ROOT));
        }
        return names;
    }

    private ForwardPlan plan(Backend backend) {
        ProxyConfig other = backend.config();
        Timeouts client = config.timeouts();
        Timeouts server = other.timeouts();
        ConnectionMode mine = config.http().connection();
        ConnectionMode theirs = other.http().connection();
        boolean granted = !isLoggedEarly() && (!isHttp() || config.responseRules().isEmpty() && other.responseRules().isEmpty()
                && config.frontend().responseCaptures().isEmpty() && config.frontend().cookieCapture() == null);
        return new ForwardPlan(mine.compareTo(theirs) >= 0 ? mine : theirs, !closesClients(), other.http().reuse(),
                nanos(server.connect()), nanos(client.client()), nanos(server.server()), nanos(server.tunnel()), nanos(client.clientFin()),
                nanos(server.serverFin()), granted, other.backend().abortOnClose(),
                other.http().acceptInvalidResponse(), config.tcp().spliceRequests() || other.tcp().spliceRequests(),
                config.tcp().spliceResponses() || other.tcp().spliceResponses());
    }

    private static long nanos(int millis) {
        return millis == 0 ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    /** Whether a client's connection ends with its first response: {@code option httpclose}. */
    boolean closesClients() {
        return config.http().connection() == ConnectionMode.CLOSE;
    }

    public int index() {
        return index;
    }

    public String name() {
        return config.name();
    }

    public ProxyConfig config() {
        return config;
    }

    public CounterGroup<FrontendCounter> counters() {
        return counters;
    }

    /** Admitted sessions now. */
    public int sessions() {
        return sessions;
    }

    void sessions(int now) {
        sessions = now;
    }

    /** How many sessions may be there at once, when the process allows that many. */
    public int maxSessions() {
        return maxSessions;
    }

    /** Changes the limit; see {@link SessionGate#maxSessions}. */
    void maxSessions(int limit) {
        maxSessions = limit;
    }

    public State state() {
        return state;
    }

    void state(State now) {
        state = now;
    }

    /** {@code option logasap}: lines are written when the response begins, or the connection to the server is there. */
    boolean isLoggedEarly() {
        return config.logging().logAsap() && !config.logging().targets().isEmpty();
    }

    boolean isHttp() {
        return config.mode() == Mode.HTTP;
    }

    Switch[] switches() {
        return switches;
    }

    Backend defaultBackend() {
        return defaultBackend;
    }

    /** Whether a switching rule or the default names the backend. */
    boolean mayUse(Backend backend) {
        boolean named = backend.equals(defaultBackend);
        for (Switch choice : switches) {
            named |= backend.equals(choice.fixed());
        }
        return named;
    }

    /** Whether the backend is the other side of the same {@code listen}. */
    boolean isSameProxy(Backend backend) {
        return backend.config().id() == config.id();
    }

    /** The other half of a {@code listen} section, or null. */
    Backend ownBackend() {
        return ownBackend;
    }

    ForwardPlan planTo(Backend backend) {
        return plans[backend.index()];
    }

    HttpRule[] requestRules() {
        return requestRules;
    }

    HttpRule[] responseRules() {
        return responseRules;
    }

    /** Its own replies to errors. */
    ReplyTable replies() {
        return replies;
    }

    /** The answer to what never became a request: malformed (400), or not complete in time (408). */
    Reply earlyReply(int status) {
        Reply own = replies.get(status);
        return own == null ? ErrorReplies.early(status) : own;
    }

    byte[] monitorUri() {
        return monitorUri;
    }

    Condition[] monitorFail() {
        return monitorFail;
    }

    byte[][] requestCaptureNames() {
        return requestCaptureNames;
    }

    byte[][] responseCaptureNames() {
        return responseCaptureNames;
    }
}

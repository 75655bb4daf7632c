package org.weir.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.ForwardFor;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.config.model.SourceLine;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.http.Reply;
import org.weir.io.net.Endpoint;

/** What a {@code defaults} section passes on: every setting of a proxy that is not a declaration. */
final class ProxySettings {
    /** No time was given. */
    static final int UNSET = -1;

    final Context context;
    Mode mode = Mode.TCP;
    boolean disabled;
    int maxconn;
    int backlog;
    int fullconn;
    int retries = 3;
    int redispatchInterval;
    Balance.Algorithm algorithm = Balance.Algorithm.ROUNDROBIN;
    boolean consistentHash;
    HttpOptions.Reuse reuse = HttpOptions.Reuse.SAFE;
    ForwardFor forwardFor;
    boolean logGlobal;
    /** {@code option journal}; null when nothing is said about it. */
    Boolean journal;
    ProxyLogging.Kind logKind = ProxyLogging.Kind.NONE;
    LogFormat logFormat;
    SourceLine logFormatWhere = SourceLine.NONE;
    String logTag;
    String monitorUri;
    String defaultBackend;
    SourceLine defaultBackendWhere = SourceLine.NONE;
    int rateLimitSessions;
    Endpoint source;
    String sourceInterface;
    HttpCheckBuilder httpCheck = new HttpCheckBuilder();
    ServerBuilder defaultServer;
    final List<LogTarget> logTargets = new ArrayList<>();
    final Map<Integer, Reply> errorReplies = new HashMap<>();

    private final int[] timeouts = new int[Timeout.values().length];
    private final Set<ProxyFlag> flags = EnumSet.noneOf(ProxyFlag.class);
    private final Set<ProxyFlag> refused = EnumSet.noneOf(ProxyFlag.class);

    /** HAProxy's built-in defaults. */
    ProxySettings(Context context) {
        this.context = context;
        defaultServer = new ServerBuilder(context);
        Arrays.fill(timeouts, UNSET);
    }

    /** A copy that a section may change. */
    ProxySettings copy() {
        ProxySettings copy = new ProxySettings(context);
        copy.mode = mode;
        copy.disabled = disabled;
        copy.maxconn = maxconn;
        copy.backlog = backlog;
        copy.fullconn = fullconn;
        copy.retries = retries;
        copy.redispatchInterval = redispatchInterval;
        copy.algorithm = algorithm;
        copy.consistentHash = consistentHash;
        copy.reuse = reuse;
        copy.forwardFor = forwardFor;
        copy.logGlobal = logGlobal;
        copy.journal = journal;
        copy.logKind = logKind;
        copy.logFormat = logFormat;
        copy.logFormatWhere = logFormatWhere;
        copy.logTag = logTag;
        copy.monitorUri = monitorUri;
        copy.defaultBackend = defaultBackend;
        copy.defaultBackendWhere = defaultBackendWhere;
        copy.rateLimitSessions = rateLimitSessions;
        copy.source = source;
        copy.sourceInterface = sourceInterface;
        copy.httpCheck = httpCheck.copy();
        copy.defaultServer = defaultServer.copy();
        copy.logTargets.addAll(logTargets);
        copy.errorReplies.putAll(errorReplies);
        System.arraycopy(timeouts, 0, copy.timeouts, 0, timeouts.length);
        copy.flags.addAll(flags);
        copy.refused.addAll(refused);
        return copy;
    }

    boolean has(ProxyFlag flag) {
        return flags.contains(flag);
    }

    /** For a flag that is on in HTTP mode unless "no" is said. */
    boolean hasByMode(ProxyFlag flag) {
        return has(flag) || mode == Mode.HTTP && !refused.contains(flag);
    }

    void set(ProxyFlag flag, boolean on) {
        if (on) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
    }

    void refuse(ProxyFlag flag, boolean yes) {
        if (yes) {
            refused.add(flag);
        } else {
            refused.remove(flag);
        }
    }

    /** A timeout in milliseconds, or {@link #UNSET}. */
    int timeoutMillis(Timeout timeout) {
        return timeouts[timeout.ordinal()];
    }

    void set(Timeout timeout, int millis) {
        timeouts[timeout.ordinal()] = millis;
    }
}

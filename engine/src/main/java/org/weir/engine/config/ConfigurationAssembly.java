package org.weir.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.BackendConfig;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.FrontendConfig;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.config.model.TcpOptions;
import org.weir.engine.config.model.Timeouts;
import org.weir.io.net.Endpoint;

/** Makes the immutable configuration of what the sections said: numbers what has no number, applies fall-backs, checks the whole. */
final class ConfigurationAssembly {
    /** Number 1 is the statistics socket's. */
    private static final int FIRST_PROXY_ID = 2;

    private final Context context;
    private final GlobalBuilder global;
    private final List<ProxyBuilder> proxies;
    private final LogFormats formats = new LogFormats();

    ConfigurationAssembly(Context context, GlobalBuilder global, List<ProxyBuilder> proxies) {
        this.context = context;
        this.global = global;
        this.proxies = proxies;
    }

    Configuration build() {
        GlobalConfig globalConfig = global.build();
        ProxyChecks checks = new ProxyChecks(globalConfig, proxies);
        assignProxyIds();
        List<ProxyConfig> configs = new ArrayList<>();
        for (ProxyBuilder proxy : proxies) {
            checks.check(proxy);
            configs.add(proxy(proxy, globalConfig));
        }
        return new Configuration(globalConfig, List.copyOf(configs), environment(globalConfig));
    }

    /** What {@code show env} lists: the variables and, as HAProxy sets it once all is read, where the runtime commands are taken. */
    private Map<String, String> environment(GlobalConfig globalConfig) {
        Map<String, String> environment = new LinkedHashMap<>(context.environment());
        if (!globalConfig.statsSockets().isEmpty()) {
            environment.put("HAPROXY_CLI", String.join(";", globalConfig.statsSockets().stream().map(StatsSocketKeywords::address).toList()));
        }
        return Collections.unmodifiableMap(environment);
    }

    private void assignProxyIds() {
        Map<Integer, ProxyBuilder> taken = new HashMap<>();
        for (ProxyBuilder proxy : proxies) {
            ProxyBuilder other = proxy.id > 0 ? taken.putIfAbsent(proxy.id, proxy) : null;
            if (other != null) {
                context.diagnostics().add(Severity.ALERT, proxy.idWhere, "parsing [" + proxy.idWhere + "]: " + plainLabel(proxy)
                        + " reuses same custom id as " + plainLabel(other) + " (declared at " + other.where + ").");
            }
        }
        Numbering numbering = new Numbering(FIRST_PROXY_ID);
        taken.keySet().forEach(numbering::reserve);
        proxies.forEach(proxy -> proxy.number = numbering.number(proxy.id));
    }

    private static String plainLabel(ProxyBuilder proxy) {
        return (proxy.scope == Scope.LISTEN ? "proxy" : Scope.name(proxy.scope)) + ' ' + proxy.name;
    }

    private ProxyConfig proxy(ProxyBuilder b, GlobalConfig globalConfig) {
        ProxySettings s = b.settings;
        ProxyConfig.Section section = switch (b.scope) {
            case Scope.FRONTEND -> ProxyConfig.Section.FRONTEND;
            case Scope.BACKEND -> ProxyConfig.Section.BACKEND;
            default -> ProxyConfig.Section.LISTEN;
        };
        return new ProxyConfig(
                b.number, b.id > 0, b.name, section, s.mode, s.disabled, b.hasFrontend() ? frontend(b, globalConfig) : null, b.hasBackend() ? backend(b) : null,
                timeouts(s), http(s), tcp(s), logging(s, globalConfig), RuleKeywords.requestRules(b), List.copyOf(b.responseRules),
                Map.copyOf(s.errorReplies), s.forwardFor, b.description, b.where);
    }

    private FrontendConfig frontend(ProxyBuilder b, GlobalConfig globalConfig) {
        ProxySettings s = b.settings;
        int maxconn = s.maxconn > 0 ? s.maxconn
                : context.overrides().proxyMaxconn() > 0 ? context.overrides().proxyMaxconn() : globalConfig.limits().maxconn();
        return new FrontendConfig(
                binds(b, maxconn), maxconn, List.copyOf(b.useBackends), s.defaultBackend, s.monitorUri, List.copyOf(b.monitorFail),
                List.copyOf(b.requestCaptures), List.copyOf(b.responseCaptures), b.cookieCapture, s.rateLimitSessions,
                s.has(ProxyFlag.SOCKET_STATS));
    }

    private List<BindConfig> binds(ProxyBuilder b, int maxconn) {
        ProxySettings s = b.settings;
        GlobalBuilder.Number send = GlobalBuilder.Number.SNDBUF_CLIENT;
        BindBuilder.FrontendSockets sockets = new BindBuilder.FrontendSockets(
                s.backlog, maxconn, global.reusesPorts(), s.has(ProxyFlag.CLITCPKA), s.has(ProxyFlag.NOLINGER), s.hasByMode(ProxyFlag.SMART_ACCEPT),
                global.get(send), global.get(GlobalBuilder.Number.RCVBUF_CLIENT));
        Map<Integer, BindBuilder> taken = new HashMap<>();
        for (BindBuilder bind : b.binds) {
            BindBuilder other = bind.id > 0 ? taken.putIfAbsent(bind.id, bind) : null;
            if (other != null) {
                context.diagnostics().alert(bind.where, "'bind " + bind.text + "' in section '" + Scope.name(b.scope) + "' : 'id' : custom id "
                        + bind.id + " already used at " + other.where + " ('bind " + other.text + "')");
            }
        }
        List<BindConfig> binds = new ArrayList<>();
        Numbering numbering = new Numbering(1);
        taken.keySet().forEach(numbering::reserve);
        for (BindBuilder bind : b.binds) {
            // One with an id has a single address.
            for (Endpoint endpoint : bind.endpoints) {
                binds.add(bind.build(endpoint, numbering.number(bind.id), sockets));
            }
        }
        return List.copyOf(binds);
    }

    private BackendConfig backend(ProxyBuilder b) {
        ProxySettings s = b.settings;
        Numbering numbering = new Numbering(1);
        b.servers.forEach(server -> numbering.reserve(server.id));
        List<ServerConfig> servers = new ArrayList<>();
        b.servers.forEach(server -> servers.add(server.build(numbering.number(server.id), s, global)));
        return new BackendConfig(
                new Balance(s.algorithm, s.consistentHash), List.copyOf(servers), s.retries, s.redispatchInterval, s.httpCheck.build(), s.fullconn,
                s.has(ProxyFlag.ALLBACKUPS), s.has(ProxyFlag.ABORTONCLOSE));
    }

    private static Timeouts timeouts(ProxySettings s) {
        int client = given(s, Timeout.CLIENT, 0);
        int connect = given(s, Timeout.CONNECT, 0);
        int httpRequest = given(s, Timeout.HTTP_REQUEST, client);
        return new Timeouts(
                client, given(s, Timeout.SERVER, 0), connect, given(s, Timeout.QUEUE, connect), httpRequest,
                given(s, Timeout.HTTP_KEEP_ALIVE, httpRequest), given(s, Timeout.TUNNEL, 0), given(s, Timeout.CLIENT_FIN, 0),
                given(s, Timeout.SERVER_FIN, 0), s.timeoutMillis(Timeout.CHECK), given(s, Timeout.TARPIT, connect));
    }

    private static int given(ProxySettings s, Timeout timeout, int otherwiseMillis) {
        return s.timeoutMillis(timeout) == ProxySettings.UNSET ? otherwiseMillis : s.timeoutMillis(timeout);
    }

    private static HttpOptions http(ProxySettings s) {
        HttpOptions.ConnectionMode connection = s.has(ProxyFlag.HTTPCLOSE) ? HttpOptions.ConnectionMode.CLOSE
                : s.has(ProxyFlag.HTTP_SERVER_CLOSE) ? HttpOptions.ConnectionMode.SERVER_CLOSE : HttpOptions.ConnectionMode.KEEP_ALIVE;
        return new HttpOptions(connection, s.reuse, s.has(ProxyFlag.PREFER_LAST_SERVER), s.has(ProxyFlag.ACCEPT_INVALID_REQUEST),
                s.has(ProxyFlag.ACCEPT_INVALID_RESPONSE));
    }

    private TcpOptions tcp(ProxySettings s) {
        boolean both = global.splices() && s.has(ProxyFlag.SPLICE_AUTO);
        return new TcpOptions(s.has(ProxyFlag.CLITCPKA), s.has(ProxyFlag.SRVTCPKA),
                both || global.splices() && s.has(ProxyFlag.SPLICE_REQUEST), both || global.splices() && s.has(ProxyFlag.SPLICE_RESPONSE));
    }

    private ProxyLogging logging(ProxySettings s, GlobalConfig globalConfig) {
        List<LogTarget> targets = new ArrayList<>(s.logGlobal ? globalConfig.logging().targets() : List.of());
        targets.addAll(s.logTargets);
        boolean journal = globalConfig.logging().journal() != null && (s.journal == null ? !targets.isEmpty() : s.journal);
        return new ProxyLogging(
                List.copyOf(targets), formats.of(s.logKind, s.logFormat), s.logKind, s.has(ProxyFlag.DONTLOGNULL), s.has(ProxyFlag.DONTLOG_NORMAL),
                s.has(ProxyFlag.LOG_HEALTH_CHECKS), s.has(ProxyFlag.LOGASAP), s.has(ProxyFlag.LOG_SEPARATE_ERRORS), s.logTag, journal);
    }
}

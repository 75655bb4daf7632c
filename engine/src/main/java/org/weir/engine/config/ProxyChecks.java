package org.weir.engine.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.model.FrontendConfig.UseBackend;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.config.model.SourceLine;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogVariable;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.rules.HttpRule;

/** What can be judged only when all sections were read: references, modes, names, missing settings. */
final class ProxyChecks {
    private final GlobalConfig global;
    private final Map<String, ProxyBuilder> backends = new HashMap<>();
    private final Map<String, ProxyBuilder> frontends = new HashMap<>();

    ProxyChecks(GlobalConfig global, List<ProxyBuilder> proxies) {
        this.global = global;
        for (ProxyBuilder proxy : proxies) {
            if (proxy.hasBackend()) {
                backends.putIfAbsent(proxy.name, proxy);
            }
            if (proxy.hasFrontend()) {
                frontends.putIfAbsent(proxy.name, proxy);
            }
        }
    }

    /** Judges a proxy; settings that its mode has no use for are dropped. */
    void check(ProxyBuilder b) {
        if (b.settings.disabled) {
            return;
        }
        if (b.hasFrontend()) {
            switching(b);
            frontend(b);
        }
        if (b.hasBackend()) {
            servers(b);
            if (!b.settings.httpCheck.enabled && b.settings.httpCheck.hasRules()) {
                b.warn(b.where, b.label() + " uses http-check rules without 'option httpchk', so the rules are ignored.");
            }
        }
        if (b.settings.mode == Mode.TCP) {
            httpOnly(b);
        }
        for (RuleCompiler.LocatedReference named : b.references()) {
            if (!exists(named.reference(), b)) {
                b.alert(named.where(), "parsing [" + named.where() + "]: " + named.reference().missing(b.name) + ".");
            }
        }
        logging(b);
        missingTimeouts(b);
    }

    private boolean exists(ParseContext.Reference reference, ProxyBuilder b) {
        return switch (reference.kind()) {
            case BACKEND -> reference.proxy() == null ? b.hasBackend() : backends.containsKey(reference.proxy());
            case FRONTEND -> reference.proxy() == null ? b.hasFrontend() : frontends.containsKey(reference.proxy());
            case SERVER -> {
                ProxyBuilder backend = reference.proxy() == null ? b : backends.get(reference.proxy());
                yield backend != null && backend.servers.stream().anyMatch(server -> server.name.equals(reference.server()));
            }
        };
    }

    private void switching(ProxyBuilder b) {
        ProxySettings s = b.settings;
        if (s.defaultBackend != null) {
            target(b, s.defaultBackend, s.defaultBackendWhere, "default_backend", "as its default backend");
        }
        for (UseBackend rule : b.useBackends) {
            if (rule.name() != null) {
                target(b, rule.name(), rule.where(), "use_backend", "in a 'use_backend' rule");
            }
        }
    }

    private void target(ProxyBuilder b, String name, SourceLine where, String keyword, String use) {
        ProxyBuilder backend = backends.get(name);
        if (backend == null) {
            b.alert(where, "Proxy '" + b.name + "': unable to find required " + keyword + ": '" + name + "'"
                    + Suggestion.end(name, List.copyOf(backends.keySet())));
        } else if (backend == b) {
            b.alert(where, "Proxy '" + b.name + "': loop detected for " + keyword + ": '" + name + "'.");
        } else if (backend.settings.mode == Mode.HTTP && b.settings.mode == Mode.TCP) {
            b.alert(where, "tcp " + b.label() + " (" + b.where + ") tries to use http " + backend.label() + " (" + backend.where + ") " + use
                    + ": an upgrade from TCP to HTTP is known to HAProxy but not supported by this version of Weir.");
        } else if (backend.settings.mode != b.settings.mode) {
            b.alert(where, modeName(b) + " " + b.label() + " (" + b.where + ") tries to use incompatible " + modeName(backend) + " "
                    + backend.label() + " (" + backend.where + ") " + use + " (see 'mode').");
        }
    }

    private static String modeName(ProxyBuilder b) {
        return b.settings.mode == Mode.HTTP ? "http" : "tcp";
    }

    private static void frontend(ProxyBuilder b) {
        if (!b.anyBindLine) {
            b.warn(b.where, b.label() + " has no 'bind' directive. Please declare it as a backend if this was intended.");
        }
    }

    private static void servers(ProxyBuilder b) {
        Map<String, ServerBuilder> names = new HashMap<>();
        Map<Integer, ServerBuilder> ids = new HashMap<>();
        for (ServerBuilder server : b.servers) {
            ServerBuilder other = names.putIfAbsent(server.name, server);
            if (other != null) {
                b.alert(server.where, "parsing [" + server.where + "] : " + b.label() + ", another server named '" + server.name
                        + "' was already defined at line " + other.where.line() + ", please use distinct names.");
            }
            other = server.id > 0 ? ids.putIfAbsent(server.id, server) : null;
            if (other != null) {
                b.alert(server.where, "[" + server.where + "] : 'server " + b.name + '/' + server.name + "' : 'id' : custom id "
                        + server.id + " already used at " + other.where + " ('server " + other.name + "').");
            }
            if (server.checkWithoutPort()) {
                b.alert(server.where, "config: " + b.label() + ": server '" + server.name + "' has neither service port nor check port.");
            }
        }
    }

    private static void httpOnly(ProxyBuilder b) {
        ProxySettings s = b.settings;
        if (s.forwardFor != null) {
            s.forwardFor = null;
            b.warn(b.where, "'option forwardfor' ignored for " + b.label() + " as it requires HTTP mode.");
        }
        if (b.hasFrontend() && s.monitorUri != null) {
            s.monitorUri = null;
            b.warn(b.where, "monitor-uri will be ignored for " + b.label() + " (needs 'mode http').");
        }
        if (!b.requestCaptures.isEmpty() || !b.responseCaptures.isEmpty() || b.cookieCapture != null) {
            b.requestCaptures.clear();
            b.responseCaptures.clear();
            b.cookieCapture = null;
            b.warn(b.where, "'capture' statement ignored for " + b.label() + " as it requires HTTP mode.");
        }
        ignoredRules(b, b.blocks, "block");
        ignoredRules(b, b.requestRules, "http-request");
        ignoredRules(b, b.responseRules, "http-response");
        ignoredRules(b, b.redirects, "redirect");
        if (s.logKind == ProxyLogging.Kind.HTTP || s.logKind == ProxyLogging.Kind.HTTPS) {
            if (b.hasFrontend()) {
                b.warn(s.logFormatWhere, "parsing [" + s.logFormatWhere + "] : 'option http" + (s.logKind == ProxyLogging.Kind.HTTPS ? "s" : "")
                        + "log' not usable with " + b.label() + " (needs 'mode http'). Falling back to 'option tcplog'.");
            }
            s.logKind = ProxyLogging.Kind.TCP;
        }
        if (b.hasFrontend() && s.logKind == ProxyLogging.Kind.CUSTOM) {
            httpOnlyVariable(b);
        }
    }

    /** As in HAProxy one is enough. */
    private static void httpOnlyVariable(ProxyBuilder b) {
        for (LogFormat.Node node : b.settings.logFormat.nodes()) {
            if (node instanceof LogFormat.Node.Variable(LogVariable variable, _, _, _, _) && variable.isHttpOnly()) {
                b.alert(b.settings.logFormatWhere, "parsing [" + b.settings.logFormatWhere + "] : failed to parse log-format : format variable '"
                        + variable.keyword() + "' is reserved for HTTP mode.");
                return;
            }
        }
    }

    private static void ignoredRules(ProxyBuilder b, List<HttpRule> rules, String kind) {
        if (!rules.isEmpty()) {
            rules.clear();
            b.warn(b.where, "'" + kind + "' rules ignored for " + b.label() + " as they require HTTP mode.");
        }
    }

    private void logging(ProxyBuilder b) {
        ProxySettings s = b.settings;
        boolean wanted = Boolean.TRUE.equals(s.journal);
        boolean anywhere = wanted && global.logging().journal() != null || !s.logTargets.isEmpty() || s.logGlobal && !global.logging().targets().isEmpty();
        if (b.hasFrontend() && s.logKind != ProxyLogging.Kind.NONE && !anywhere) {
            b.warn(b.where, "log format ignored for " + b.label() + " since it has no log address.");
        }
        if (wanted && global.logging().journal() == null) {
            b.warn(b.where, "'option journal' ignored for " + b.label() + " since there is no 'journal' in 'global'.");
        }
    }

    private static void missingTimeouts(ProxyBuilder b) {
        ProxySettings s = b.settings;
        boolean client = b.hasFrontend() && s.timeoutMillis(Timeout.CLIENT) <= 0;
        boolean server = b.hasBackend() && !b.servers.isEmpty() && (s.timeoutMillis(Timeout.SERVER) <= 0 || s.timeoutMillis(Timeout.CONNECT) <= 0);
        if (client || server) {
            b.warn(b.where, "missing timeouts for " + b.label() + ".\n"
                    + "While not properly invalid, you will certainly encounter various problems\n"
                    + "with such a configuration. To fix this, please ensure that all following\n"
                    + "timeouts are set to a non-zero value: 'client', 'connect', 'server'.");
        }
    }
}

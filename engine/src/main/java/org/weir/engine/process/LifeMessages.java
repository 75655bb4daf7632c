package org.weir.engine.process;

import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.proxy.ProxyDirectory;
import org.weir.engine.server.Backend;
import org.weir.engine.stats.BackendCounter;
import org.weir.engine.stats.FrontendCounter;

/** Engine agent only. What is said of proxies that stop, pause and go on, as HAProxy 2.6 words it. */
final class LifeMessages {
    private static final int WARNING = 4;

    private final ProxyDirectory directory;
    private final EngineLogs logs;

    LifeMessages(ProxyDirectory directory, EngineLogs logs) {
        this.directory = directory;
        this.logs = logs;
    }

    /** The proxies that do not listen stopped, behind the others. */
    void backendsStopped() {
        for (Backend backend : directory.backends()) {
            if (!backend.config().hasFrontend()) {
                stopped(backend.config(), 0, backend.counters().get(BackendCounter.STOT));
            }
        }
    }

    /** A proxy that listens has another state, whoever asked for it. */
    void changed(Frontend frontend) {
        switch (frontend.state()) {
            case PAUSED -> logs.proxyMessage(frontend.config(), WARNING, "Paused " + kind(frontend.config()) + ' ' + frontend.name() + '.');
            case OPEN -> logs.proxyMessage(frontend.config(), WARNING, "Resumed " + kind(frontend.config()) + ' ' + frontend.name() + '.');
            case STOPPED -> stopped(frontend.config(), frontend.counters().get(FrontendCounter.STOT), ownBackendSessions(frontend));
        }
    }

    private void stopped(ProxyConfig proxy, long frontendSessions, long backendSessions) {
        logs.proxyMessage(proxy, WARNING,
                "Proxy " + proxy.name() + " stopped (cumulated conns: FE: " + frontendSessions + ", BE: " + backendSessions + ").");
    }

    private long ownBackendSessions(Frontend frontend) {
        Backend backend = frontend.config().hasBackend() ? directory.backend(frontend.name()) : null;
        return backend == null ? 0 : backend.counters().get(BackendCounter.STOT);
    }

    private static String kind(ProxyConfig proxy) {
        return proxy.section() == ProxyConfig.Section.LISTEN ? "proxy" : "frontend";
    }
}

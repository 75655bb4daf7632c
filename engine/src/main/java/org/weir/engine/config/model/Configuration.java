package org.weir.engine.config.model;

import java.util.List;
import java.util.Map;

/**
 * A whole configuration, checked: every reference in it resolves.
 *
 * @param global process-wide settings
 * @param proxies frontends, backends and listens in the order of declaration
 * @param environment variables as the configuration left them, a character per byte
 */
public record Configuration(GlobalConfig global, List<ProxyConfig> proxies, Map<String, String> environment) {
    /** Whether there is anything to listen on, be it a runtime socket; without it, a process does not start. */
    public boolean hasListener() {
        if (!global.statsSockets().isEmpty()) {
            return true;
        }
        for (ProxyConfig proxy : proxies) {
            if (!proxy.disabled() && proxy.hasFrontend() && !proxy.frontend().binds().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The proxy of that name which can be a backend, or null. */
    public ProxyConfig backend(String name) {
        for (ProxyConfig proxy : proxies) {
            if (proxy.hasBackend() && proxy.name().equals(name)) {
                return proxy;
            }
        }
        return null;
    }
}

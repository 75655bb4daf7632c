package org.weir.engine.config.model;

import java.util.List;

/**
 * A whole configuration, checked: every reference in it resolves.
 *
 * @param global process-wide settings
 * @param proxies frontends, backends and listens in the order of declaration
 */
public record Configuration(GlobalConfig global, List<ProxyConfig> proxies) {
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

package org.weir.engine.message;

import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.ProxyConfig;

/**
 * What an I/O agent has to know of a listener; constant.
 *
 * @param index number of the listener in the process, from 0
 * @param frontendIndex number of the frontend in the process, from 0
 * @param frontend the frontend's configuration
 * @param bind the address
 */
public record ListenerPlan(int index, int frontendIndex, ProxyConfig frontend, BindConfig bind) {
    /** Whether heads have to be parsed. */
    public boolean isHttp() {
        return frontend.mode() == org.weir.engine.config.model.Mode.HTTP;
    }
}

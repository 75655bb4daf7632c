package org.weir.engine.log;

import org.weir.engine.config.model.LogTarget;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;

/**
 * Journal agent only. How the lines of one proxy look and where they go.
 *
 * @param outputs the open target for each of {@code targets}
 */
record ProxyLines(ProxyLogging logging, LineFormat format, String tag, LogTarget[] targets, LineTarget[] outputs) {
    /** Whether the line of an HTTP or TCP stream is that of {@code option httplog} or {@code option tcplog}, which the journal's readers write too. */
    boolean isStandard(boolean http) {
        return logging.kind() == (http ? ProxyLogging.Kind.HTTP : ProxyLogging.Kind.TCP);
    }

    static ProxyLines of(ProxyConfig proxy, String globalTag, OpenTargets open) {
        ProxyLogging logging = proxy.logging();
        LogTarget[] targets = logging.targets().toArray(new LogTarget[0]);
        LineTarget[] outputs = new LineTarget[targets.length];
        for (int i = 0; i < targets.length; i++) {
            outputs[i] = open.of(targets[i]);
        }
        return new ProxyLines(logging, LineFormat.of(logging.format()), logging.tag() == null ? globalTag : logging.tag(), targets, outputs);
    }
}

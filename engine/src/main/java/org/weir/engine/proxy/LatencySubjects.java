package org.weir.engine.proxy;

import java.util.ArrayList;
import java.util.List;
import org.weir.analytics.latency.LatencyRecorder;
import org.weir.analytics.latency.LatencySubject;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;

/** Main thread, until the agents run. Makes the recorder in which frontends, backends and servers have the numbers that they have everywhere. */
final class LatencySubjects {
    private LatencySubjects() {}

    static LatencyRecorder recorder(ProxyDirectory directory, long nowNanos) {
        List<LatencySubject> frontends = new ArrayList<>();
        List<LatencySubject> backends = new ArrayList<>();
        List<LatencySubject> servers = new ArrayList<>();
        for (Frontend frontend : directory.frontends()) {
            frontends.add(new LatencySubject(LatencySubject.Kind.FRONTEND, frontend.name(), null));
        }
        for (Backend backend : directory.backends()) {
            backends.add(new LatencySubject(LatencySubject.Kind.BACKEND, backend.name(), null));
            for (Server server : backend.servers()) {
                servers.add(new LatencySubject(LatencySubject.Kind.SERVER, backend.name(), server.name()));
            }
        }
        return new LatencyRecorder(frontends, backends, servers, nowNanos);
    }
}

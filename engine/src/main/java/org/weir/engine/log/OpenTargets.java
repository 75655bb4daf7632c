package org.weir.engine.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.model.LogTarget;
import org.weir.io.net.Endpoint;
import org.weir.io.sys.SystemCalls;

/** Every target of a configuration, each opened once however many lines name it. Opened by the main thread, then the journal agent's. */
final class OpenTargets {
    private final SystemCalls calls;
    private final TargetTrouble trouble;
    private final Map<Endpoint, DatagramTarget> sockets = new HashMap<>();
    private final Map<Integer, DescriptorTarget> descriptors = new HashMap<>();
    private final List<LineTarget> all = new ArrayList<>();

    OpenTargets(SystemCalls calls, TargetTrouble trouble) {
        this.calls = calls;
        this.trouble = trouble;
    }

    LineTarget of(LogTarget target) {
        return switch (target.kind()) {
            case UDP, UNIX_DATAGRAM -> sockets.computeIfAbsent(target.endpoint(), this::socket);
            case FD -> descriptors.computeIfAbsent(target.fd(), this::descriptor);
        };
    }

    private DatagramTarget socket(Endpoint endpoint) {
        DatagramTarget target = new DatagramTarget(calls, endpoint, trouble);
        target.open();
        all.add(target);
        return target;
    }

    private DescriptorTarget descriptor(int fd) {
        DescriptorTarget target = new DescriptorTarget(calls, fd, trouble);
        all.add(target);
        return target;
    }

    LineTarget[] all() {
        return all.toArray(new LineTarget[0]);
    }
}

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
    private static final int STDERR = 2;

    private final SystemCalls calls;
    private final boolean foreground;
    private final TargetTrouble trouble;
    private final Map<Endpoint, DatagramTarget> sockets = new HashMap<>();
    private final Map<Integer, DescriptorTarget> descriptors = new HashMap<>();
    private final List<LineTarget> all = new ArrayList<>();

    /** @param foreground whether standard streams stay what they are */
    OpenTargets(SystemCalls calls, boolean foreground, TargetTrouble trouble) {
        this.calls = calls;
        this.foreground = foreground;
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
        DescriptorTarget target = new DescriptorTarget(calls, fd, foreground || fd > STDERR, trouble);
        all.add(target);
        return target;
    }

    LineTarget[] all() {
        return all.toArray(new LineTarget[0]);
    }
}

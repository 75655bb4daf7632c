package org.weir.engine.process;

import org.agrona.concurrent.Agent;
import org.weir.engine.proxy.EngineAgent;
import org.weir.engine.relay.IoAgent;

/**
 * An I/O agent and the engine agent in turn on one thread, the rings between them as ever, the timers one for both: what the engine commands is carried out
 * before the thread asks the kernel for more, so that one duty cycle takes a request from the client's socket to the server's.
 */
final class SharedAgent implements Agent {
    private static final int MAX_TURNS = 8;

    private final IoAgent io;
    private final EngineAgent engine;

    SharedAgent(IoAgent io, EngineAgent engine) {
        this.io = io;
        this.engine = engine;
        engine.leaveTimers();
    }

    @Override
    public void onStart() {
        engine.onStart();
    }

    @Override
    public int doWork() {
        int work = io.turn();
        int turns = 0;
        do {
            work += engine.doWork();
            work += io.runCommands();
            io.flush();
        } while (engine.hasEvents() && ++turns < MAX_TURNS);
        return work;
    }

    @Override
    public String roleName() {
        return "weir-io-1+engine";
    }
}

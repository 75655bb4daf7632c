package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.ADMIN;

import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;

/** Engine agent only. Commands that change frontends, and the limit of the process. */
final class FrontendCommands {
    private static final String EXPECTS_INTEGER = "Expects an integer value.";

    private final EngineParts engine;
    private final CliService.Surroundings surroundings;

    FrontendCommands(EngineParts engine, CliService.Surroundings surroundings) {
        this.engine = engine;
        this.surroundings = surroundings;
    }

    void addTo(CommandTable table) {
        table.add("disable frontend", ADMIN, "disable frontend <frontend>", "stop accepting connections on a frontend for a while", this::disable);
        table.add("enable frontend", ADMIN, "enable frontend <frontend>", "accept connections on a disabled frontend again", this::enable);
        table.add("shutdown frontend", ADMIN, "shutdown frontend <frontend>", "close the sockets of a frontend for good", this::shutdown);
        table.add("set maxconn frontend", ADMIN, "set maxconn frontend <frontend> <value>", "change how many connections a frontend takes", this::maxSessions);
        table.add("set rate-limit connections global", ADMIN, "set rate-limit connections global <value>",
                "change how many connections the process takes in a second, 0 = any number", call -> {
                    engine.gate().maxConnectionRate(limit(call, 0, EXPECTS_INTEGER));
                    return Output.NONE;
                });
        table.add("set rate-limit sessions global", ADMIN, "set rate-limit sessions global <value>",
                "change how many sessions the process takes in a second, 0 = any number", call -> {
                    engine.gate().maxSessionRate(limit(call, 0, EXPECTS_INTEGER));
                    return Output.NONE;
                });
        table.add("set maxconn global", ADMIN, "set maxconn global <value>", "change how many connections the process takes, 0 = as at the start",
                this::maxConnections);
    }

    private Output disable(Call call) throws CliRefusal {
        Frontend frontend = Targets.frontend(engine, call.argument(0));
        switch (frontend.state()) {
            case OPEN -> engine.gate().pause(frontend);
            case PAUSED -> throw new CliRefusal("All sockets are already disabled.");
            case STOPPED -> throw new CliRefusal("Frontend was previously shut down, cannot disable.");
        }
        return Output.NONE;
    }

    private Output enable(Call call) throws CliRefusal {
        Frontend frontend = Targets.frontend(engine, call.argument(0));
        switch (frontend.state()) {
            case OPEN -> throw new CliRefusal("All sockets are already enabled.");
            case PAUSED -> engine.gate().resume(frontend);
            case STOPPED -> throw new CliRefusal("Frontend was previously shut down, cannot enable.");
        }
        return Output.NONE;
    }

    private Output shutdown(Call call) throws CliRefusal {
        Frontend frontend = Targets.frontend(engine, call.argument(0));
        if (frontend.state() == Frontend.State.STOPPED) {
            throw new CliRefusal("Frontend was already shut down.");
        }
        engine.gate().stop(frontend);
        return Output.NONE;
    }

    private Output maxSessions(Call call) throws CliRefusal {
        Frontend frontend = Targets.frontend(engine, call.argument(0));
        engine.gate().maxSessions(frontend, limit(call, 1, "Integer value expected."));
        return Output.NONE;
    }

    private Output maxConnections(Call call) throws CliRefusal {
        int limit = limit(call, 0, EXPECTS_INTEGER);
        int hardMaxConnections = surroundings.process().facts().hardMaxConnections();
        if (limit > hardMaxConnections) {
            throw new CliRefusal("Value out of range.");
        }
        engine.gate().maxConnections(limit == 0 ? hardMaxConnections : limit);
        return Output.NONE;
    }

    private static int limit(Call call, int index, String missing) throws CliRefusal {
        Integer limit = call.number(index);
        if (limit == null) {
            throw new CliRefusal(call.argument(index).matches("-?[0-9]+") ? "Value out of range." : missing);
        }
        return limit;
    }
}

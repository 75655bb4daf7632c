package org.weir.engine.relay;

import org.weir.engine.config.model.HttpOptions.ConnectionMode;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;
import org.weir.engine.message.Exchange;
import org.weir.engine.message.ForwardPlan;

/** I/O agent only. What the Connection header says on either side, as HAProxy 2.6 says it: nothing where the version's default does. */
final class ConnectionHeader {
    private ConnectionHeader() {}

    static int towardsServer(MessageHead request, ForwardPlan plan) {
        if (request.upgradeRequested()) {
            return Http1Writer.UPGRADE;
        }
        return unlessDefault(request.version(), plan.connection() == ConnectionMode.KEEP_ALIVE);
    }

    /** @param kept whether the client's connection stays open */
    static int towardsClient(MessageHead request, int responseVersion, boolean kept) {
        return unlessDefault(kept ? Math.min(request.version(), responseVersion) : responseVersion, kept);
    }

    private static int unlessDefault(int version, boolean kept) {
        boolean keptByDefault = version >= 11;
        if (kept == keptByDefault) {
            return Http1Writer.CONNECTION_NONE;
        }
        return kept ? Http1Writer.CONNECTION_KEEP_ALIVE : Http1Writer.CONNECTION_CLOSE;
    }

    /** Whether the client's connection may carry another request after this one, as far as the request and the configuration tell. */
    static boolean mayKeepClient(MessageHead request, Exchange exchange, boolean draining) {
        ForwardPlan plan = exchange.plan;
        return request.wantsKeepAlive() && !exchange.closeClient && !draining && (plan == null || plan.clientKept());
    }
}

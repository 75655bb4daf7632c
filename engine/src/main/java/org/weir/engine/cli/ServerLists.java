package org.weir.engine.cli;

import java.util.List;
import org.weir.engine.config.model.ServerConfig;
import org.weir.engine.proxy.ProxyStatistics;
import org.weir.engine.server.CheckOutcome;
import org.weir.engine.server.CheckStatus;
import org.weir.engine.server.Server;
import org.weir.engine.stats.ServerCounter;
import org.weir.io.net.Endpoint;

/** Engine agent only. The lines of {@code show servers state} (format version 1) and {@code show servers conn}, as the management guide has them. */
final class ServerLists {
    static final String STATE_HEADING = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight"
            + " srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id"
            + " srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n";

    private static final int RESULT_UNKNOWN = 0;
    private static final int RESULT_NEUTRAL = 1;
    private static final int RESULT_FAILED = 2;
    private static final int RESULT_PASSED = 3;
    private static final int RESULT_CONDITIONALLY_PASSED = 4;
    private static final int CHECK_IN_PROGRESS = 1;
    private static final int CHECK_CONFIGURED = 2;
    private static final int CHECK_ENABLED = 4;
    private static final int CHECK_PAUSED = 8;

    private ServerLists() {}

    static void state(Server server, StringBuilder out) {
        ServerConfig config = server.config();
        Endpoint address = server.target().connect().remote();
        CheckOutcome last = server.lastCheck();
        out.append(server.backend().config().id()).append(' ').append(server.backend().name()).append(' ').append(config.id()).append(' ')
                .append(server.name()).append(' ').append(Targets.host(address)).append(' ').append(server.operationalState().ordinal()).append(' ')
                .append(server.adminState()).append(' ').append(server.userWeight()).append(' ').append(config.weight()).append(' ')
                .append(server.secondsSinceChange()).append(' ').append(last.status().number()).append(' ').append(result(last)).append(' ')
                .append(server.health()).append(' ').append(checkState(server)).append(" 0 ")
                .append(server.backend().config().hasOwnId() ? 1 : 0).append(' ').append(config.hasOwnId() ? 1 : 0).append(" - ")
                .append(server.shownPort()).append(" - 0 ").append(server.checkPort()).append(' ')
                // Where an agent would be asked: the line's "addr" and "port" say that too.
                .append(host(server.checkAddress())).append(' ').append(host(config.check().address())).append(' ')
                .append(config.check().port()).append('\n');
    }

    private static String host(Endpoint address) {
        return address == null ? "-" : Targets.host(address);
    }

    private static int result(CheckOutcome last) {
        if (last.status() == CheckStatus.INITIALIZING || last.status() == CheckStatus.UNKNOWN) {
            return last.status() == CheckStatus.UNKNOWN ? RESULT_NEUTRAL : RESULT_UNKNOWN;
        }
        if (last.status() == CheckStatus.L7_OK_CONDITIONALLY) {
            return RESULT_CONDITIONALLY_PASSED;
        }
        return last.status().passed() ? RESULT_PASSED : RESULT_FAILED;
    }

    private static int checkState(Server server) {
        boolean configured = server.config().check().enabled();
        int state = configured ? CHECK_CONFIGURED : 0;
        state |= server.isChecked() ? CHECK_ENABLED : 0;
        state |= server.isChecking() ? CHECK_IN_PROGRESS : 0;
        // Of a server that is not checked HAProxy says so for good when its line says "disabled".
        boolean paused = configured ? server.isChecked() && server.isInMaintenance() : server.config().disabled();
        return state | (paused ? CHECK_PAUSED : 0);
    }

    static String connectionHeading(int agents) {
        return "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[" + agents
                + "]\n";
    }

    static void connections(Server server, ProxyStatistics statistics, StringBuilder out) {
        ServerConfig config = server.config();
        Endpoint address = server.target().connect().remote();
        List<Integer> idle = statistics.idleConnectionsByAgent(server);
        int unsafe = statistics.idleConnections(server, false);
        int safe = statistics.idleConnections(server, true);
        out.append(server.backend().name()).append('/').append(server.name()).append(' ').append(server.backend().config().id()).append('/')
                .append(config.id()).append(' ').append(Targets.host(address)).append(' ').append(server.shownPort()).append(" - ")
                .append(config.poolPurgeDelayMillis()).append(' ').append(server.currentStreams()).append(' ')
                .append(server.counters().get(ServerCounter.SMAX)).append(' ').append(server.currentStreams()).append(' ').append(unsafe)
                .append(' ').append(safe).append(' ').append(config.poolMaxConn()).append(' ').append(unsafe + safe);
        idle.forEach(count -> out.append(' ').append(count));
        out.append('\n');
    }
}

package org.weir.engine.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatFormatTest {
    /** The heading of HAProxy 2.6.12 up to its modules' columns. */
    private static final String COLUMNS = "pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,act,bck,"
            + "chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,"
            + "hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,comp_byp,"
            + "comp_rsp,lastsess,last_chk,last_agt,qtime,ctime,rtime,ttime,agent_status,agent_code,agent_duration,check_desc,agent_desc,check_rise,check_fall,"
            + "check_health,agent_rise,agent_fall,agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,wrew,connect,"
            + "reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,idle_conn_cur,safe_conn_cur,used_conn_cur,"
            + "need_conn_est,uweight,agg_server_status,agg_server_check_status,agg_check_status,";

    private static String write(StatFormat format, StatRow... rows) {
        StringBuilder out = new StringBuilder();
        format.begin(out);
        for (StatRow row : rows) {
            format.row(row, out);
        }
        format.end(out);
        return out.toString();
    }

    private static StatRow row(String name) {
        StatRow row = new StatRow();
        row.begin(StatRow.Kind.SERVER, 5, 1);
        row.set(StatField.PXNAME, "be");
        row.set(StatField.SVNAME, name);
        row.set(StatField.LASTSESS, -1);
        return row;
    }

    @Test
    void theColumnsAreThoseOfHaproxyInItsOrder() {
        String heading = write(StatFormat.csv());
        assertTrue(heading.startsWith("# " + COLUMNS), heading);
        assertTrue(heading.contains(",proto,-,tq_count,tq_p50_us,tq_p90_us,tq_p99_us,tq_p999_us,tq_max_us,tw_count,"), heading);
        assertTrue(heading.endsWith(",ta_max_us,\n"), heading);
        assertEquals("proto", StatField.values()[112].label());
    }

    @Test
    void everyLineHasEveryColumn() {
        List<String> lines = write(StatFormat.csv(), row("s1"), row("s2")).lines().toList();
        assertEquals(3, lines.size());
        for (String line : lines) {
            assertEquals(StatField.values().length + 2, line.split(",", -1).length, line);
        }
        assertTrue(lines.get(1).startsWith("be,s1,,,,,"), lines.get(1));
    }

    @Test
    void onlyQuotesAndCommasAreQuoted() {
        assertTrue(write(StatFormat.csv(), row("a,\"b\"")).contains("\nbe,\"a,\"\"b\"\"\",,"));
        assertTrue(write(StatFormat.csv(), row("a b;c")).contains("\nbe,a b;c,,"));
    }

    @Test
    void typedLinesNameObjectFieldAndType() {
        assertEquals("""
                S.5.1.0.pxname.1:KNS:str:be
                S.5.1.1.svname.1:KNS:str:s1
                S.5.1.26.pid.1:KGP:u32:1
                S.5.1.27.iid.1:KGS:u32:5
                S.5.1.28.sid.1:KGS:u32:1
                S.5.1.32.type.1:CGS:u32:2
                S.5.1.55.lastsess.1:MAP:s32:-1
                """, write(StatFormat.typed(false), row("s1")));
        assertTrue(write(StatFormat.typed(true), row("s1")).startsWith("S.5.1.0.pxname.1:KNS:str:be:\"Name of the proxy\"\n"));
    }

    @Test
    void jsonIsAnArrayOfObjectsArrays() {
        String json = write(StatFormat.json(false), row("s\"1\n\\"), row("s2"));
        assertTrue(json.startsWith("[[{\"objType\":\"Server\",\"proxyId\":5,\"id\":1,\"field\":{\"pos\":0,\"name\":\"pxname\"},\"processNum\":1,\"tags\":{"
                + "\"origin\":\"Key\",\"nature\":\"Name\",\"scope\":\"Service\"},\"value\":{\"type\":\"str\",\"value\":\"be\"}},"), json);
        assertTrue(json.contains("\"value\":\"s\\\"1\\u000a\\\\\"}}"), json);
        assertTrue(json.contains("}}],[{\"objType\""), json);
        assertTrue(json.endsWith("\"value\":-1}}]]\n"), json);
        assertEquals("[]\n", write(StatFormat.json(false)));
    }

    @Test
    void everyCounterThatIsShownIsAFieldOrLeftOut() {
        assertEquals(StatField.QCUR, StatField.byLabel(ServerCounter.QCUR.label()));
        for (ServerCounter counter : ServerCounter.values()) {
            assertTrue(StatField.byLabel(counter.label()) != null, counter.label());
        }
        for (BackendCounter counter : BackendCounter.values()) {
            assertTrue(StatField.byLabel(counter.label()) != null, counter.label());
        }
        for (FrontendCounter counter : FrontendCounter.values()) {
            assertTrue(StatField.byLabel(counter.label()) != null, counter.label());
        }
    }
}

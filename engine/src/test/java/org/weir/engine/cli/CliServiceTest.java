package org.weir.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.engine.config.model.GlobalConfig.CliLevel;

/** Commands and their answers on an engine without sockets and threads. */
class CliServiceTest {
    @TempDir
    private Path directory;
    private EngineFixture engine;

    @BeforeEach
    void start() throws IOException {
        engine = EngineFixture.of(directory, """
                global
                    maxconn 200
                    node mynode
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                frontend fe
                    bind 127.0.0.1:1
                    default_backend be
                backend be
                    server s1 127.0.0.1:2 check weight 10 cookie c1
                    server s2 127.0.0.1:3 backup maxconn 5 maxqueue 7
                listen li
                    mode tcp
                    bind 127.0.0.1:4
                    balance static-rr
                    server x 127.0.0.1:5 disabled
                """);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private String run(String line) {
        return engine.run(CliLevel.ADMIN, line);
    }

    @Test
    void outputsEndWithAnEmptyLine() {
        assertEquals("1.2.3\n\nadmin\n\n", run("show version;show cli level"));
        assertEquals("\n", run("set timeout cli 7"));
    }

    @Test
    void theMessagesOfAQuietStartAreAnEmptyLine() {
        assertEquals("\n\n", run("show startup-logs"));
    }

    @Test
    void aBackslashTakesTheMeaningFromSeparators() {
        assertEquals("Variable not found\n\n", run("show env NO\\;SUCH\\ VARIABLE"));
    }

    @Test
    void aCommandThatFailsEndsNothingElse() {
        RuntimeException fault = new IllegalStateException("for the test");
        engine.failStartMessages(fault);
        assertEquals("Internal error: the command failed.\n\n1.2.3\n\n", run("show startup-logs;show version"));
        assertEquals(List.of(fault), engine.faults());
    }

    @Test
    void wordsJoinedByABackslashCallNothing() {
        String answer = run("show\\ version;show version");
        assertTrue(answer.startsWith("Unknown command"), answer);
        assertTrue(answer.endsWith("\n\n1.2.3\n\n"), answer);
    }

    @Test
    void onlyTheFirstWordsCount() {
        assertEquals("1.2.3\n\n", run("show version " + "x ".repeat(5000)));
    }

    @Test
    void promptTogglesAndQuitEnds() {
        assertEquals("\n> 1.2.3\n\n> \n", run("prompt;show version;prompt"));
        assertEquals("1.2.3\n\n", run("show version;quit;show version"));
    }

    @Test
    void whatTheLevelDoesNotAllowIsDenied() {
        assertEquals("Permission denied\n\n", engine.run(CliLevel.OPERATOR, "disable server be/s1"));
        assertEquals("Permission denied\n\n", engine.run(CliLevel.USER, "show sess"));
        assertEquals("Permission denied\n\n", engine.run(CliLevel.OPERATOR, "clear counters all"));
        assertEquals("\noperator\n\nPermission denied\n\n\nuser\n\nPermission denied\n\n",
                run("operator;show cli level;get weight be/s1".replace("get weight be/s1", "set weight be/s1 1;user;show cli level;operator")));
    }

    @Test
    void serversChangeTheirState() {
        assertEquals("\n", run("disable server be/s1"));
        assertEquals("MAINT", stat("be", "s1", "status"));
        assertEquals("\n", run("enable server be/s1"));
        assertTrue(stat("be", "s1", "status").startsWith("UP"));
        assertEquals("\n", run("set server be/s1 state drain"));
        assertTrue(stat("be", "s1", "status").startsWith("DRAIN"));
        assertEquals("\n", run("enable server be/s1"));
        assertTrue(stat("be", "s1", "status").startsWith("UP"));
        assertEquals("\n\n", run("set server be/s1 state drain;set server #3/#1 state ready"));
        assertTrue(stat("be", "s1", "status").startsWith("UP"));
        assertEquals("\n", run("set server be/s1 health down"));
        assertEquals("DOWN", stat("be", "s1", "status"));
        assertEquals("", stat("be", "s2", "check_status"));
    }

    @Test
    void weightsAreCheckedAndShown() {
        assertEquals("10 (initial 10)\n\n", run("get weight be/s1"));
        assertEquals("\n5 (initial 10)\n\n", run("set weight be/s1 50%;get weight be/s1"));
        assertEquals("\n256 (initial 10)\n\n", run("set server be/s1 weight 5000%;get weight be/s1"));
        assertEquals("Absolute weight can only be between 0 and 256 inclusive.\n\n", run("set server be/s1 weight 300"));
        assertEquals("Absolute weight can only be between 0 and 256 inclusive.\n\n", run("set server be/s1 weight -1"));
        assertEquals("Require <weight> or <weight%>.\n\n", run("set weight be/s1"));
        assertEquals("Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.\n\n", run("set weight li/x 5"));
        assertEquals("\n\n", run("set weight li/x 0;set weight li/x 100%"));
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertEquals("No such backend.\n\n", run("set server nope/s1 state maint"));
        assertEquals("No such server.\n\n", run("set server be/nope state maint"));
        assertEquals("Require 'backend/server'.\n\n", run("disable server be"));
        assertEquals("Require 'backend/server'.\n\n", run("disable server"));
        assertEquals("No such frontend.\n\n", run("disable frontend nope"));
        assertEquals("A frontend name is expected.\n\n", run("shutdown frontend"));
        assertEquals("No such proxy.\n\n", run("show stat nope 1 1"));
        assertEquals("Can't find backend.\n\n", run("show servers state nope"));
        assertEquals("Session not found.\n\n", run("show sess 0x12"));
        assertEquals("No such session (use 'show sess').\n\n", run("shutdown session 0x12"));
        assertEquals("Session pointer expected (use 'show sess').\n\n", run("shutdown session"));
        assertEquals("'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n\n", run("set server be/s1 state foo"));
    }

    @Test
    void anAddressIsReplaced() {
        assertEquals("IP changed from '127.0.0.1' to '127.0.0.3', port changed from '2' to '18485' by 'stats socket command'\n\n",
                run("set server be/s1 addr 127.0.0.3 port 18485"));
        assertEquals("127.0.0.3:18485", stat("be", "s1", "addr"));
        assertEquals("no need to change the addr by 'stats socket command'\n\n", run("set server be/s1 addr 127.0.0.3"));
        assertEquals("no need to change the addr, no need to change the port by 'stats socket command'\n\n",
                run("set server be/s1 addr 127.0.0.3 port 18485"));
        assertEquals("Invalid addr 'foo' by 'stats socket command'\n\n", run("set server be/s1 addr foo"));
        assertEquals("problem converting port '99999' to an int by 'stats socket command'\n\n", run("set server be/s1 addr ::1 port 99999"));
        assertEquals("127.0.0.3:18485", stat("be", "s1", "addr"));
        assertEquals("IP changed from '127.0.0.3' to '::1' by 'stats socket command'\n\n", run("set server be/s1 addr ::1"));
        assertEquals("[::1]:18485", stat("be", "s1", "addr"));
    }

    @Test
    void checksAreSentElsewhere() {
        assertEquals("\n", run("set server be/s1 check-addr ::1 port 99"));
        assertEquals("99 ::1 - 0", checkTarget());
        assertEquals("\n\n", run("set server be/s1 check-addr 127.0.0.5;set server be/s1 check-port 7"));
        assertEquals("7 127.0.0.5 - 0", checkTarget());
        assertEquals("set server <b>/<s> check-addr requires an address and optionally a port.\n\n", run("set server be/s1 check-addr"));
        assertEquals("set server <b>/<s> check-port requires a port.\n\n", run("set server be/s1 check-port"));
        assertEquals("invalid addr 'localhost'\n\n", run("set server be/s1 check-addr localhost"));
        assertEquals("provided port is not an integer\n\n", run("set server be/s1 check-addr ::1 port"));
        assertEquals("provided port is not an integer\n\n", run("set server be/s1 check-port +5"));
        assertEquals("provided port is invalid\n\n", run("set server be/s1 check-port 65536"));
        assertEquals("health checks are not enabled on this server\n\n", run("set server be/s2 check-port 5"));
        assertEquals("7 127.0.0.5 - 0", checkTarget());
    }

    /** The last four columns of the first server's state. */
    private String checkTarget() {
        return run("show servers state be").lines().toList().get(2).split(" - 0 ", 2)[1];
    }

    @Test
    void frontendsPauseAndStop() {
        assertEquals("\nAll sockets are already disabled.\n\n", run("disable frontend fe;disable frontend fe"));
        assertEquals("PAUSED", stat("fe", "FRONTEND", "status"));
        assertEquals("\nAll sockets are already enabled.\n\n", run("enable frontend fe;enable frontend fe"));
        assertEquals("\nFrontend was already shut down.\n\n", run("shutdown frontend fe;shutdown frontend fe"));
        assertEquals("Frontend was previously shut down, cannot enable.\n\n", run("enable frontend fe"));
        assertEquals("STOP", stat("fe", "FRONTEND", "status"));
    }

    @Test
    void limitsChange() {
        assertEquals("\n", run("set maxconn frontend fe 100"));
        assertEquals("100", stat("fe", "FRONTEND", "slim"));
        assertEquals("\n", run("set maxconn frontend fe 900"));
        assertEquals("900", stat("fe", "FRONTEND", "slim"));
        assertEquals("Value out of range.\n\n", run("set maxconn frontend fe -1"));
        assertEquals("Integer value expected.\n\n", run("set maxconn frontend fe x"));
        assertEquals("\n", run("set maxconn global 150"));
        assertTrue(run("show info").contains("\nMaxconn: 150\nHard_maxconn: 200\n"));
        assertEquals("Value out of range.\n\n", run("set maxconn global 500"));
        assertEquals("\n", run("set maxconn global 0"));
        assertTrue(run("show info").contains("\nMaxconn: 200\n"));
    }

    @Test
    void rowsAreSelectedByProxyTypeAndNumber() {
        assertEquals(List.of("be/s2"), names("show stat be 4 2"));
        assertEquals(List.of("fe/FRONTEND", "li/FRONTEND"), names("show stat -1 1 -1"));
        assertEquals(List.of("be/s1", "be/s2", "be/BACKEND"), names("show stat 3 -1 -1"));
        assertEquals(List.of("fe/FRONTEND", "be/s1", "be/s2", "be/BACKEND", "li/FRONTEND", "li/BACKEND"), names("show stat no-maint"));
        assertEquals(List.of(), names("show stat 99 1 1"));
        assertEquals(List.of("be/s2"), names("show stat domain proxy be 4 2"));
        assertEquals("Invalid statistics domain.\n\n", run("show stat domain resolvers"));
    }

    @Test
    void whatIsNoNumberSelectsNoRows() {
        for (String selection : List.of("be 4 x", "be x 1", "be 4 -2", "-2 -1 -1")) {
            assertEquals(List.of(), names("show stat " + selection), selection);
        }
        assertEquals("No such proxy.\n\n", run("show stat 0 -1 -1"));
    }

    @Test
    void aDisabledProxyIsKnownButHasNoRows() throws IOException {
        try (EngineFixture other = EngineFixture.of(directory, """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                frontend fe
                    bind 127.0.0.1:1
                    default_backend be
                backend be
                    id 60
                    server s1 127.0.0.1:+7 id 9
                    server s2 127.0.0.1:8 check addr 127.0.0.4 port 7
                backend off
                    disabled
                    server s1 127.0.0.1:2 weight 4
                """)) {
            assertEquals(run("show stat be 4 77"), other.run(CliLevel.ADMIN, "show stat off -1 -1"));
            // No limit was given: the process's.
            assertTrue(other.run(CliLevel.ADMIN, "show stat fe 1 -1 typed").contains(".slim.1:CLP:u32:200\n"));
            assertEquals("# name\nbe\noff\n\n", other.run(CliLevel.ADMIN, "show backend"));
            assertEquals("4 (initial 4)\n\nProxy is disabled.\n\n", other.run(CliLevel.ADMIN, "get weight off/s1;set weight off/s1 5"));
            List<String> lines = other.run(CliLevel.ADMIN, "show servers state be").lines().toList();
            assertEquals("60 be 9 s1 127.0.0.1 2 0 1 1 0 1 0 2 0 0 1 1 - 7 - 0 0 - - 0", lines.get(2));
            assertEquals("60 be 2 s2 127.0.0.1 2 0 1 1 0 1 0 2 6 0 1 0 - 8 - 0 7 127.0.0.4 127.0.0.4 7", lines.get(3));
            assertTrue(other.run(CliLevel.ADMIN, "show stat 60 4 9 typed").contains(".addr.1:CGS:str:127.0.0.1:7\n"));
        }
    }

    @Test
    void whereServersAreLeftOutTheirNumberIsSaid() {
        run("disable server be/s1");
        assertTrue(run("show stat be 2 -1").contains(",UP,"));
        assertTrue(run("show stat be 2 -1 up").contains(",UP (1/2),"));
        assertTrue(run("show stat li 2 -1 typed no-maint").contains(".status.1:SGP:str:DOWN (0/1)\n"));
    }

    @Test
    void usersDoNotSeeAddresses() {
        assertTrue(engine.run(CliLevel.USER, "show stat typed").contains("S.3.1.17.status.1:SGP:str:"));
        assertFalse(engine.run(CliLevel.USER, "show stat typed").contains("addr"));
        assertTrue(engine.run(CliLevel.OPERATOR, "show stat typed").contains("S.3.1.73.addr.1:CGS:str:127.0.0.1:2\n"));
        assertTrue(engine.run(CliLevel.OPERATOR, "user;show stat typed").contains("addr"));
    }

    @Test
    void serversStateIsDumped() {
        List<String> lines = run("show servers state be").lines().toList();
        assertEquals("1", lines.get(0));
        assertEquals("3 be 1 s1 127.0.0.1 2 0 10 10 0 1 0 2 6 0 0 0 - 2 - 0 0 - - 0", lines.get(2));
        assertEquals("3 be 2 s2 127.0.0.1 2 0 1 1 0 1 0 2 0 0 0 0 - 3 - 0 0 - - 0", lines.get(3));
        assertEquals("4 li 1 x 127.0.0.1 0 5 1 1 0 1 0 0 8 0 0 0 - 5 - 0 0 - - 0", run("show servers state li").lines().toList().get(2));
        assertEquals(lines.get(1).split(" ").length - 1, lines.get(2).split(" ").length);
        run("set server be/s2 health down");
        assertEquals("3 be 2 s2 127.0.0.1 0 0 1 1 0 1 0 0 0 0 0 0 - 3 - 0 0 - - 0", run("show servers state be").lines().toList().get(3));
        run("set server be/s2 health up");
        assertEquals("3 be 2 s2 127.0.0.1 2 0 1 1 0 1 0 4 0 0 0 0 - 3 - 0 0 - - 0", run("show servers state be").lines().toList().get(3));
    }

    @Test
    void highestValuesOrAllCountersAreCleared() {
        engine.parts.directory().frontend("fe").counters().set(org.weir.engine.stats.FrontendCounter.SMAX, 9);
        engine.parts.directory().frontend("fe").counters().set(org.weir.engine.stats.FrontendCounter.STOT, 90);
        engine.parts.directory().frontend("fe").counters().set(org.weir.engine.stats.FrontendCounter.SCUR, 3);
        assertEquals("\n", run("clear counters"));
        assertEquals("0", stat("fe", "FRONTEND", "smax"));
        assertEquals("90", stat("fe", "FRONTEND", "stot"));
        assertEquals("\n", run("clear counters all"));
        assertEquals("0", stat("fe", "FRONTEND", "stot"));
        assertEquals("3", stat("fe", "FRONTEND", "scur"));
    }

    @Test
    void informationComesInFourForms() {
        assertTrue(run("show info").startsWith("Name: Weir\nVersion: 1.2.3\n"));
        assertTrue(run("show info desc").startsWith("Name: Weir:\"Product name\"\n"));
        assertTrue(run("show info typed").contains("\n50.node.1:COS:str:mynode\n"));
        assertTrue(run("show info json").startsWith("[{\"field\":{\"pos\":0,\"name\":\"Name\"},\"processNum\":1,\"tags\":{\"origin\":\"Product\","
                + "\"nature\":\"Output\",\"scope\":\"Service\"},\"value\":{\"type\":\"str\",\"value\":\"Weir\"}},"));
        assertTrue(run("show info json").endsWith("}]\n\n"));
        assertTrue(run("show info float").matches("(?s).*\nUptime_sec: [0-9]+\\.[0-9]{6}\n.*"));
    }

    @Test
    void aLongListComesInPiecesOfBoundedLength() {
        List<Integer> pieces = engine.pieces("show stat json;".repeat(40));
        assertTrue(pieces.size() > 10, pieces::toString);
        assertTrue(pieces.stream().allMatch(length -> length < 64 * 1024), pieces::toString);
    }

    @Test
    void signalsDumpStatesInTheWordsThatScriptsKnow() {
        List<String> lines = Reports.states(engine.parts).stream().map(Reports.StateLine::text).toList();
        assertEquals(List.of(
                "SIGHUP received, dumping servers states for proxy fe.",
                "SIGHUP: Proxy fe has no servers. Conn: act(FE+BE): 0+0, 0 pend (0 unass), tot(FE+BE): 0+0.",
                "SIGHUP received, dumping servers states for proxy be.",
                "SIGHUP: Server be/s1 is UP. Conn: 0 act, 0 pend, 0 tot.",
                "SIGHUP: Server be/s2 is UP. Conn: 0 act, 0 pend, 0 tot.",
                "SIGHUP: Proxy be has 1 active servers and 1 backup servers available. Conn: act(FE+BE): 0+0, 0 pend (0 unass), tot(FE+BE): 0+0.",
                "SIGHUP received, dumping servers states for proxy li.",
                "SIGHUP: Server li/x is DOWN. Conn: 0 act, 0 pend, 0 tot.",
                "SIGHUP: Proxy li has no server available ! Conn: act(FE+BE): 0+0, 0 pend (0 unass), tot(FE+BE): 0+0."), lines);
    }

    @Test
    void noBytesBreakIt() {
        for (int first = 0; first < 256; first++) {
            String line = new String(new byte[] {(byte) first, '\\', (byte) (255 - first), ';', (byte) first}, StandardCharsets.ISO_8859_1);
            assertTrue(run(line).endsWith("\n\n"));
        }
        assertTrue(run(";".repeat(100)).contains("Unknown command."));
    }

    private String stat(String proxy, String name, String field) {
        List<String> lines = run("show stat").lines().toList();
        int column = List.of(lines.get(0).substring(2).split(",", -1)).indexOf(field);
        return lines.stream().filter(line -> line.startsWith(proxy + ',' + name + ',')).findFirst().orElseThrow().split(",", -1)[column];
    }

    private List<String> names(String command) {
        List<String> names = new ArrayList<>();
        run(command).lines().skip(1).filter(line -> !line.isEmpty()).forEach(line -> names.add(line.split(",")[0] + '/' + line.split(",")[1]));
        return names;
    }
}

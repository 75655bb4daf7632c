package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.engine.config.ConfigurationText.DEFAULTS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.BindConfig;
import org.weir.engine.config.model.ServerConfig;

/** {@code bind} and {@code server} lines. */
class AddressesTest {
    private static List<BindConfig> binds(String line) {
        return ConfigurationText.of(DEFAULTS + "frontend web\n    bind " + line + "\n").variable("ADDR", "10.9.8.7").valid()
                .proxies().getFirst().frontend().binds();
    }

    private static ServerConfig server(String line) {
        return ConfigurationText.of(DEFAULTS + "backend app\n    server s " + line + "\n").valid().proxies().getFirst().backend().servers().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        ":80                         | 0.0.0.0:80",
        "*:80                        | 0.0.0.0:80",
        "10.0.0.1:80,10.0.0.2:81     | 10.0.0.1:80 10.0.0.2:81",
        "127.0.0.1:80-82             | 127.0.0.1:80 127.0.0.1:81 127.0.0.1:82",
        "[::]:443                    | [::]:443",
        "[2001:db8::1]:443           | [2001:db8::1]:443",
        ":::80                       | [::]:80",
        "ipv6@:80                    | [::]:80",
        "ipv4@127.0.0.1:80           | 127.0.0.1:80",
        "tcp4@127.0.0.1:80           | 127.0.0.1:80",
        "tcp@[::1]:80                | [::1]:80",
        "uxst@/run/web.sock          | unix@/run/web.sock",
        "/run/web.sock               | unix@/run/web.sock",
        "unix@/run/web.sock          | unix@/run/web.sock",
        "abns@web                    | abns@web",
        "fd@7                        | fd@7",
        "app.example:80              | 10.0.0.7:80",
        "${ADDR}:80                  | 10.9.8.7:80",
    })
    void addressesToListenOn(String written, String endpoints) {
        assertEquals(endpoints, String.join(" ", binds(written).stream().map(bind -> bind.listen().endpoint().toString()).toList()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "foo            | 'bind' : missing port specification in 'foo'",
        "1.2.3.4        | 'bind' : missing port specification in '1.2.3.4'",
        ":0             | 'bind' : invalid port '0'",
        ":70000         | 'bind' : invalid port '70000'",
        ":80x           | 'bind' : invalid character 'x' in port number '80x' in ':80x'",
        ":90-80         | 'bind' : invalid port range '90-80'",
        ":+80           | 'bind' : port offset not permitted here in ':+80'",
        "256.0.0.1:80   | 'bind' : invalid address: '256.0.0.1' in '256.0.0.1:80'",
        "[::g]:80       | 'bind' : invalid address: '[::g]' in '[::g]:80'",
        "nohost:80      | 'bind' : could not resolve address 'nohost' in 'nohost:80'",
        "fd@x           | 'bind' : file descriptor 'x' is not a valid integer in 'fd@x'",
        "quic4@:443     | 'bind' : address family 'quic4@' in 'quic4@:443' is not supported by this version of Weir",
        "udp@1.2.3.4:80 | 'bind' : dgram-type address not acceptable in 'udp@1.2.3.4:80'",
        ":80-81 id 5    | 'bind :80-81' in section 'frontend' : 'id' can only be used with a single socket",
        "${NONE}        | 'bind' : '${NONE}' resolves to an empty address (environment variable missing?)",
        ":80 name       | 'bind :80' in section 'frontend' : 'name' : missing name",
        ":80 id 0       | 'bind :80' in section 'frontend' : 'id' : custom id has to be > 0",
        ":80 mss 0      | 'bind :80' in section 'frontend' : 'mss' : expects an MSS with an absolute value between 1 and 65535",
        ":80 ssl crt x  | 'bind :80' in section 'frontend' : 'ssl' is known to HAProxy but not supported by this version of Weir.",
        ":80 level admin | 'bind :80' in section 'frontend' : 'level' is known to HAProxy but not supported by this version of Weir.",
        ":80 bcklog 5   | 'bind :80' in section 'frontend' : unknown keyword 'bcklog'; did you mean 'backlog'?",
        "unix@          | 'bind' : invalid address 'unix@': UNIX socket name of 0 bytes; allowed are 1 to 107",
    })
    void mistakesInAddressesToListenOn(String line, String message) {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:7] : " + message),
                ConfigurationText.of(DEFAULTS + "frontend web\n    bind " + line + "\n").messages());
    }

    @Test
    void aNegativeSegmentSizeIsAcceptedAndSaidToBeWithoutEffect() {
        ConfigurationText text = ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80 mss -100\n");
        assertTrue(text.messages().getFirst().contains("'mss' : a negative value has no effect"), () -> text.messages().toString());
        assertEquals(0, text.load().configuration().proxies().getFirst().frontend().binds().getFirst().listen().mss());
    }

    @Test
    void bindOptionsReachTheSocket() {
        BindConfig bind = binds(":80 name web maxconn 50 backlog 99 defer-accept mss 1400 interface eth0 transparent tcp-ut 3s id 12").getFirst();
        assertEquals("web 12 50", bind.name() + ' ' + bind.id() + ' ' + bind.maxconn());
        assertEquals(99, bind.listen().backlog());
        assertTrue(bind.listen().deferAccept() && bind.listen().transparent() && bind.listen().reusePort());
        assertEquals(1400, bind.listen().mss());
        assertEquals("eth0", bind.listen().interfaceName());
        assertEquals(3000, bind.listen().tcpUserTimeoutMillis());
        BindConfig unix = binds("/run/x mode 600 user haproxy gid 5").getFirst();
        assertEquals("384 106 5", unix.listen().unixMode() + " " + unix.listen().unixUid() + ' ' + unix.listen().unixGid());
        assertFalse(unix.listen().reusePort());
    }

    @Test
    void theBacklogFollowsTheProxysMaxconn() {
        assertEquals(300, ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80\n    maxconn 300\n").valid().proxies().getFirst().frontend().binds()
                .getFirst().listen().backlog());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "10.0.0.1:80    | 10.0.0.1:80    | false | 0",
        "10.0.0.1       | 10.0.0.1:0     | true  | 0",
        "10.0.0.1:+10   | 10.0.0.1:0     | true  | 10",
        "10.0.0.1:-10   | 10.0.0.1:0     | true  | -10",
        "[::1]:80       | [::1]:80       | false | 0",
        "/run/app.sock  | unix@/run/app.sock | false | 0",
        "abns@app       | abns@app       | false | 0",
        "app.example:80 | 10.0.0.7:80    | false | 0",
    })
    void addressesToConnectTo(String written, String endpoint, boolean usesClientPort, int offset) {
        ServerConfig server = server(written);
        assertEquals(endpoint, server.connect().remote().toString());
        assertEquals(usesClientPort, server.usesClientPort());
        assertEquals(offset, server.portOffset());
    }

    @Test
    void serverOptionsAndThoseOfDefaultServer() {
        List<ServerConfig> servers = ConfigurationText.of(DEFAULTS + """
                backend app
                    server a 10.0.0.1:80
                    default-server check inter 1s fastinter 500ms downinter 5s rise 4 fall 5 weight 20 maxconn 100 maxqueue 7 slowstart 9s backup
                    server b 10.0.0.2:80 no-check weight 30 no-backup cookie bb id 9
                    default-server pool-low-conn 4
                    server c 10.0.0.3:80 port 8080 addr 10.9.9.9 minconn 10 disabled source 10.1.1.1:99 pool-max-conn 5 pool-purge-delay 2s max-reuse 3
                """).valid().proxies().getFirst().backend().servers();
        assertFalse(servers.get(0).check().enabled());
        assertEquals(1, servers.get(0).weight());
        assertFalse(servers.get(1).check().enabled() || servers.get(1).backup());
        assertEquals("30 9 bb 100 7 9000", servers.get(1).weight() + " " + servers.get(1).id() + ' ' + servers.get(1).cookie() + ' ' + servers.get(1).maxconn()
                + ' ' + servers.get(1).maxqueue() + ' ' + servers.get(1).slowstartMillis());
        ServerConfig c = servers.get(2);
        assertEquals("Check[enabled=true, interMillis=1000, fastinterMillis=500, downinterMillis=5000, rise=4, fall=5, port=8080, "
                + "address=10.9.9.9:0, tcpCheck=false]",
                c.check().toString());
        assertTrue(c.backup() && c.disabled());
        assertEquals("10.1.1.1:99", c.connect().source().toString());
        assertEquals("10 5 4 2000 3", c.minconn() + " " + c.poolMaxConn() + ' ' + c.poolLowConn() + ' ' + c.poolPurgeDelayMillis() + ' ' + c.maxReuse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a                       | 'server' expects <name> and <addr>[:<port>] as arguments.",
        "a@ 1.2.3.4              | character '@' is not permitted in server name 'a@'.",
        "a 1.2.3.4:70000         | 'server app/a' : invalid port '70000'",
        "a 1.2.3.4:80-90         | 'server app/a' : port range not permitted here in '1.2.3.4:80-90'",
        "a udp4@1.2.3.4:80       | 'server app/a' : dgram-type address not acceptable in 'udp4@1.2.3.4:80'",
        "a 1.2.3.4:80 inter      | 'server app/a' : 'inter' expects a delay as argument.",
        "a 1.2.3.4:80 inter x    | 'server app/a' : unexpected character 'x' in 'inter'",
        "a 1.2.3.4:80 rise 0     | 'server app/a' : 'rise' has to be > 0.",
        "a 1.2.3.4:80 weight 257 | 'server app/a' : weight is not within 0 and 256 (257).",
        "a 1.2.3.4:80 pool-max-conn -2 | 'server app/a' : 'pool-max-conn' must be >= -1.",
        "a 1.2.3.4:80 ssl        | 'server app/a' : 'ssl' is known to HAProxy but not supported by this version of Weir.",
    })
    void mistakesInServerLines(String line, String message) {
        assertEquals(List.of("[ALERT] config : [weir.cfg:7] : " + message),
                ConfigurationText.of(DEFAULTS + "backend app\n    server " + line + "\n").messages());
    }

    @Test
    void aCheckNeedsAPort() {
        assertEquals(List.of("[ALERT] config : config: backend 'app': server 'a' has neither service port nor check port."),
                ConfigurationText.of(DEFAULTS + "backend app\n    server a 10.0.0.1 check\n").messages());
    }

    @Test
    void serverNamesAndNumbersAreUnique() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:8] : backend 'app', another server named 'a' was already defined at line 7, please use"
                + " distinct names."), ConfigurationText.of(DEFAULTS + "backend app\n    server a 10.0.0.1:80\n    server a 10.0.0.2:80\n").messages());
        assertEquals(List.of("[ALERT] config : [weir.cfg:8] : 'server app/b' : 'id' : custom id 4 already used at weir.cfg:7 ('server a')."),
                ConfigurationText.of(DEFAULTS + "backend app\n    server a 10.0.0.1:80 id 4\n    server b 10.0.0.2:80 id 4\n").messages());
    }

    @ParameterizedTest
    @CsvSource({"mode http,true", "mode tcp,false", "no option tcp-smart-connect,false", "mode tcp;option tcp-smart-connect,true"})
    void aRequestTakesTheAcknowledgementOfItsConnectionAlong(String lines, boolean late) {
        ServerConfig server = ConfigurationText.of(DEFAULTS + "backend app\n    " + lines.replace(";", "\n    ") + "\n    server a 10.0.0.1:80\n").valid()
                .proxies().getFirst().backend().servers().getFirst();
        assertEquals(late, server.connect().lateAck());
    }

    @Test
    void aServersSourceMayHaveARangeOfPorts() {
        assertEquals("127.0.0.1:4000 4000-4010", source("127.0.0.1:4000-4010"));
        assertEquals("0.0.0.0:4000 4000-4001", source(":4000-4001 interface lo"));
        assertEquals("[::1]:4000 4000-4001", source("[::1]:4000-4001"));
        assertEquals("127.0.0.1:4000 null", source("127.0.0.1:4000-4000"));
        assertEquals("127.0.0.1:0 null", source("127.0.0.1:"));
        ServerConfig one = server("127.0.0.1:80 source 127.0.0.1:4000-4010");
        assertEquals("4000-4010", one.connect().withRemote(one.connect().source()).sourcePorts().toString());
    }

    private static String source(String written) {
        ServerConfig server = server("127.0.0.1:80 source " + written);
        return server.connect().source() + " " + server.connect().sourcePorts();
    }

    @Test
    void eachServerHasItsOwnPortsOfTheSameRange() {
        List<ServerConfig> servers = ConfigurationText.of(DEFAULTS + """
                backend app
                    source 10.0.0.1
                    server plain 127.0.0.1:80
                    default-server source 127.0.0.1:4000-4001
                    server a 127.0.0.1:81
                    server b 127.0.0.1:82
                """).valid().proxies().getFirst().backend().servers();
        assertNull(servers.getFirst().connect().sourcePorts());
        assertEquals("4000-4001", servers.get(1).connect().sourcePorts().toString());
        assertNotSame(servers.get(1).connect().sourcePorts(), servers.get(2).connect().sourcePorts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "server s 127.0.0.1:80 source 127.0.0.1:4001-4000  | invalid port range '4001-4000'",
        "server s 127.0.0.1:80 source 127.0.0.1:100-70000  | invalid port '100-70000'",
        "server s 127.0.0.1:80 source 127.0.0.1:+5         | port offset not permitted here in '127.0.0.1:+5'",
        "source 127.0.0.1:4000-4001                        | port range not permitted here in '127.0.0.1:4000-4001'",
    })
    void sourcesThatAreRefused(String line, String why) {
        assertTrue(ConfigurationText.of(DEFAULTS + "backend app\n    " + line + "\n").messages().getFirst().contains(why));
    }
}

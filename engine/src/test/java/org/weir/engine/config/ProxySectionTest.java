package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.engine.config.ConfigurationText.DEFAULTS;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.config.model.Balance;
import org.weir.engine.config.model.Capture;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.config.model.HttpOptions;
import org.weir.engine.config.model.Mode;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.config.model.Timeouts;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.ReplyTexts;

class ProxySectionTest {
    private static ProxyConfig listen(String lines) {
        return ConfigurationText.of(DEFAULTS + "listen web\n    bind :80\n" + lines.indent(4)).valid().proxies().getFirst();
    }

    private static List<String> messages(String line) {
        return ConfigurationText.of(DEFAULTS + "listen web\n    bind :80\n    " + line + "\n").messages();
    }

    @Test
    void aProxyHasHaproxysDefaults() {
        ProxyConfig proxy = ConfigurationText.of("listen web\n    bind :80\n    timeout client 1s\n").valid().proxies().getFirst();
        assertEquals(2, proxy.id());
        assertEquals(Mode.TCP, proxy.mode());
        assertEquals(3, proxy.backend().retries());
        assertEquals(Balance.Algorithm.ROUNDROBIN, proxy.backend().balance().algorithm());
        assertEquals(HttpOptions.ConnectionMode.KEEP_ALIVE, proxy.http().connection());
        assertEquals(HttpOptions.Reuse.SAFE, proxy.http().reuse());
        assertNull(proxy.backend().httpCheck());
        assertNull(proxy.forwardFor());
        assertEquals(ProxyLogging.Kind.NONE, proxy.logging().kind());
    }

    /** As HAProxy 2.6 counts them: what has a number of its own uses up a turn. */
    @Test
    void numbersAreGivenInOrderAroundThoseThatWereChosen() {
        List<ProxyConfig> proxies = ConfigurationText.of(DEFAULTS + """
                frontend a
                    bind :1
                    bind :2 id 1
                    bind :3
                frontend b
                    bind :4
                    id 2
                backend c
                    server x 10.0.0.1:1
                    server y 10.0.0.1:2 id 1
                    server z 10.0.0.1:3
                """).valid().proxies();
        assertEquals(List.of(3, 2, 5), proxies.stream().map(ProxyConfig::id).toList());
        assertEquals(List.of(false, true, false), proxies.stream().map(ProxyConfig::hasOwnId).toList());
        assertEquals(List.of(2, 1, 4), proxies.getFirst().frontend().binds().stream().map(bind -> bind.id()).toList());
        assertEquals(List.of(2, 1, 4), proxies.get(2).backend().servers().stream().map(server -> server.id()).toList());
    }

    @Test
    void timeoutsFallBackAsInHaproxy() {
        assertEquals(new Timeouts(50_000, 50_000, 5_000, 5_000, 50_000, 50_000, 0, 0, 0, -1, 5_000), listen("").timeouts());
        assertEquals(new Timeouts(50_000, 50_000, 5_000, 9, 10_000, 10_000, 3_600_000, 1_000, 2_000, 4_000, 60_000), listen("""
                timeout queue 9
                timeout http-request 10s
                timeout tunnel 1h
                timeout client-fin 1s
                timeout server-fin 2s
                timeout check 4s
                timeout tarpit 1m
                """).timeouts());
    }

    @ParameterizedTest
    @CsvSource({"clitimeout, timeout client", "srvtimeout, timeout server", "contimeout, timeout connect", "timeout clitimeout, timeout client"})
    void theTimeoutsOfTheOldDaysWorkWithAWarning(String old, String modern) {
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:8] : the '" + old + "' directive is deprecated, use '" + modern + "' instead."),
                messages(old + " 7s"));
    }

    @Test
    void missingTimeoutsAreWarnedAboutInHaproxysWords() {
        assertEquals(List.of("""
                [WARNING] config : missing timeouts for frontend 'web'.
                While not properly invalid, you will certainly encounter various problems
                with such a configuration. To fix this, please ensure that all following
                timeouts are set to a non-zero value: 'client', 'connect', 'server'."""),
                ConfigurationText.of("frontend web\n    bind :80\n").messages());
    }

    @Test
    void connectionModesReplaceEachOther() {
        assertEquals(HttpOptions.ConnectionMode.SERVER_CLOSE, listen("option httpclose\noption http-server-close").http().connection());
        assertEquals(HttpOptions.ConnectionMode.CLOSE, listen("option http-server-close\noption httpclose").http().connection());
        assertEquals(HttpOptions.ConnectionMode.KEEP_ALIVE, listen("option httpclose\nno option httpclose").http().connection());
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:8] : the 'option forceclose' directive is deprecated, use 'option httpclose' instead."),
                messages("option forceclose"));
    }

    @Test
    void optionsOfDefaultsCanBeUndone() {
        ProxyConfig proxy = ConfigurationText.of(DEFAULTS + """
                    option redispatch
                    option dontlognull
                    option tcpka
                listen web
                    bind :80
                    no option redispatch
                    default option dontlognull
                    no option clitcpka
                """).valid().proxies().getFirst();
        assertEquals(0, proxy.backend().redispatchInterval());
        assertTrue(!proxy.logging().dontLogNull());
        assertTrue(!proxy.tcp().clientKeepAlive() && proxy.tcp().serverKeepAlive());
        assertEquals(-1, listen("option redispatch").backend().redispatchInterval());
        assertEquals(-2, listen("option redispatch -2").backend().redispatchInterval());
    }

    @Test
    void forwardForHasExceptionsHeaderAndCondition() {
        assertEquals("ForwardFor[except=null, header=X-Forwarded-For, ifNone=false]", listen("option forwardfor").forwardFor().toString());
        ProxyConfig proxy = listen("option forwardfor except 127.0.0.0/8 header X-Client if-none");
        assertEquals(8, proxy.forwardFor().except().prefixBits());
        assertEquals("X-Client", proxy.forwardFor().header());
        assertTrue(proxy.forwardFor().ifNone());
        assertEquals(8, listen("option forwardfor except 127.0.0.0/255.0.0.0").forwardFor().except().prefixBits());
        assertEquals(64, listen("option forwardfor except 2001:db8::/64").forwardFor().except().prefixBits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/33", "127.0.0.0/255.0.255.0", "127.0.0.0/", "somewhere", "::1/129", "127.0.0.1/-1"})
    void networksAreChecked(String network) {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:8] : 'option forwardfor except' expects <address>[/mask] as argument."),
                messages("option forwardfor except " + network));
    }

    @Test
    void httpChecksInTheOldAndTheNewForm() {
        HttpCheck modern = listen("""
                option httpchk
                http-check send meth GET uri /health ver HTTP/1.1 hdr Host app hdr X y body ping
                http-check expect status 200,204-299
                http-check expect ! string down
                http-check disable-on-404
                """).backend().httpCheck();
        assertEquals("GET /health HTTP/1.1", modern.method() + ' ' + modern.uri() + ' ' + modern.version());
        assertArrayEquals(new String[] {"Host", "app"}, modern.headers().getFirst());
        assertEquals("ping", modern.body());
        assertEquals(List.of(new HttpCheck.Expect(HttpCheck.Expect.Kind.STATUS, false, "200,204-299"),
                new HttpCheck.Expect(HttpCheck.Expect.Kind.STRING, true, "down")), modern.expects());
        assertTrue(modern.disableOn404());

        HttpCheck old = ConfigurationText.of(DEFAULTS + "listen web\n    bind :80\n    option httpchk OPTIONS * HTTP/1.1\\r\\nHost:\\ www\n")
                .accepted().proxies().getFirst().backend().httpCheck();
        assertEquals("OPTIONS * HTTP/1.1", old.method() + ' ' + old.uri() + ' ' + old.version());
        assertArrayEquals(new String[] {"Host", "www"}, old.headers().getFirst());
        assertEquals("OPTIONS /x HTTP/1.0", check("option httpchk /x"));
        assertEquals("GET /x HTTP/1.0", check("option httpchk GET /x"));
    }

    private static String check(String line) {
        HttpCheck check = listen(line).backend().httpCheck();
        return check.method() + ' ' + check.uri() + ' ' + check.version();
    }

    @Test
    void capturesAndLogTargets() {
        ProxyConfig proxy = ConfigurationText.of("global\n    log /dev/log local0\n" + DEFAULTS + """
                    log global
                    option httplog
                listen web
                    bind :80
                    log 127.0.0.1:5140 local2
                    log-tag web
                    capture request header Host len 64
                    capture response header Server len 8
                    capture cookie SID= len 32
                """).valid().proxies().getFirst();
        assertEquals(List.of("unix@/dev/log", "127.0.0.1:5140"), proxy.logging().targets().stream().map(target -> target.endpoint().toString()).toList());
        assertEquals("web", proxy.logging().tag());
        assertEquals(ProxyLogging.Kind.HTTP, proxy.logging().kind());
        assertEquals(List.of(new Capture("Host", 64)), proxy.frontend().requestCaptures());
        assertEquals(new Capture("SID=", 32), proxy.frontend().cookieCapture());
    }

    @Test
    void noLogForgetsWhatDefaultsSaid() {
        assertEquals(List.of(), ConfigurationText.of("global\n    log /dev/log local0\n" + DEFAULTS + """
                    log global
                listen web
                    bind :80
                    no log
                """).valid().proxies().getFirst().logging().targets());
    }

    @Test
    void errorRepliesComeFromFilesAndLocations() {
        ProxyConfig proxy = ConfigurationText.of(DEFAULTS + """
                    errorfile 503 sorry.http
                    errorloc303 500 http://sorry.example/
                listen web
                    bind :80
                """).file("sorry.http", "HTTP/1.0 503 Sorry\r\nContent-Length: 2\r\n\r\nno".getBytes(StandardCharsets.US_ASCII)).valid().proxies().getFirst();
        assertEquals(503, proxy.errorReplies().get(503).status());
        String sorry = ReplyTexts.of(proxy.errorReplies().get(503), Http1Writer.CONNECTION_NONE, true);
        assertTrue(sorry.startsWith("HTTP/1.0 503 Sorry\r\n") && sorry.endsWith("\r\n\r\nno"), sorry);
        assertEquals("HTTP/1.1 303 See Other\r\ncache-control: no-cache\r\ncontent-length: 0\r\nlocation: http://sorry.example/\r\n\r\n",
                ReplyTexts.of(proxy.errorReplies().get(500), Http1Writer.CONNECTION_NONE, true));
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:8] : errorfile : error opening file 'absent'."), messages("errorfile 503 absent"));
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:8] : errorfile : status code '999' not handled."), messages("errorfile 999 absent"));
        assertEquals(1, messages("errorloc 503 \"http://x/\\r\\nSet-Cookie: a\"").size());
    }

    /** They stand for more than a flag: HAProxy's manual does not mark them as to be negated either. */
    @ParameterizedTest
    @ValueSource(strings = {"tcpka", "httpchk", "tcp-check", "forwardfor", "httplog", "tcplog", "httpslog"})
    void someOptionsCannotBeNegated(String option) {
        for (String prefix : List.of("no", "default")) {
            assertEquals(List.of("[ALERT] config : parsing [weir.cfg:6]: negation/default is not supported for option '" + option + "'."),
                    ConfigurationText.of(DEFAULTS + "    " + prefix + " option " + option + "\n").messages());
        }
    }

    @Test
    void keywordsOfTheOtherSideAreIgnoredWithAWarning() {
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:8] : 'balance' ignored because frontend 'web' has no backend capability.",
                "[WARNING] config : parsing [weir.cfg:9] : 'timeout server' will be ignored because frontend 'web' has no backend capability"),
                ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80\n    balance leastconn\n    timeout server 1s\n").messages());
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:7] : 'maxconn' ignored because backend 'app' has no frontend capability."
                + " Maybe you want 'fullconn' instead ?"), ConfigurationText.of(DEFAULTS + "backend app\n    maxconn 5\n").messages());
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:6] : 'bind' not allowed in 'defaults' section."),
                ConfigurationText.of(DEFAULTS + "    bind :80\n").messages());
    }

    @Test
    void backendsMustExistFitAndNotLoop() {
        assertEquals(List.of("[ALERT] config : Proxy 'web': unable to find required default_backend: 'ap'; did you mean 'app'?"),
                ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80\n    default_backend ap\nbackend app\n").messages());
        assertEquals(List.of("[ALERT] config : http frontend 'web' (weir.cfg:6) tries to use incompatible tcp backend 'app' (weir.cfg:9) as its default"
                + " backend (see 'mode')."),
                ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80\n    default_backend app\nbackend app\n    mode tcp\n").messages());
        assertEquals(List.of("[ALERT] config : Proxy 'web': loop detected for default_backend: 'web'."), messages("default_backend web"));
    }

    @Test
    void aTcpProxyDropsWhatNeedsHttp() {
        ConfigurationText text = ConfigurationText.of("global\n    log stdout format raw local0\n" + DEFAULTS + """
                listen db
                    mode tcp
                    bind :5432
                    log global
                    option httplog
                    option forwardfor
                    monitor-uri /up
                    capture cookie A len 5
                """);
        ProxyConfig proxy = text.accepted().proxies().getFirst();
        assertEquals(ProxyLogging.Kind.TCP, proxy.logging().kind());
        assertNull(proxy.forwardFor());
        assertNull(proxy.frontend().monitorUri());
        assertNull(proxy.frontend().cookieCapture());
        assertEquals(List.of("[WARNING] config : 'option forwardfor' ignored for proxy 'db' as it requires HTTP mode.",
                "[WARNING] config : monitor-uri will be ignored for proxy 'db' (needs 'mode http').",
                "[WARNING] config : 'capture' statement ignored for proxy 'db' as it requires HTTP mode.",
                "[WARNING] config : parsing [weir.cfg:12] : 'option httplog' not usable with proxy 'db' (needs 'mode http'). Falling back to 'option tcplog'."),
                text.messages());
    }

    /** The table in HAProxy's manual, section 8.2.6, less {@code %tsc}, which HAProxy 2.6 takes in TCP mode too. */
    @ParameterizedTest
    @ValueSource(strings = {"CC", "CS", "HM", "HP", "HPO", "HQ", "HU", "HV", "Ta", "Ti", "Tq", "TR", "Tr", "r", "tr", "trg", "trl"})
    void aTcpProxyHasNoLogVariableOfHttp(String variable) {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:7] : failed to parse log-format : format variable '" + variable
                + "' is reserved for HTTP mode."), logFormat("tcp", "%ci %{+Q}" + variable));
        assertEquals(List.of(), logFormat("http", "%ci %{+Q}" + variable));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ST", "tsc", "hr", "hsl", "Tw", "Tc", "Td", "Th", "Tt", "Tu", "B", "U", "ts", "lc", "ID", "sslv", "rt"})
    void aTcpProxyHasTheOtherLogVariables(String variable) {
        assertEquals(List.of(), logFormat("tcp", "%ci %" + variable));
    }

    private static List<String> logFormat(String mode, String format) {
        String text = DEFAULTS + "    log 127.0.0.1 local0\n    log-format '" + format + "'\nfrontend f\n    bind :80\n    mode " + mode;
        // A backend has no log lines of its own.
        return ConfigurationText.of(text + "\n    default_backend b\nbackend b\n    mode " + mode + "\nbackend unused\n    mode tcp\n").messages();
    }

    @Test
    void aDisabledProxyIsNotJudged() {
        assertTrue(listen("disabled\ndefault_backend nowhere").disabled());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http-check expect status 404 | GET /d HTTP/1.1 [x: d] 404",
        "option httpchk HEAD /b       | HEAD /b HTTP/1.0 []",
        "http-check send hdr y b      | OPTIONS / HTTP/1.0 [y: b]",
        "retries 3                    | GET /d HTTP/1.1 [x: d] 200",
    })
    void whatASectionSaysOfChecksTakesThePlaceOfItsDefaults(String line, String expected) {
        ConfigurationText text = ConfigurationText.of("""
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                    option httpchk GET /d HTTP/1.1
                    http-check send hdr x d
                    http-check expect status 200
                    http-check disable-on-404
                backend app
                    %s
                    server a 10.0.0.1:80 check
                """.formatted(line));
        HttpCheck check = text.accepted().proxies().getFirst().backend().httpCheck();
        String headers = check.headers().stream().map(header -> header[0] + ": " + header[1]).toList().toString();
        String patterns = String.join(",", check.expects().stream().map(HttpCheck.Expect::pattern).toList());
        assertEquals(expected, (check.method() + ' ' + check.uri() + ' ' + check.version() + ' ' + headers + ' ' + patterns).strip());
        assertTrue(check.disableOn404());
    }
}

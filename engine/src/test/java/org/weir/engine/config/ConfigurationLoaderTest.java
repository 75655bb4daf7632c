package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.engine.config.ConfigurationText.DEFAULTS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.SourceLine;

/** Files, sections, and how errors are gathered. */
class ConfigurationLoaderTest {
    private static final String PROXY = DEFAULTS + """
            frontend web
                bind :80
                default_backend app
            backend app
                server a 10.0.0.1:80
            """;

    @Test
    void everyErrorOfEveryFileIsReportedAtOnceWithItsPlace() {
        List<String> messages = ConfigurationText.of("""
                global
                    maxcon 10
                    log nowhere
                """).and("proxies.cfg", DEFAULTS + """
                listen web
                    bind :80
                    balence roundrobin
                    timeout clint 5s
                    option httplo
                    server a 10.0.0.1:80 chek
                """).messages();
        assertEquals(List.of(
                "[ALERT] config : parsing [weir.cfg:2] : unknown keyword 'maxcon' in 'global' section; did you mean 'maxconn'?",
                "[ALERT] config : parsing [weir.cfg:3] : log : expects <address> and <facility>  as arguments",
                "[ALERT] config : parsing [proxies.cfg:8] : unknown keyword 'balence' in 'listen' section; did you mean 'balance'?",
                "[ALERT] config : parsing [proxies.cfg:9] : 'timeout' supports 'client', 'server', 'connect', 'check', 'queue', 'http-keep-alive',"
                        + " 'http-request', 'tunnel', 'tarpit', 'client-fin' and 'server-fin' (got 'clint'); did you mean 'client'?",
                "[ALERT] config : parsing [proxies.cfg:10] : unknown option 'httplo'; did you mean 'httplog'?",
                "[ALERT] config : [proxies.cfg:11] : 'server web/a' : unknown keyword 'chek'; did you mean 'check'?"), messages);
    }

    @Test
    void aFailedLoadEndsWithTheMessagesThatScriptsLookFor() {
        LoadResult result = ConfigurationText.of("global\n    foo\n").load();
        assertNull(result.configuration());
        assertTrue(result.hasErrors());
        assertEquals("Error(s) found in configuration file : weir.cfg", result.diagnostics().get(1).text());
        assertEquals("Fatal errors found in configuration.", result.diagnostics().get(2).text());
        assertEquals(new SourceLine("weir.cfg", 2), result.diagnostics().getFirst().where());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats enable", "cookie SRV insert", "http-send-name-header X", "option mysql-check", "tcp-request content accept", "balance uri"})
    void whatHaproxyKnowsAndWeirDoesNotIsAnErrorThatSaysSo(String line) {
        String message = ConfigurationText.of(DEFAULTS + "listen web\n    bind :80\n    " + line + "\n").messages().getFirst();
        assertTrue(message.startsWith("[ALERT] config : parsing [weir.cfg:8] : '"), message);
        assertTrue(message.endsWith("is known to HAProxy but not supported by this version of Weir."), message);
    }

    @Test
    void aForeignSectionIsOneErrorNotOnePerLine() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:1] : section 'peers' is known to HAProxy but not supported by this version of Weir."),
                ConfigurationText.of("peers mypeers\n    peer a 10.0.0.1:1024\n    peer b 10.0.0.2:1024\n").messages());
    }

    @Test
    void wordsOutsideOfASectionAreRefused() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:1]: unknown keyword 'frontnd' out of section; did you mean 'frontend'?"),
                ConfigurationText.of("frontnd web\n").messages());
    }

    @Test
    void aSectionEndsWithItsFile() {
        assertEquals(List.of("[ALERT] config : parsing [b.cfg:1]: unknown keyword 'daemon' out of section."),
                ConfigurationText.of("global\n").and("b.cfg", "daemon\n").messages());
    }

    @Test
    void severalFilesMakeOneConfiguration() {
        Configuration configuration = ConfigurationText.of(DEFAULTS + "backend app\n    server a 10.0.0.1:80\n")
                .and("web.cfg", "frontend web\n    bind :80\n    default_backend app\n").valid();
        assertEquals(List.of("app", "web"), configuration.proxies().stream().map(ProxyConfig::name).toList());
        assertEquals(50_000, configuration.proxies().get(1).timeouts().client());
        assertEquals(new SourceLine("web.cfg", 1), configuration.proxies().get(1).where());
        assertEquals("app", configuration.backend("app").name());
    }

    @Test
    void aDefaultsSectionStartsAfreshAndNamedOnesCanBeChosenAndExtended() {
        Configuration configuration = ConfigurationText.of("""
                defaults base
                    mode http
                    timeout client 10s
                    option httpclose
                defaults slow from base
                    timeout client 99s
                    no option httpclose
                defaults
                    timeout client 1s
                frontend a from base
                    bind :81
                frontend b from slow
                    bind :82
                frontend c
                    bind :83
                """).valid();
        List<ProxyConfig> proxies = configuration.proxies();
        assertEquals(List.of(10_000, 99_000, 1_000), proxies.stream().map(proxy -> proxy.timeouts().client()).toList());
        assertEquals(List.of("CLOSE", "KEEP_ALIVE", "KEEP_ALIVE"), proxies.stream().map(proxy -> proxy.http().connection().name()).toList());
        assertEquals(List.of("HTTP", "HTTP", "TCP"), proxies.stream().map(proxy -> proxy.mode().name()).toList());
    }

    @Test
    void aDefaultsSectionThatIsNotThereIsNamed() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:2] : defaults section 'bse' not found for frontend 'a'.; did you mean 'base'?"),
                ConfigurationText.of("defaults base\nfrontend a from bse\n    bind :80\n").messages());
    }

    @Test
    void theAddressBehindAListenNameOfHaproxy14StillWorks() {
        ConfigurationText text = ConfigurationText.of(DEFAULTS + "listen web 10.0.0.9:80\n    server a 10.0.0.1:80\n");
        assertEquals("10.0.0.9:80", text.accepted().proxies().getFirst().frontend().binds().getFirst().listen().endpoint().toString());
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:6] : an address behind the name of a 'listen' section is deprecated, please use the"
                + " 'bind' keyword for listening addresses."), text.messages());
    }

    @Test
    void namesOfProxiesAreUniqueOnEachSide() {
        assertEquals(List.of("[ALERT] config : Parsing [weir.cfg:11]: frontend 'web' has the same name as frontend 'web' declared at weir.cfg:6."),
                ConfigurationText.of(PROXY + "frontend web\n    bind :81\n").messages());
        assertEquals(3, ConfigurationText.of(PROXY + "backend web\n    server a 10.0.0.1:80\n").valid().proxies().size());
    }

    @Test
    void aConfigurationWithoutListenerIsValidButHasNothingToServe() {
        LoadResult result = ConfigurationText.of(DEFAULTS + "backend app\n    server a 10.0.0.1:80\n").load();
        assertFalse(result.hasErrors());
        assertFalse(result.hasListener());
        assertTrue(ConfigurationText.of(PROXY).load().hasListener());
        assertTrue(ConfigurationText.of("global\n    stats socket /tmp/x\n").load().hasListener());
        assertFalse(ConfigurationText.of(DEFAULTS + "frontend web\n    bind :80\n    disabled\n").load().hasListener());
    }

    @Test
    void linesCanDependOnConditions() {
        Configuration configuration = ConfigurationText.of("""
                global
                .if defined(BIG) && !streq("$BIG",no)
                    maxconn 9000
                .elif version_atleast(2.4)
                    maxconn 500
                .else
                    maxconn x
                .endif
                .if 0
                    nonsense 'here
                .endif
                """).variable("BIG", "no").valid();
        assertEquals(500, configuration.global().limits().maxconn());
    }

    @Test
    void directivesPrintMessagesAndUnclosedBlocksAreErrors() {
        assertEquals(List.of("[NOTICE] config : parsing [weir.cfg:1]: 'hello'.", "[WARNING] config : parsing [weir.cfg:2]: 'take care'.",
                "[ALERT] config : parsing [weir.cfg:3]: non-terminated '.if' block."),
                ConfigurationText.of(".notice hello\n.warning \"take care\"\n.if 1\n").messages());
    }

    @Test
    void variablesComeFromTheEnvironmentAndFromSetenv() {
        GlobalConfig global = ConfigurationText.of("""
                global
                    presetenv NODE other
                    setenv TEXT "line ${.LINE}"
                    node "$NODE"
                    description "$TEXT"
                """).variable("NODE", "lb1").valid().global();
        assertEquals("lb1", global.process().node());
        assertEquals("line 3", global.process().description());
    }

    @Test
    void variablesAreListedAsTheConfigurationLeftThem() {
        Map<String, String> environment = ConfigurationText.of("""
                global
                    setenv GIVEN now
                    unsetenv GONE
                    stats socket /run/a.sock
                    stats socket ipv4@127.0.0.1:999
                """).variable("GIVEN", "before").variable("GONE", "x").accepted().environment();
        assertEquals("now", environment.get("GIVEN"));
        assertFalse(environment.containsKey("GONE"));
        assertEquals("unix@/run/a.sock;ipv4@127.0.0.1:999", environment.get("HAPROXY_CLI"));
        assertEquals("weir.cfg", environment.get("HAPROXY_CFGFILES"));
    }

    @Test
    void theCommandLineHasTheLastWord() {
        Overrides overrides = new Overrides(77, 33, "/run/w.pid", true, false, true, false, false);
        Configuration configuration = ConfigurationText.of("global\n    maxconn 5\n    pidfile /x\n" + PROXY).with(overrides).valid();
        assertEquals(77, configuration.global().limits().maxconn());
        assertEquals("/run/w.pid", configuration.global().process().pidFile());
        assertTrue(configuration.global().process().daemon());
        assertEquals(33, configuration.proxies().getFirst().frontend().maxconn());
        Overrides foreground = new Overrides(0, 0, null, false, true, false, false, false);
        assertFalse(ConfigurationText.of("global\n    daemon\n").with(foreground).valid().global().process().daemon());
    }

    @Test
    void theCommandLineCanForbidSplicingAndSharedPorts() {
        String text = "listen l\n    bind 127.0.0.1:1\n    option splice-response\n    timeout connect 1s\n    timeout client 1s\n    timeout server 1s\n";
        ProxyConfig proxy = ConfigurationText.of(text).valid().proxies().getFirst();
        assertTrue(proxy.tcp().spliceResponses());
        assertFalse(proxy.tcp().spliceRequests());
        assertTrue(proxy.frontend().binds().getFirst().listen().reusePort());
        ProxyConfig restrained = ConfigurationText.of(text).with(new Overrides(0, 0, null, false, false, false, true, true)).valid().proxies().getFirst();
        assertFalse(restrained.tcp().spliceResponses());
        assertFalse(restrained.frontend().binds().getFirst().listen().reusePort());
    }

    @Test
    void garbageIsAnErrorNotAnException() {
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:1]: Stray NUL character at position 3."), ConfigurationText.of("ab\0c\n").messages());
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:2]: Missing LF on last line, file might have been truncated at position 11."),
                ConfigurationText.of("global\n    daemon").messages());
        List<String> flood = ConfigurationText.of("x\n".repeat(100_000)).messages();
        assertEquals(Diagnostics.MAX_MESSAGES + 1, flood.size());
        List<String> long1 = ConfigurationText.of("global\n" + "description " + "y".repeat(2_000_000) + "\n").messages();
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:2]: line too long, the limit is 1048576 characters."), long1);
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:1]: unknown keyword '\\x1b[31m' out of section."),
                ConfigurationText.of("\u001b[31m\n").messages());
    }

    @Test
    void aFileThatCannotBeReadIsAnError() {
        LoadResult result = ConfigurationLoader.load(List.of(Path.of("absent.cfg")), Overrides.NONE, ConfigurationText.of(""));
        assertEquals("Could not open configuration file absent.cfg : absent.cfg", result.diagnostics().getFirst().text());
        assertTrue(result.hasErrors());
    }

    @Test
    void textInOtherScriptsSurvives() {
        assertEquals("entrée", new String(ConfigurationText.of("global\n    description entrée\n").valid().global().process().description()
                .getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}

package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.engine.config.ConfigurationText.DEFAULTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.config.model.FrontendConfig.UseBackend;
import org.weir.engine.config.model.ProxyConfig;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.rules.HttpAction;

/** ACLs, switching and HTTP rules, as far as the configuration goes. */
class RulesTest {
    private static final String FRONTEND = DEFAULTS + "backend app\nfrontend web\n    bind :80\n";

    private static List<String> messages(String lines) {
        return ConfigurationText.of(FRONTEND + lines.indent(4)).messages();
    }

    @Test
    void switchingRulesKeepTheirOrderAndMayComputeTheName() {
        ProxyConfig web = ConfigurationText.of(FRONTEND + """
                    acl is-app path_beg /app
                    acl is-app path /
                    use_backend app if is-app !{ src 10.0.0.0/8 } or METH_POST
                    use_backend %[req.hdr(host),lower] unless is-app
                    use_backend app
                """).valid().proxies().get(1);
        List<UseBackend> rules = web.frontend().useBackends();
        assertEquals("app", rules.get(0).name());
        assertEquals("if is-app !{ src 10.0.0.0/8 } or METH_POST", rules.get(0).condition().text());
        assertNull(rules.get(1).name());
        assertEquals("%[req.hdr(host),lower]", rules.get(1).dynamic().text());
        assertNull(rules.get(2).condition());
        assertEquals(12, rules.get(1).where().line());
    }

    @Test
    void rulesAreEvaluatedAsBlockThenHttpRequestThenRedirect() {
        ProxyConfig web = ConfigurationText.of(FRONTEND + """
                    redirect scheme https code 301 if { path /secure }
                    http-request set-header X-Seen yes
                    block if METH_TRACE
                    http-response del-header Server
                """).accepted().proxies().get(1);
        assertEquals(List.of("Deny", "SetHeader", "Redirect"), web.requestRules().stream().map(rule -> rule.action().getClass().getSimpleName()).toList());
        assertEquals(403, assertInstanceOf(HttpAction.Deny.class, web.requestRules().getFirst().action()).status());
        assertEquals("weir.cfg:9", web.requestRules().get(2).where());
        assertEquals(1, web.responseRules().size());
    }

    @Test
    void rulesOfANamedDefaultsSectionComeFirst() {
        ProxyConfig web = ConfigurationText.of("""
                defaults base
                    mode http
                    timeout client 1s
                    acl local src 127.0.0.1
                    http-request deny unless local
                frontend web from base
                    bind :80
                    http-request set-header A b
                """).valid().proxies().getFirst();
        assertEquals(List.of("Deny", "SetHeader"), web.requestRules().stream().map(rule -> rule.action().getClass().getSimpleName()).toList());
        assertNotNull(web.requestRules().getFirst().condition());
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:6] : 'http-request' not allowed in anonymous 'defaults' section."),
                ConfigurationText.of(DEFAULTS + "    http-request deny\n").messages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "acl a foo                             | error detected while parsing ACL 'a' : unknown fetch method 'foo' in ACL expression 'foo'.",
        "acl ;a src 1.2.3.4                    | character ';' is not permitted in acl name ';a'.",
        "use_backend                           | 'use_backend' expects a backend name.",
        "use_backend app when x                | unexpected keyword 'when' after switching rule, only 'if' and 'unless' are allowed.",
        "use_backend app if nowhere            | error detected while parsing switching rule : no such ACL : 'nowhere'.",
        "use_backend app if { src 1.2.3.4      | error detected while parsing switching rule : missing closing '}' in condition.",
        "monitor fail                          | 'monitor fail' requires either 'if' or 'unless' followed by a condition.",
        "monitor pass                          | 'monitor' only supports 'fail'.",
        "redirect                              | error detected in frontend 'web' while parsing redirect rule : redirection type expected ('prefix',"
            + " 'location', or 'scheme').",
        "http-request deny deny_status 418     | error detected in frontend 'web' while parsing 'http-request deny' rule : status code '418' not handled by"
            + " default with 'default-errorfiles' argument.",
        "log-format                            | log-format expects an argument.",
        "log-format a b                        | log-format expects only one argument, don't forget to escape spaces!",
        "block x                               | 'block' requires either 'if' or 'unless' followed by a condition.",
    })
    void mistakesAreNamed(String line, String message) {
        List<String> alerts = messages(line).stream().filter(text -> text.startsWith("[ALERT]")).toList();
        assertEquals(List.of("[ALERT] config : parsing [weir.cfg:9] : " + message), alerts);
    }

    @Test
    void filesMayHaveNamesInAnyScript(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("wei\u00df \u6c34"), "x\n");
        assertEquals(List.of(), messages("""
                acl a hdr(x) -f "%1$s"
                http-request return status 200 content-type text/plain file "%1$s" if a
                http-request return status 200 content-type text/plain lf-file "%1$s" if a
                """.formatted(file)));
    }

    @Test
    void rulesThatReadOutOfOrderOrAreNeverReachedAreWarnedAbout() {
        assertEquals(List.of(
                "[WARNING] config : parsing [weir.cfg:10] : a 'http-request' rule placed after a 'use_backend' rule will still be processed before.",
                "[WARNING] config : parsing [weir.cfg:11]: previous 'http-request' action is final and has no condition attached, further entries are NOOP.",
                "[WARNING] config : parsing [weir.cfg:11] : a 'http-request' rule placed after a 'use_backend' rule will still be processed before.",
                "[WARNING] config : parsing [weir.cfg:12] : a 'monitor fail' rule placed after a 'use_backend' rule will still be processed before."),
                messages("use_backend app\nhttp-request deny\nhttp-request allow\nmonitor fail if TRUE"));
    }

    @Test
    void whatExpressionsNameMustExist() {
        List<String> messages = messages("monitor fail if { nbsrv(ap) lt 1 }");
        assertEquals(1, messages.size());
        assertTrue(messages.getFirst().contains("'ap'"), messages.getFirst());
        assertEquals(List.of(), messages("monitor fail if { nbsrv(app) lt 1 }"));
    }

    @Test
    void aTcpProxyHasNoHttpRules() {
        ConfigurationText text = ConfigurationText.of(DEFAULTS + "listen db\n    bind :1\n    mode tcp\n    http-request deny\n    redirect location /x\n");
        assertEquals(List.of("[WARNING] config : 'http-request' rules ignored for proxy 'db' as they require HTTP mode.",
                "[WARNING] config : 'redirect' rules ignored for proxy 'db' as they require HTTP mode."), text.messages());
        assertEquals(List.of(), text.accepted().proxies().getFirst().requestRules());
    }

    @Test
    void everyKindOfLogHasItsFormat() {
        String log = "    log 127.0.0.1 local0\n";
        for (String option : List.of("tcplog", "httplog", "httpslog")) {
            ProxyLogging logging = ConfigurationText.of(FRONTEND + log + "    option " + option + "\n").valid().proxies().get(1).logging();
            assertTrue(logging.format().text().startsWith("%ci:%cp [%t"), logging.format().text());
        }
        ProxyLogging custom = ConfigurationText.of(FRONTEND + log + "    log-format \"%ci %[src] %{+Q}r\"\n").valid().proxies().get(1).logging();
        assertEquals(ProxyLogging.Kind.CUSTOM, custom.kind());
        assertEquals("%ci %[src] %{+Q}r", custom.format().text());
        assertEquals(List.of("[WARNING] config : log format ignored for frontend 'web' since it has no log address."), messages("option httplog"));
    }

    /** As HAProxy: it is accepted, and hardly ever meant. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "http-request deny if answered; acl 'answered' will never match because it only involves keywords that are incompatible with "
            + "'frontend http-request header rule'",
        "http-request deny if either; acl 'either' involves keywords 'status' which is incompatible with 'frontend http-request header rule'",
        "http-request deny unless METH_GET { res.hdr(a) b }; anonymous acl will never match because it uses keyword 'res.hdr' which is incompatible with "
            + "'frontend http-request header rule'",
        "http-response deny if { path_beg /x }; anonymous acl will never match because it uses keyword 'path_beg' which is incompatible with "
            + "'frontend http-response header rule'",
        "use_backend app if answered; acl 'answered' will never match because it only involves keywords that are incompatible with "
            + "'frontend use-backend rule'",
        "redirect location / if { status 200 }; anonymous acl will never match because it uses keyword 'status' which is incompatible with "
            + "'frontend http-request header rule'"})
    void aConditionOnWhatIsNotThereIsWarnedAbout(String line, String warning) {
        assertEquals(List.of("[WARNING] config : parsing [weir.cfg:12] : " + warning),
                messages("acl answered status 200\nacl either path /x\nacl either status 200\n" + line));
    }

    @Test
    void conditionsOnWhatIsThereAreNotWarnedAbout() {
        assertEquals(List.of(), messages("""
                acl mine src 10.0.0.0/8
                http-request deny if mine { path /x } { nbsrv(app) 0 }
                http-response set-header a b if mine METH_GET { status 200 }
                use_backend app if mine || { path /y }"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "return status 418 default-errorfiles; [ALERT]; status code '418' not handled by default with 'default-errorfiles' argument.",
        "return default-errorfiles string x; [ALERT]; only one of 'string', 'lf-string', 'file', 'lf-file', 'errorfile' and 'default-errorfiles' is possible.",
        "deny default-errorfiles hdr a b; [WARNING]; hdr parameters ignored by the http reply when used with an errorfile",
        "return default-errorfiles content-type a/b; [WARNING]; content-type 'a/b' ignored by the http reply when used with an errorfile"})
    void errorFilesStandForTheWholeReply(String action, String level, String message) {
        String first = messages("http-request " + action + " if TRUE").getFirst();
        assertTrue(first.startsWith(level) && first.endsWith(" : " + message), first);
    }

    @Test
    void whatAnExpressionNamesInVainIsReportedWhereItStands() {
        String text = ConfigurationText.DEFAULTS + """
                frontend web
                    bind 127.0.0.1:80
                    acl few nbsrv(app) lt 2
                    http-request deny if { srv_is_up(app/gone) }
                    default_backend app
                backend app
                    http-request set-header X-Left %[nbsrv(gone)]
                    server a 10.0.0.1:80
                """;
        int first = (int) ConfigurationText.DEFAULTS.lines().count();
        assertEquals(List.of(
                "[ALERT] config : parsing [weir.cfg:" + (first + 4) + "]: unable to find server 'gone' in proxy 'app', referenced in arg 1 of sample fetch"
                        + " keyword 'srv_is_up' in proxy 'web'.",
                "[ALERT] config : parsing [weir.cfg:" + (first + 7) + "]: unable to find backend 'gone' referenced in arg 1 of sample fetch"
                        + " keyword 'nbsrv' in proxy 'app'."), ConfigurationText.of(text).messages());
    }
}

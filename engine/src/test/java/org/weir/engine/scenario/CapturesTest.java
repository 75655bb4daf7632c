package org.weir.engine.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of heads that rules change or refuse the log line quotes, as HAProxy 2.6 was seen to do it. */
class CapturesTest {
    @RegisterExtension
    final Scenario scenario = new Scenario();

    /** The headers are those that came, the cookies those that went on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http-request set-header X-A other      | SID=req | SID=res | {came} {came} 200",
        "http-request set-header Cookie SID=new | SID=new | SID=res | {came} {came} 200",
        "http-request deny                      | SID=req | -       | {came} {} 403",
        "http-request return status 200         | -       | -       | {came} {} 200",
        "http-request redirect location /x      | -       | -       | {came} {} 302",
        "http-response set-header X-B other     | SID=req | SID=res | {came} {came} 200",
        "http-response del-header Set-Cookie    | SID=req | -       | {came} {came} 200",
        "http-response deny                     | SID=req | -       | {came} {came} 502",
        "http-response return status 200        | SID=req | -       | {came} {came} 200"})
    void rulesComeBetweenHeadersAndCookies(String rule, String clientCookie, String serverCookie, String rest) {
        for (String place : new String[] {"fe", "be"}) {
            SyslogSink log = start(place + " rule", rule);
            scenario.client(place).send("GET / HTTP/1.1\r\nHost: a\r\nX-A: came\r\nCookie: SID=req\r\n\r\n").expectHead();
            log.expectLine(place + " rule CC=" + clientCookie + " CS=" + serverCookie + ' ' + rest.replace("{", "\\{") + "\n$");
        }
    }

    private SyslogSink start(String place, String rule) {
        SyslogSink log = scenario.log();
        String name = place.substring(0, 2);
        scenario.server("s-" + name)
                .answerEach(request -> "HTTP/1.1 200 OK\r\nX-B: came\r\nSet-Cookie: SID=res; path=/\r\nContent-Length: 2\r\n\r\nhi");
        scenario.start("""
                global
                    threading-mode shared
                    log {log} format raw local0
                defaults
                    mode http
                    log global
                    timeout connect 100s
                    timeout client 100s
                    timeout server 100s
                frontend front
                    bind {NAME}
                    log-format "PLACE CC=%CC CS=%CS %hr %hs %ST"
                    capture cookie SID len 20
                    capture request header X-A len 10
                    capture response header X-B len 10
                    default_backend back
                    FRONT
                backend back
                    BACK
                    server s1 {s-NAME}
                """.replace("FRONT", name.equals("fe") ? rule : "").replace("BACK", name.equals("be") ? rule : "").replace("PLACE", place)
                .replace("NAME", name));
        return log;
    }

    @Test
    void theCookieOfARequestThatHasNoBackendIsNotCaptured() {
        SyslogSink log = scenario.log();
        scenario.start(Texts.http(Texts.LONG_TIMEOUTS).replace("    default_backend be\n", "    capture cookie SID len 20\n"));
        scenario.client("fe").send("GET / HTTP/1.1\r\nHost: a\r\nCookie: SID=req\r\n\r\n").expectStatus(503);
        log.expectLine(" fe fe/<NOSRV> .* 503 \\d+ - - SC-- ");
    }
}

package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded nonsense, made of the language's own words and of bytes: no input may end in an exception. */
class ConfigurationFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final String[] EXTRAS = {
        "global", "defaults", "frontend", "backend", "listen", "from", "no", "default", "a", "b", "web", ":80", "*:81-83", "1.2.3.4:80", "[::1]:0", "0",
        "-1", "99999999999", "10s", "5m", "4294967296", "1k", "/x", "unix@", "abns@", "fd@3", "ipv6@::1:4", "{", "}", "if", "unless", "or", "!", "TRUE",
        "path", "path_beg", "/a", "src", "1.0.0.0/8", "hdr(host)", "-i", "-m", "reg", "(", "[", "%[", "%[src]", "%ci", "%{+Q}r", "\"", "'", "\\", "\\x4",
        "\"$HOME\"", "\"${X-", "\"${X[*]}\"", "#", ".if", ".else", ".endif", ".elif", "defined(", "&&", "200", "503", "len", "on", "check", "inter", "tcp",
        "http", "http-request", "http-response", "redirect", "location", "code", "deny", "set-header", "X", "use_backend", "acl", "stdout", "local0", "+5",
        ",", "@", ":"};
    private static final String[] SEEDS = {
        "global", "log 127.0.0.1:514 len 900 format rfc5424 local0 info err", "stats socket /tmp/x mode 600 level admin", "cpu-map auto:1/1-4 0-3",
        "tune.bufsize 16k", "setenv A b", "ssl-default-bind-options ssl-min-ver TLSv1.2", "defaults base", "defaults d from base", "mode http",
        "timeout client 10s", "option httpchk GET /x HTTP/1.1\\r\\nHost:\\ y", "http-check send meth GET uri / hdr a b",
        "http-check expect status 200-299",
        "option forwardfor except 10.0.0.0/8 header X", "errorloc 503 http://x/", "default-server inter 1s rise 2 weight 5", "frontend f from base",
        "bind 10.0.0.1:80-82,[::1]:443 name x id 4 mss 1400", "acl a path_beg -i /x /y", "acl b hdr(host) -m reg ^a.*(b|c)+$",
        "use_backend b if a or !b { src ::1 }",
        "use_backend %[path,field(2,/),lower] unless a", "http-request set-header X %[src,ipmask(24)]%{+Q}[path]", "http-request deny deny_status 429 if a",
        "http-request return status 200 content-type text/plain lf-string \"%ci $HOME\"", "http-request replace-path ^/(.*) /\\\\1 if a",
        "redirect prefix https://x code 301 drop-query if b", "http-response del-header Server -m beg", "capture request header H len 10",
        "log-format \"%{+Q,+X}ci [%t] %[req.hdr(a),regsub(\\\"(x)\\\",y,g)]\"", "monitor fail if { nbsrv(b) lt 1 }", "backend b",
        "server s1 10.0.0.1:+5 check inter 1s source 1.2.3.4:5 id 3", "server s2 unix@/x weight 0 backup", "balance source",
        "listen l 1.2.3.4:5", ".if defined(A)", ".endif"};

    @Test
    void nothingThrows() {
        List<String> vocabulary = vocabulary();
        Random random = new Random(20_261);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            int lines = 1 + random.nextInt(25);
            for (int i = 0; i < lines; i++) {
                int words = 1 + random.nextInt(7);
                for (int w = 0; w < words; w++) {
                    text.append(w == 0 ? "" : " ").append(vocabulary.get(random.nextInt(vocabulary.size())));
                }
                text.append('\n');
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            load(bytes);
        }
    }

    @Test
    void linesThatWereRightOnceDoNotThrowEither() {
        List<String> vocabulary = vocabulary();
        Random random = new Random(77);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (String seed : SEEDS) {
                switch (random.nextInt(4)) {
                    case 0 -> text.append(mutated(seed, vocabulary, random));
                    case 1 -> text.append(seed, 0, random.nextInt(seed.length() + 1));
                    default -> text.append(seed);
                }
                text.append('\n');
            }
            load(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String mutated(String line, List<String> vocabulary, Random random) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        int at = random.nextInt(words.size());
        String other = vocabulary.get(random.nextInt(vocabulary.size()));
        switch (random.nextInt(4)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, other);
            case 2 -> words.set(at, words.get(at) + other);
            default -> words.set(at, other);
        }
        return String.join(" ", words);
    }

    private static void load(byte[] bytes) {
        ConfigurationText configuration = ConfigurationText.of("").file(ConfigurationText.FILE, bytes);
        try {
            LoadResult result = configuration.load();
            assertNotNull(result.diagnostics());
            assertEquals(result.hasErrors(), result.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ALERT));
        } catch (RuntimeException e) {
            throw new AssertionError("input: " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static List<String> vocabulary() {
        List<String> words = new ArrayList<>(List.of(EXTRAS));
        KeywordRegistry.global().all().forEach(keyword -> words.add(keyword.name()));
        KeywordRegistry.proxy().all().forEach(keyword -> words.add(keyword.name()));
        KeywordRegistry.bindOptions().all().forEach(keyword -> words.add(keyword.name()));
        KeywordRegistry.serverOptions().all().forEach(keyword -> words.add(keyword.name()));
        return words;
    }
}

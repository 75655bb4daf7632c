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
        "-1", "99999999999", "10s", "5m", "4294967296", "1k", "/x", "unix@", "abns@", "fd@", "fd@3", "ipv6@::1:4", "{", "}", "if", "unless", "or", "!", "TRUE",
        "path", "path_beg", "/a", "src", "1.0.0.0/8", "hdr(host)", "-i", "-m", "reg", "(", "[", "%[", "%[src]", "%ci", "%{+Q}r", "\"", "'", "\\", "\\x4",
        "\"$HOME\"", "\"${X-", "\"${X[*]}\"", "#", ".if", ".else", ".endif", ".elif", "defined(", "&&", "200", "503", "len", "on", "check", "inter", "tcp", "http",
        "http-request", "http-response", "redirect", "location", "code", "deny", "set-header", "X", "use_backend", "acl", "stdout", "local0", "+5", ",", "@", ":"};

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

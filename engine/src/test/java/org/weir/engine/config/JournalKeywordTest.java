package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.analytics.journal.JournalSettings;
import org.weir.analytics.journal.Roll;
import org.weir.engine.config.model.ProxyConfig;

/** {@code journal}, and which proxies write to it. */
class JournalKeywordTest {
    private static JournalSettings journal(String line) {
        return ConfigurationText.of("global\n    " + line + '\n').valid().global().logging().journal();
    }

    @Test
    void aJournalHasDefaults() {
        assertNull(journal("daemon"));
        assertEquals(new JournalSettings(Path.of("/var/log/weir"), Roll.HOURLY, 0, 0, 1000), journal("journal /var/log/weir"));
    }

    @Test
    void aJournalIsDescribed() {
        assertEquals(new JournalSettings(Path.of("/j"), Roll.MINUTELY, 60, 0, 250), journal("journal /j roll minutely keep 60 sync 250"));
        assertEquals(new JournalSettings(Path.of("/j"), Roll.DAILY, 0, 20L << 30, 0), journal("journal /j sync 0 keep 20g roll daily"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "journal | 'journal' expects the absolute path of a directory.",
        "journal logs | 'journal' expects the absolute path of a directory.",
        "journal /j roll weekly | 'journal roll' only supports 'minutely', 'hourly' and 'daily' (got 'weekly').",
        "journal /j roll | 'journal roll' only supports 'minutely', 'hourly' and 'daily' (got '').",
        "journal /j keep 0 | 'journal keep' expects a number of files, or a size with its unit (k, m, g), found '0'.",
        "journal /j keep | 'journal keep' expects a number of files, or a size with its unit (k, m, g), found ''.",
        "journal /j keep 9999999999 | 'journal keep' expects a number of files, or a size with its unit (k, m, g), found '9999999999'.",
        "journal /j keep 5t | 'journal keep' expects a number of files, or a size with its unit (k, m, g), found '5t'.",
        "journal /j sync 2m | 'journal sync' expects at most 60s, found '2m'.",
        "journal /j fast | 'journal' only supports optional values: 'roll', 'keep' and 'sync' (got 'fast')."}, quoteCharacter = '`')
    void whatIsWrongIsSaid(String line, String message) {
        String said = ConfigurationText.of("global\n    " + line + '\n').load().diagnostics().toString();
        assertTrue(said.contains(message), said);
    }

    @Test
    void proxiesThatLogWriteToItUnlessTheySayOtherwise() {
        List<ProxyConfig> proxies = ConfigurationText.of("""
                global
                    journal /j
                    log 127.0.0.1 local0
                listen logged
                    log global
                listen silent
                    mode tcp
                listen refusing
                    log global
                    no option journal
                listen alone
                    option journal
                """).load().configuration().proxies();
        assertEquals(List.of(true, false, false, true), proxies.stream().map(proxy -> proxy.logging().journal()).toList());
    }

    @Test
    void withoutAJournalTheOptionIsIgnored() {
        String said = ConfigurationText.of("listen alone\n    option journal\n").load().diagnostics().toString();
        assertTrue(said.contains("'option journal' ignored for proxy 'alone' since there is no 'journal' in 'global'."), said);
    }
}

package org.weir.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeywordReferenceTest {
    @Test
    void thePageIsUpToDate() throws IOException {
        Path page = Path.of(System.getProperty("weir.root"), "docs", "keywords.md");
        assertEquals(KeywordReference.page(), Files.readString(page),
                "write it anew with: java -cp ... org.weir.engine.config.KeywordReference docs/keywords.md");
    }

    @Test
    void everyDeprecatedKeywordNamesOneThatExists() {
        for (Keyword<ProxyBuilder> keyword : KeywordRegistry.proxy().all()) {
            assertTrue(keyword.modern() == null || KeywordRegistry.proxy().find(List.of(keyword.modern().split(" "))) != null, keyword.name());
        }
    }

    @Test
    void theLongestNameWins() {
        KeywordTable<ProxyBuilder> table = KeywordRegistry.proxy();
        assertEquals("capture request header", table.find(List.of("capture", "request", "header", "Host")).name());
        assertEquals("redispatch", table.find(List.of("redispatch", "3")).name());
        assertEquals("option redispatch", table.find(List.of("option", "redispatch")).name());
        assertNull(table.find(List.of("option", "nothing")));
        assertNotNull(KnownKeywords.find("proxy", List.of("option", "mysql-check", "user")));
    }

    @Test
    void suggestionsAreNearAndSwapsCountOnce() {
        assertEquals("balance", Suggestion.nearest("balacne", List.of("bind", "balance", "backlog")));
        assertEquals(1, Suggestion.distance("balacne", "balance"));
        assertEquals(3, Suggestion.distance("kitten", "sitting"));
        assertNull(Suggestion.nearest("zebra", List.of("bind", "balance", "backlog")));
        assertNull(Suggestion.nearest("x".repeat(10_000), List.of("bind")));
    }
}

package org.weir.analytics.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The zone that {@code TZ} names, read as the C library does (POSIX.1-2024, section 8.3; tzset(3)): a zone's name, a file, or a zone written out, whose
 * sign is the other way round than in Java: {@code GMT+5} is five hours west of Greenwich. What nobody can read is UTC.
 */
public final class LocalZone {
    /** The identifier of a zone that has rules but no name of its own. */
    static final String UNNAMED = "TZ/written";

    private static final Path ZONE_FILES = Path.of("/usr/share/zoneinfo");
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final ZoneId UNKNOWN_TO_JDK = unknownToJdk(System.getenv("TZ"));

    private LocalZone() {
    }

    /** The zone of this process. */
    public static ZoneId id() {
        return UNKNOWN_TO_JDK == null ? ZoneId.systemDefault() : UNKNOWN_TO_JDK;
    }

    /** Null where the JDK's own default is right: without the variable, and with the name of a zone in it. */
    static ZoneId unknownToJdk(final String written) {
        if (written == null) {
            return null;
        }
        final String text = written.startsWith(":") ? written.substring(1) : written;
        if (ZoneRulesProvider.getAvailableZoneIds().contains(text)) {
            return null;
        }
        final ZoneRules rules = rules(text, ZONE_FILES);
        if (rules.isFixedOffset()) {
            return rules.getOffset(Instant.EPOCH);
        }
        final OneZone zone = new OneZone(rules);
        ZoneRulesProvider.registerProvider(zone);
        return ZoneId.of(zone.name);
    }

    /** The rules of what is no name of a zone: of a file, as {@code /etc/localtime}, or of a zone written out. */
    static ZoneRules rules(final String text, final Path zoneFiles) {
        ZoneRules rules = text.isEmpty() ? null : ofFile(text, zoneFiles);
        rules = rules == null ? WrittenZone.rules(text) : rules;
        return rules == null ? ZoneOffset.UTC.getRules() : rules;
    }

    /** Null when there is no such file, or none that holds a zone: as to the C library, the text may still be a zone itself. */
    private static ZoneRules ofFile(final String text, final Path zoneFiles) {
        try {
            final Path file = zoneFiles.resolve(text);
            return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES ? ZoneFile.rules(Files.readAllBytes(file)) : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Makes rules known to {@link ZoneId}. */
    private static final class OneZone extends ZoneRulesProvider {
        private final String name = UNNAMED;
        private final ZoneRules rules;

        OneZone(final ZoneRules rules) {
            this.rules = rules;
        }

        @Override
        protected Set<String> provideZoneIds() {
            return Set.of(name);
        }

        @Override
        protected ZoneRules provideRules(final String zoneId, final boolean forCaching) {
            return rules;
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(final String zoneId) {
            final NavigableMap<String, ZoneRules> versions = new TreeMap<>();
            versions.put("1", rules);
            return versions;
        }
    }
}

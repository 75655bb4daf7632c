package org.weir.analytics.journal;

import java.nio.file.Path;

/**
 * What the configuration says about a journal.
 *
 * @param directory where its files are; made when it is not there
 * @param roll how often a new file begins
 * @param keepFiles how many files are kept, the current one among them; 0 = no limit
 * @param keepBytes how large all files together may become before the oldest go; 0 = no limit
 * @param syncMillis how long a record may be in memory alone, exposed to a crash of the whole machine; 0 = as long as the system likes
 */
public record JournalSettings(Path directory, Roll roll, int keepFiles, long keepBytes, int syncMillis) {
    public static final int DEFAULT_SYNC_MILLIS = 1000;
}

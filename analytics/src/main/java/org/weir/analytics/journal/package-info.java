/**
 * The journal: log records kept in Chronicle Queue files. {@link JournalAppender} writes them and belongs to the journal agent; {@link JournalReader}
 * reads them, on any thread of any process. Calls Chronicle Queue (the writing side alone) and {@code analytics.record}.
 */
package org.weir.analytics.journal;

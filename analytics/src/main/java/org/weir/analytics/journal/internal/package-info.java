/**
 * How the journal's files are written and read: Chronicle Queue, room on the disk, the frame of a batch. Journal agent's, but for what only reads.
 * Not for use outside {@code analytics.journal}.
 */
package org.weir.analytics.journal.internal;

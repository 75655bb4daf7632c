/**
 * Lines of text made of records: HAProxy's standard formats, and the pieces (numbers, dates, encoded bytes) that every log line is made of.
 * Used by whichever thread owns the buffers: the journal agent, and the program that reads a journal. Calls {@code analytics.record} and Agrona.
 */
package org.weir.analytics.line;

/**
 * Lines of text made of records: HAProxy's standard formats, and the pieces (numbers, dates, encoded bytes) that every log line is made of.
 * Used by whichever thread owns the buffers: the journal agent, and the program that reads a journal. Calls the record and zone packages,
 * and Agrona.
 */
package org.weir.analytics.line;

/**
 * The binary schema of log records: what the engine hands to the journal, and what the journal keeps. Flyweights over Agrona buffers, used by
 * whichever thread owns the buffer. Calls nothing but Agrona.
 */
package org.weir.analytics.record;

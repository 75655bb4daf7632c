/**
 * Log lines as text: where blocks of whole lines come from, and how a line's fields are found and read.
 * Runs on the threads of the program that analyses a log, one cursor and one block per thread.
 * Calls the JDK, Agrona for memory outside the heap, and a library that unpacks zstd.
 */
package org.weir.analytics.text;

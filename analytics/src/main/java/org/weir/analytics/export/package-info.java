/**
 * The way out of a journal: its records as entries and lines for the analyses, and as JSON, CSV and log formats for other programs.
 * Runs on the threads of the program that reads the journal.
 * Calls the journal, line, record, text and aggregate packages.
 */
package org.weir.analytics.export;

/**
 * How what was counted is shown: tables, CSV, JSON, and a page of HTML with plots.
 * Runs on the program's main thread, once all is counted.
 * Calls the aggregate and text packages and HdrHistogram.
 */
package org.weir.analytics.report;

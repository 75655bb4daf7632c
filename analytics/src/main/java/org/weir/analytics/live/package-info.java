/**
 * What is known of a log while it grows: counts of the last interval and of all since the start, and how they look on a screen.
 * Counted by the thread that reads, taken and shown by another. Calls the aggregate, report and text packages and HdrHistogram.
 */
package org.weir.analytics.live;

/**
 * What is counted over log lines: bounded tables, and the analyses of HAProxy's {@code halog}.
 * Each thread has aggregates of its own, merged at the end. Calls the text package, HdrHistogram and the JDK.
 */
package org.weir.analytics.aggregate;

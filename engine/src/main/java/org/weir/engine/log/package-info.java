/**
 * Log records of streams and of the process: what they say, how each format renders them, where they go. The engine agent fills a record; the
 * journal agent formats and delivers it. May call {@code expr}, {@code config.model}, {@code org.weir.analytics} and {@code org.weir.io}.
 */
package org.weir.engine.log;

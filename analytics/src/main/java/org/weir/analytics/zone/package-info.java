/**
 * The local time zone as the C library takes it from the environment, for log lines, for commands and for reading dates back.
 * Any thread; read once, before privileges and the root directory are given up. Calls the JDK alone.
 */
package org.weir.analytics.zone;

/**
 * The {@code halog} program: its command line, and what it opens, runs and prints.
 * Runs on the main thread, which starts others to read lines.
 * Calls analytics and the JDK.
 */
package org.weir.halog;

/**
 * Owns the program around the core: command line, start-up messages, files to load, pid file, privileges, background mode, signals, exit status.
 * Runs on the main thread before and after the agents do; signals arrive on the JVM's signal threads and are handed on through a sink.
 * Puts all other packages together, and calls {@code org.weir.os}, whose JNA part only where a feature asks for it.
 */
package org.weir.engine.process;

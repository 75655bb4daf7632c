package org.weir.engine.process;

/**
 * How much a process may have at once.
 *
 * @param connections of clients
 * @param pipes for splicing; 0 where nothing is spliced
 */
record Capacity(int connections, int pipes) {}

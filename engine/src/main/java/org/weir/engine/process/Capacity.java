package org.weir.engine.process;

/**
 * How much a process may have at once.
 *
 * @param connections of clients
 * @param pipes for splicing; 0 where nothing is spliced
 * @param descriptors that these connections, those to servers and the process itself may take
 */
record Capacity(int connections, int pipes, long descriptors) {}

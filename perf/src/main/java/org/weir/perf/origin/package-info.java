/**
 * The origin server that tests, the demo and the load rig put behind a proxy; owns its sockets and its worker threads.
 * Each connection belongs to one worker thread, started by {@link org.weir.perf.origin.OriginServer}; {@code close} may come from any thread.
 * Calls nothing of Weir: it must stay correct where Weir is wrong.
 */
package org.weir.perf.origin;

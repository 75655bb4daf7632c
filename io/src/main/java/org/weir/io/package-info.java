/**
 * Off-heap buffers, sockets and pollers, and the rings between agents.
 */
package org.weir.io;

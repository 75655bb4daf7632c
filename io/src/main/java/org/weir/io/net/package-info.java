/**
 * Addresses, and what is to be known to open a listening or a connecting socket.
 * Immutable records for configuration; {@link org.weir.io.net.NetAddress} is the mutable form of the I/O agents.
 * May call {@code sys}.
 */
package org.weir.io.net;

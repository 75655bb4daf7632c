/**
 * The I/O agent: clients' and servers' connections, HTTP framing, relaying of bodies and tunnels. Runs on the I/O agents' threads and owns
 * everything it touches; it talks to the engine agent through {@code message} only and decides nothing but framing.
 */
package org.weir.engine.relay;

/**
 * Frontends, sessions and streams: the way of a request through rules, backend, server and queue, to its record in the log. Engine agent only;
 * it reaches the I/O agents through {@code message} alone.
 */
package org.weir.engine.proxy;

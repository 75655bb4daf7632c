/**
 * Moves bytes between sockets and buffers behind a completion-shaped boundary; epoll is its implementation.
 * Runs on the I/O agent that owns the transport; nothing in it is shared.
 * May call {@code sys}, {@code memory}, {@code net} and {@code ring} (for the wake-up).
 */
package org.weir.io.transport;

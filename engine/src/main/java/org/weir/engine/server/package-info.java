/**
 * Backends and servers at work: states, weights, slots, queues, and the messages about them. Owns every server's runtime state.
 * Engine agent only. May call {@code balance}, {@code stats}, {@code message}, {@code config.model}, {@code io.net} and {@code io.time}.
 */
package org.weir.engine.server;

/**
 * Health checks: when a server is checked, with what, and what the answer means. The connections are the I/O agents'; jobs travel as messages.
 * Engine agent only. May call {@code server}, {@code message}, {@code http}, {@code config.model}, {@code io.time} and {@code io.net}.
 */
package org.weir.engine.check;

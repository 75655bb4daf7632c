/**
 * Load balancing algorithms: which candidate gets the next stream. Owns the order of candidates, nothing else of a server.
 * Engine agent only. May call {@code config.model} and {@code io.net}; knows servers only as {@link org.weir.engine.balance.Candidate}s.
 */
package org.weir.engine.balance;

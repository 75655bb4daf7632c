/**
 * Sample fetches, converters, patterns, ACLs, conditions and log-format strings. Compiled by the main thread when the configuration is
 * read, evaluated by the engine agent only. May look at {@code http} and at nothing else of the engine.
 */
package org.weir.engine.expr;

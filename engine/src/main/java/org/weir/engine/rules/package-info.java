/**
 * HTTP rules: what they are (records) and how they are carried out. Compiled by the main thread when the configuration is read, evaluated by
 * the engine agent only. May look at {@code expr} and {@code http}.
 */
package org.weir.engine.rules;

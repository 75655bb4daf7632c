/**
 * From configuration text to {@link org.weir.engine.config.model.Configuration}: lexer, sections, the keyword registry, checks; every
 * error with its file and line, all of them at once. The main thread runs it, before the agents start.
 * May call {@code expr}, {@code rules} and {@code http} to compile what the text says, {@code org.weir.io.net} for addresses,
 * and {@code org.weir.os}; knows the kinds of idle strategies and of journal rolls.
 */
package org.weir.engine.config;

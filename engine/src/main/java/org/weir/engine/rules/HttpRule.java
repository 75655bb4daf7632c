package org.weir.engine.rules;

import org.weir.engine.expr.Condition;

/**
 * One {@code http-request} or {@code http-response} line.
 *
 * @param condition null = always
 * @param where file and line, for messages
 */
public record HttpRule(HttpAction action, Condition condition, String where) {}

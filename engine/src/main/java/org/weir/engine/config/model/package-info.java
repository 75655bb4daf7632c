/**
 * What a configuration says, after it was read: immutable records, no behaviour beyond look-ups. Any thread may read them.
 * Built by {@code org.weir.engine.config} alone; may refer to compiled expressions, rules and replies.
 */
package org.weir.engine.config.model;

/**
 * The log record schema and what reads it.
 */
package org.weir.analytics;

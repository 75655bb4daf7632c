/**
 * How agents wait for work.
 * Used by the agent's own thread.
 * May call {@code transport}, {@code ring} and {@code time}.
 */
package org.weir.io.agent;

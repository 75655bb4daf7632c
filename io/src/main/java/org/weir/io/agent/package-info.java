/**
 * How agents wait for work, and keep objects to be used again.
 * Used by the agent's own thread.
 * May call {@code transport}, {@code ring} and {@code time}.
 */
package org.weir.io.agent;

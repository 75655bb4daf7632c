/**
 * An agent's clock and its timers.
 * Owned by the agent that created them.
 * May call nothing but the clock.
 */
package org.weir.io.time;

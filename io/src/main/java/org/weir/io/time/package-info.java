/**
 * An agent's clock and its timers.
 * Owned by the agent that created them.
 * May call Agrona's timer wheel.
 */
package org.weir.io.time;

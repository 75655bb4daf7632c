/**
 * How agents wait for work, and how long their duty cycles take.
 * Used by the agent's own thread; the duty-cycle figures may be read by any thread.
 * May call {@code transport}, {@code ring} and {@code time}.
 */
package org.weir.io.agent;

/**
 * Off-heap memory: pools of equal buffers, and the tags under which all of it is accounted.
 * A pool belongs to one agent; its counters and the tags may be read by any thread.
 * May call {@code sys}.
 */
package org.weir.io.memory;

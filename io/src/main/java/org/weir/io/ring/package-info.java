/**
 * Rings that carry events from one agent to another, and the eventfd that wakes a sleeping consumer.
 * Each ring has one producing and one consuming thread.
 * May call {@code sys} and the Disruptor's ring buffer.
 */
package org.weir.io.ring;

/**
 * Owns what this process asks of the kernel about itself: CPUs, affinity, limits, memory locking, privileges, child processes.
 * Called at start from the main thread, or by a thread about itself (affinity, name); nothing here is for a duty cycle.
 * Calls libc through JNA's direct mapping, which costs tens of milliseconds at its first use and nothing before it.
 */
package org.weir.os;

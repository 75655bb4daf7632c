/**
 * Owns what this process asks of the kernel about itself (CPUs, affinity, limits, memory locking, privileges, signals, child processes), and the way into the
 * kernel that all modules use ({@link org.weir.os.KernelCall}). Called at start from the main thread, or by a thread about itself; only the handles of
 * {@code KernelCall} are for duty cycles. Calls the rest of libc through JNA, which costs tens of milliseconds at its first use and nothing before it.
 */
package org.weir.os;

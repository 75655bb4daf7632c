/**
 * CPU topology and affinity, limits, memory locking and privileges of this process. Called at start, from the main thread.
 */
package org.weir.os;

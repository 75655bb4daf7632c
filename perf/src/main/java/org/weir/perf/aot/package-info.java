/**
 * Owns the training runs that write the AOT caches with which weir and halog start fast.
 * Runs on the main thread of a program of its own, while packaging.
 * Calls the origin server and the generators of logs; drives the programs from outside, as their users would.
 */
package org.weir.perf.aot;

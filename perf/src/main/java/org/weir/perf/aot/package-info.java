/**
 * Owns the training run that writes the AOT cache with which the weir program starts fast.
 * Runs on the main thread of a program of its own, while packaging.
 * Calls the origin server; drives the weir program from outside, as a client would.
 */
package org.weir.perf.aot;

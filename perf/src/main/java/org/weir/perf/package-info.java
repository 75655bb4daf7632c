/**
 * Benchmarks, the load rig and the origin server.
 */
package org.weir.perf;

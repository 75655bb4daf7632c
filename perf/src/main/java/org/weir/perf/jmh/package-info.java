/**
 * JMH benchmarks of single steps on a request's way, run by {@code weir-bench jmh}; each owns its state.
 * Runs on JMH's threads in forks that have the flags of Weir's processes.
 * May call any public class of the modules below.
 */
package org.weir.perf.jmh;

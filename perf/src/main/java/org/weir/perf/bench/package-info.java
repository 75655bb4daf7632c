/**
 * The load rig {@code weir-bench}: starts origin and proxies as processes of their own, drives them in turn, and compares what they did.
 * Runs on the main thread, plus one thread for the syslog sink; the processes it starts end with it.
 * Calls the origin package, the generator of logs and external programs ({@code wrk}, {@code haproxy}, {@code bin/weir}); the proxy never runs inside the rig,
 * which asks it for its version alone.
 */
package org.weir.perf.bench;

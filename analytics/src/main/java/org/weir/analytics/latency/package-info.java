/**
 * Latency histograms of frontends, backends and servers, and their way into HdrHistogram log files. Recorder and feed are the engine agent's, the log
 * agent has a thread of its own; a ring of bytes lies between them. Calls HdrHistogram and Agrona.
 */
package org.weir.analytics.latency;

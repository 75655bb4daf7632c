/**
 * Counters, rates and averages, and what is shown of them. Owns the memory-mapped counters file.
 * Written by the engine agent only; the file may be read by any thread and any process. Calls Agrona alone.
 */
package org.weir.engine.stats;

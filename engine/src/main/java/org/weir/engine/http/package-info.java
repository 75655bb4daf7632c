/**
 * Owns the version-neutral message head over off-heap bytes, the strict HTTP/1 codec, body framing, error replies and cookies.
 * Runs on the I/O agents (framing, serialising) and on the engine agent (reading and editing heads); a head has one owner at a time.
 * May call Agrona buffers only, no other engine package.
 */
package org.weir.engine.http;

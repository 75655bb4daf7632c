package org.weir.engine.config.model;

import org.weir.io.net.Endpoint;

/**
 * One {@code log} line.
 *
 * @param kind where records go
 * @param endpoint UDP address or UNIX datagram path; null for stdout, stderr and inherited descriptors
 * @param fd descriptor for {@link Kind#FD}; 1 and 2 for stdout and stderr
 * @param format framing of a record; null where the line names none: local, or rfc3164 with {@code log-send-hostname}
 * @param lengthBytes longest line, default 1024
 * @param facility syslog code 0..23
 * @param maxLevel least important level that is sent, 0 (emerg) .. 7 (debug)
 * @param minLevel more important records are lowered to it; 0 = unchanged
 */
public record LogTarget(
        Kind kind, Endpoint endpoint, int fd, Format format, int lengthBytes, int facility, int maxLevel, int minLevel, SourceLine where) {

    public enum Kind { UDP, UNIX_DATAGRAM, FD }

    public enum Format { LOCAL, RFC3164, RFC5424, PRIORITY, SHORT, TIMED, ISO, RAW }
}

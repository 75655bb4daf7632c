package org.weir.engine.log;

import org.weir.engine.config.model.ProxyLogging;

/** Engine agent only. Whether a stream gets a line, and how important it is (configuration manual, section 8.3). */
final class LogPolicy {
    /** No line. */
    static final int SILENT = -1;

    static final int ERROR = 3;
    static final int INFO = 6;

    private static final int SERVER_ERROR = 500;

    private LogPolicy() {}

    /** @return a syslog severity, or {@link #SILENT} */
    static int level(StreamOutcome outcome) {
        ProxyLogging logging = outcome.logging;
        if (logging.dontLogNull() && isNull(outcome)) {
            return SILENT;
        }
        // The line of the plain format is about a connection whose request was understood.
        if (logging.format() == null && outcome.http && !outcome.method.isSet()) {
            return SILENT;
        }
        boolean normal = isNormal(outcome);
        if (logging.dontLogNormal() && normal) {
            return SILENT;
        }
        return logging.separateErrors() && !normal ? ERROR : INFO;
    }

    /** Nothing was exchanged: a probe, a scan, a connection opened in advance. What the proxy itself answered does not count. */
    private static boolean isNull(StreamOutcome outcome) {
        return outcome.bytesUploaded == 0 && (outcome.http ? !outcome.method.isSet() : outcome.bytesRead == 0);
    }

    /** No error, timeout, retry, redispatch or status 5xx; an answer of the proxy's own ({@code L}) is normal. */
    private static boolean isNormal(StreamOutcome outcome) {
        boolean ended = outcome.terminationCause == '-' || outcome.terminationCause == 'L';
        return ended && outcome.retries == 0 && !outcome.redispatched && outcome.status < SERVER_ERROR;
    }
}

package org.weir.engine.config.model;

import java.util.List;

/**
 * {@code option httpchk} and {@code http-check} of a backend.
 *
 * @param headers header lines to add, name then value
 * @param body request body, possibly empty
 * @param expects what a good answer is; empty = status 2xx or 3xx
 */
public record HttpCheck(String method, String uri, String version, List<String[]> headers, String body, List<Expect> expects,
        boolean disableOn404, boolean sendState) {

    /**
     * @param kind what is looked at
     * @param pattern status list, text or regular expression as written
     */
    public record Expect(Kind kind, boolean negate, String pattern) {
        public enum Kind { STATUS, RSTATUS, STRING, RSTRING }
    }
}

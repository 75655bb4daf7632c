package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.HttpCheck;

/** Collects {@code option httpchk} and {@code http-check}. */
final class HttpCheckBuilder {
    boolean enabled;
    String method = "OPTIONS";
    String uri = "/";
    String version = "HTTP/1.0";
    String body = "";
    boolean disableOn404;
    boolean sendState;
    boolean ruled;
    final List<String[]> headers = new ArrayList<>();
    final List<HttpCheck.Expect> expects = new ArrayList<>();

    private boolean requestInherited;
    private boolean expectsInherited;

    /** As a section takes it over from its defaults. */
    HttpCheckBuilder copy() {
        HttpCheckBuilder copy = new HttpCheckBuilder();
        copy.enabled = enabled;
        copy.method = method;
        copy.uri = uri;
        copy.version = version;
        copy.body = body;
        copy.disableOn404 = disableOn404;
        copy.sendState = sendState;
        copy.ruled = ruled;
        copy.headers.addAll(headers);
        copy.expects.addAll(expects);
        copy.requestInherited = true;
        copy.expectsInherited = true;
        return copy;
    }

    /** A section that says itself what to send takes nothing over from its defaults but {@code disable-on-404} and {@code send-state}. */
    void ownRequest() {
        if (requestInherited) {
            requestInherited = false;
            resetRequest();
        }
        ownExpects();
    }

    /** A section's own expectations take the place of those in its defaults. */
    void ownExpects() {
        if (expectsInherited) {
            expectsInherited = false;
            expects.clear();
        }
    }

    /** The request goes back to its defaults. */
    void resetRequest() {
        method = "OPTIONS";
        uri = "/";
        version = "HTTP/1.0";
        body = "";
        headers.clear();
    }

    /** Whether there were {@code http-check} lines. */
    boolean hasRules() {
        return !expects.isEmpty() || !headers.isEmpty() || disableOn404 || sendState || ruled;
    }

    /** Null when checks only connect. */
    HttpCheck build() {
        return enabled
                ? new HttpCheck(method, uri, version, List.copyOf(headers), body, List.copyOf(expects), disableOn404, sendState)
                : null;
    }
}

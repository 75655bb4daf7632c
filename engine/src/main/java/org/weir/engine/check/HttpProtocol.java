package org.weir.engine.check;

import org.weir.engine.config.model.HttpCheck;

/** Engine agent only. The two halves of {@code option httpchk} of one backend. */
record HttpProtocol(HttpCheckRequest request, HttpVerdict verdict) {
    HttpProtocol(HttpCheck check, String node) {
        this(new HttpCheckRequest(check, node), new HttpVerdict(check));
    }
}

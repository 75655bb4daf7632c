package org.weir.engine.config.model;

import org.weir.engine.expr.AddressRange;

/**
 * {@code option forwardfor}.
 *
 * @param except sources that get no header, or null
 * @param header header name, default X-Forwarded-For
 * @param ifNone add it only when the request has none
 */
public record ForwardFor(AddressRange except, String header, boolean ifNone) {}

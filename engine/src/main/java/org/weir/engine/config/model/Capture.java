package org.weir.engine.config.model;

/**
 * {@code capture request|response header} and {@code capture cookie}.
 *
 * @param name header name, or cookie name prefix (exact when it ends with "=")
 * @param lengthBytes at most so many bytes are kept
 */
public record Capture(String name, int lengthBytes) {}

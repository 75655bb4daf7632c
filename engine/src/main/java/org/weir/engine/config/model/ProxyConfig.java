package org.weir.engine.config.model;

import java.util.List;
import java.util.Map;
import org.weir.engine.http.Reply;
import org.weir.engine.rules.HttpRule;

/**
 * A proxy: {@code frontend}, {@code backend} or {@code listen}.
 *
 * @param id {@code id}, or the next free number from 2 as HAProxy counts them
 * @param hasOwnId whether the section says {@code id}
 * @param section which keyword declared it
 * @param frontend null for a backend
 * @param backend null for a frontend
 * @param disabled {@code disabled}: never started
 * @param requestRules {@code http-request} (and {@code redirect}, {@code block} compiled to them), in order
 * @param responseRules {@code http-response}, in order
 * @param errorReplies {@code errorfile} and {@code errorloc} by status
 * @param forwardFor null = not set
 */
public record ProxyConfig(
        int id, boolean hasOwnId, String name, Section section, Mode mode, boolean disabled, FrontendConfig frontend, BackendConfig backend, Timeouts timeouts,
        HttpOptions http, TcpOptions tcp, ProxyLogging logging, List<HttpRule> requestRules, List<HttpRule> responseRules,
        Map<Integer, Reply> errorReplies, ForwardFor forwardFor, String description, SourceLine where) {

    public enum Section { FRONTEND, BACKEND, LISTEN }

    public boolean hasFrontend() {
        return frontend != null;
    }

    public boolean hasBackend() {
        return backend != null;
    }
}

package org.weir.engine.config.model;

import org.weir.io.net.ListenSpec;

/**
 * One address of a {@code bind} line (port ranges and comma lists are already unfolded).
 *
 * @param name {@code name}, or null; see {@link #shownName}
 * @param id {@code id}, or the next free one, from 1
 * @param listen what the socket needs
 * @param maxconn connections on this listener, 0 = no own limit
 */
public record BindConfig(String name, int id, ListenSpec listen, int maxconn, SourceLine where) {
    /** What statistics call it. */
    public String shownName() {
        return name == null ? "sock-" + id : name;
    }
}

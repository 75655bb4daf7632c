package org.weir.engine.http;

import java.util.Map;

/** Replies by status: those of one proxy's {@code errorfile} and {@code errorloc} lines. Immutable. Any agent. */
public final class ReplyTable {
    private static final int STATUS_LIMIT = 600;

    private final Reply[] byStatus = new Reply[STATUS_LIMIT];

    public ReplyTable(final Map<Integer, Reply> replies) {
        replies.forEach((status, reply) -> byStatus[status] = reply);
    }

    /** The reply for that status, or null. */
    public Reply get(final int status) {
        return status < STATUS_LIMIT ? byStatus[status] : null;
    }
}

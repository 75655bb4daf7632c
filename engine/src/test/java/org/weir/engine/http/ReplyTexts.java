package org.weir.engine.http;

import java.nio.charset.StandardCharsets;

/** What a reply looks like on the wire. */
public final class ReplyTexts {
    private ReplyTexts() {
    }

    /** @param connection one of {@code Http1Writer.CONNECTION_…} */
    public static String of(Reply reply, int connection, boolean withBody) {
        return reply.isSilent() ? "" : text(reply.head()) + text(reply.connectionLine(connection)) + "\r\n" + (withBody ? text(reply.body()) : "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

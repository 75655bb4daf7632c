package org.weir.engine.proxy;

import org.weir.engine.message.Exchange;
import org.weir.io.agent.FreeList;

/** Engine agent only. The streams in progress, the latest first, and those that wait to be used again. */
public final class StreamRegistry {
    private final StreamDirector director;
    private final int uriBytes;
    private final FreeList<Stream> free = new FreeList<>();
    private Stream first;
    private long opened;

    StreamRegistry(StreamDirector director, int uriBytes) {
        this.director = director;
        this.uriBytes = uriBytes;
    }

    Stream open(Exchange exchange, Session session) {
        Stream stream = free.take();
        if (stream == null) {
            stream = new Stream(director, uriBytes);
        }
        stream.open(++opened, exchange, session);
        stream.preceding = null;
        stream.following = first;
        if (first != null) {
            first.preceding = stream;
        }
        first = stream;
        return stream;
    }

    void close(Stream stream) {
        if (stream.preceding == null) {
            first = stream.following;
        } else {
            stream.preceding.following = stream.following;
        }
        if (stream.following != null) {
            stream.following.preceding = stream.preceding;
        }
        stream.preceding = null;
        stream.following = null;
        stream.close();
        free.give(stream);
    }

    /** The latest stream, or null; the others follow by {@link #after}. */
    public Stream first() {
        return first;
    }

    /** The stream that began before this one, or null. */
    public Stream after(Stream stream) {
        return stream.following;
    }
}

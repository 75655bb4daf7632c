package org.weir.perf.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One client connection of the origin: reads requests, also pipelined ones, answers them in order, and stops reading while the client does not
 * read. Worker thread only. Input and output buffers are borrowed from the worker while they hold bytes, so that idle connections cost little.
 */
final class OriginConnection {

    private enum Phase { HEAD, BODY, DELAY, STREAM, LINGER }

    private static final long LINGER_MILLIS = 2_000;
    private static final int WRITES_PER_EVENT = 4;
    private static final RequestBody.Sink DISCARD = (bytes, offset, lengthBytes) -> { };

    private final OriginWorker worker;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestBody requestBody = new RequestBody();

    private byte[] in;
    private int inStart;
    private int inEnd;
    private ByteBuffer out;
    private Phase phase = Phase.HEAD;
    private int interest = SelectionKey.OP_READ;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean lacksRoom;

    private Route.Kind kind = Route.Kind.NOT_FOUND;
    private long argument;
    private boolean isHead;
    private boolean isHttp11;
    private boolean keepAlive;
    private RequestBody.Sink sink = DISCARD;
    private ResponseBody response;

    OriginConnection(OriginWorker worker, SocketChannel channel, SelectionKey key) {
        this.worker = worker;
        this.channel = channel;
        this.key = key;
    }

    /** Runs what the selector found; a failing connection is closed, the others do not notice. */
    void onReady() {
        try {
            if (key.isReadable()) {
                read();
            }
            advance();
        } catch (IOException e) {
            // A peer that reset or vanished: nothing is left to answer.
            close();
        }
    }

    /** The delay of {@code /delay/MS} is over, or the time given to a lingering close. */
    void onTimer() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            if (phase == Phase.LINGER) {
                close();
            } else if (phase == Phase.DELAY) {
                answerText(200, Ascii.bytes("waited " + argument + " ms\n"));
                advance();
            }
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        releaseIn();
        releaseOut();
        worker.closed(key);
    }

    private void read() throws IOException {
        if (in == null) {
            in = worker.borrowInput();
        }
        if (inStart > 0 && (inStart == inEnd || inEnd == in.length)) {
            System.arraycopy(in, inStart, in, 0, inEnd - inStart);
            inEnd -= inStart;
            inStart = 0;
        }
        int read = worker.read(channel, in, inEnd);
        if (read < 0) {
            inputEnded = true;
        } else if (phase == Phase.LINGER) {
            inStart = inEnd;
        } else {
            inEnd += read;
        }
    }

    /** Goes as far as input, output and timers allow, then says what to wait for. */
    private void advance() throws IOException {
        boolean drained;
        do {
            lacksRoom = false;
            boolean progress = true;
            while (progress) {
                progress = switch (phase) {
                    case HEAD -> parseHead();
                    case BODY -> readBody();
                    case STREAM -> pump();
                    case DELAY, LINGER -> false;
                };
            }
            drained = flush();
            // A request that waited for room goes on at once when the socket has drained meanwhile: no further event would come for it.
        } while (lacksRoom && drained);
        if (phase == Phase.LINGER && drained) {
            lingerOrClose();
        } else if (inputEnded && drained && (phase == Phase.HEAD || phase == Phase.BODY)) {
            close();
        } else {
            await(drained);
        }
    }

    private void await(boolean drained) {
        if (inStart == inEnd) {
            releaseIn();
        }
        int wanted = 0;
        if (!drained || phase == Phase.STREAM) {
            wanted = SelectionKey.OP_WRITE;
        } else if (!inputEnded && (in == null || inEnd - inStart < in.length)) {
            wanted = SelectionKey.OP_READ;
        }
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    private boolean parseHead() throws IOException {
        if (inStart == inEnd || !makeRoom()) {
            return false;
        }
        RequestHead head = worker.head();
        int length = head.parse(in, inStart, inEnd);
        if (length == RequestHead.MALFORMED) {
            refuse(400);
            return true;
        }
        if (length == RequestHead.INCOMPLETE) {
            if (inEnd - inStart == in.length) {
                refuse(431);
                return true;
            }
            return false;
        }
        begin(head, length);
        return true;
    }

    private void begin(RequestHead head, int headLength) throws IOException {
        Route route = worker.route();
        route.parse(in, head.pathStart, head.pathEnd);
        kind = route.kind;
        argument = route.argument;
        isHead = head.isHead;
        isHttp11 = head.isHttp11;
        keepAlive = head.keepAlive && kind != Route.Kind.CLOSE;
        sink = switch (kind) {
            case ECHO -> new EchoText();
            case UPLOAD -> new UploadDigest();
            case ROOT, BYTES, CHUNKED, DELAY, STATUS, CLOSE, NOT_FOUND -> DISCARD;
        };
        if (kind == Route.Kind.ECHO) {
            sink.accept(in, inStart, headLength);
        }
        inStart += headLength;
        if (!head.chunked && head.contentLength <= 0) {
            answer();
            return;
        }
        if (head.chunked) {
            requestBody.startChunked();
        } else {
            requestBody.startLength(head.contentLength);
        }
        phase = Phase.BODY;
        if (head.expectsContinue && isHttp11 && inStart == inEnd) {
            worker.heads().putContinue(out);
        }
    }

    private boolean readBody() throws IOException {
        if (inStart < inEnd) {
            inStart = requestBody.consume(in, inStart, inEnd, sink);
        }
        if (!requestBody.isDone() && !requestBody.isMalformed() || !makeRoom()) {
            return false;
        }
        if (requestBody.isMalformed()) {
            refuse(400);
        } else {
            answer();
        }
        return true;
    }

    private void answer() {
        switch (kind) {
            case ROOT, CLOSE -> answerRoot();
            case BYTES -> answerPattern(argument, argument);
            case CHUNKED -> answerPattern(ResponseHeads.UNKNOWN_LENGTH, argument);
            case DELAY -> {
                phase = Phase.DELAY;
                worker.schedule(this, argument);
            }
            case STATUS -> answerStatus((int) argument);
            case ECHO -> {
                EchoText echo = (EchoText) sink;
                answerText(echo.isOverflow() ? 413 : 200, echo.isOverflow() ? Ascii.bytes("too large to echo\n") : echo.answer());
            }
            case UPLOAD -> answerText(200, ((UploadDigest) sink).answer());
            case NOT_FOUND -> answerText(404, Ascii.bytes("no such path\n"));
        }
    }

    private void answerRoot() {
        if (keepAlive && isHttp11 && !isHead) {
            out.put(worker.heads().rootResponse());
            finishResponse();
        } else {
            answerText(200, worker.heads().rootBody());
        }
    }

    private void answerStatus(int status) {
        if (status < 200) {
            if (isHttp11) {
                worker.heads().putInterim(out, status);
            }
            answerRoot();
        } else if (status == 204 || status == 304) {
            worker.heads().putBodiless(out, status, keepAlive);
            finishResponse();
        } else {
            answerText(status, Ascii.bytes(status + " " + ResponseHeads.reason(status) + "\n"));
        }
    }

    private void answerText(int status, byte[] text) {
        worker.heads().put(out, status, text.length, keepAlive, isHttp11);
        startBody(ResponseBody.ofText(text));
    }

    private void answerPattern(long headLength, long bodyLength) {
        boolean chunked = headLength < 0;
        if (chunked && !isHttp11) {
            keepAlive = false;
        }
        worker.heads().put(out, 200, headLength, keepAlive, isHttp11);
        startBody(ResponseBody.ofPattern(worker.patternView(), bodyLength, chunked && isHttp11));
    }

    private void startBody(ResponseBody body) {
        if (isHead) {
            finishResponse();
        } else {
            response = body;
            phase = Phase.STREAM;
        }
    }

    private void refuse(int status) {
        isHead = false;
        isHttp11 = true;
        keepAlive = false;
        inStart = inEnd;
        answerText(status, Ascii.bytes(status + " " + ResponseHeads.reason(status) + "\n"));
    }

    private void finishResponse() {
        response = null;
        phase = keepAlive ? Phase.HEAD : Phase.LINGER;
    }

    /** Moves the response's body; true when it is all in the socket or in the output buffer. */
    private boolean pump() throws IOException {
        for (int writes = 0; writes < WRITES_PER_EVENT; writes++) {
            boolean complete = response.fill(out);
            if (complete) {
                finishResponse();
                return true;
            }
            if (!flushKeepingBuffer() || !response.writeDirect(channel)) {
                return false;
            }
        }
        return false;
    }

    /** Makes room for a head and a small body in the output buffer; false when the client has to read first. */
    private boolean makeRoom() throws IOException {
        if (out == null) {
            out = worker.borrowOutput();
        }
        lacksRoom = out.remaining() < worker.reserveBytes() && !flushKeepingBuffer();
        return !lacksRoom;
    }

    private boolean flush() throws IOException {
        if (out == null) {
            return true;
        }
        if (!flushKeepingBuffer()) {
            return false;
        }
        if (phase != Phase.STREAM && phase != Phase.DELAY) {
            releaseOut();
        }
        return true;
    }

    private boolean flushKeepingBuffer() throws IOException {
        if (out.position() == 0) {
            return true;
        }
        out.flip();
        try {
            channel.write(out);
        } finally {
            out.compact();
        }
        return out.position() == 0;
    }

    /** Closing with unread input would reset the connection and take the answer with it, hence the wait for the peer's end (RFC 9112 9.6). */
    private void lingerOrClose() throws IOException {
        if (inputEnded) {
            close();
            return;
        }
        if (!outputEnded) {
            channel.shutdownOutput();
            outputEnded = true;
            inStart = inEnd;
            worker.schedule(this, LINGER_MILLIS);
        }
        await(true);
    }

    private void releaseIn() {
        if (in != null) {
            worker.returnInput(in);
            in = null;
            inStart = 0;
            inEnd = 0;
        }
    }

    private void releaseOut() {
        if (out != null) {
            worker.returnOutput(out);
            out = null;
        }
    }
}

package org.weir.engine.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the file of an {@code errorfile} line: a complete raw HTTP/1 response (manual 2.6, "errorfile"). Read once, when the
 * configuration is. Lines may end with a bare LF. The status line is the file's own; an empty file stands for closing the
 * connection without an answer.
 */
public final class ErrorFile {
    private ErrorFile() {
    }

    /**
     * Checks and takes over the content of an error file.
     *
     * @param status the status the {@code errorfile} line names
     * @param name   the file's, for the messages
     */
    public static Reply parse(final int status, final byte[] raw, final String name) throws ErrorFileException {
        if (raw.length == 0) {
            return Reply.silent(status);
        }
        final byte[] text = withCrLf(raw);
        final UnsafeBuffer buffer = new UnsafeBuffer(text);
        final MessageHead head = new MessageHead();
        final Http1Parser parser = new Http1Parser();
        final int result = parser.parseResponse(head, buffer, 0, text.length);
        if (result == Http1Parser.INCOMPLETE) {
            throw new ErrorFileException("'" + name + "': unable to parse headers (no empty line after them)");
        }
        if (result == Http1Parser.ERROR) {
            throw new ErrorFileException("'" + name + "': unable to parse headers (error offset: " + parser.errorOffset() + ", "
                + parser.error().text() + ")");
        }
        final byte[] body = Arrays.copyOfRange(text, parser.headEnd(), text.length);
        if (head.chunked()) {
            throw new ErrorFileException("'" + name + "': chunk-encoded payload not supported");
        }
        if (head.contentLength() >= 0 && head.contentLength() != body.length) {
            throw new ErrorFileException("'" + name + "': payload size does not match the announced content-length ("
                + body.length + " != " + head.contentLength() + ")");
        }
        final byte[] lines = headLines(head, text.length, body.length);
        return head.contentLength() >= 0
            ? Reply.delimited(status, lines, body, head.version()) : Reply.closing(status, lines, body, head.version());
    }

    private static byte[] headLines(final MessageHead head, final int textLength, final int bodyLength) {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[textLength + 256]);
        final int framing = head.contentLength() >= 0 ? BodyFraming.LENGTH : BodyFraming.UNTIL_CLOSE;
        final int end = new Http1Writer().writeResponse(
            head, out, 0, out.capacity(), framing, bodyLength, Http1Writer.CONNECTION_NONE);
        return Arrays.copyOf(out.byteArray(), end - 2);
    }

    /** The file with every bare LF of its head as CRLF; the body is left alone. */
    private static byte[] withCrLf(final byte[] raw) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 64);
        int lineLength = 0;
        int i = 0;
        for (; i < raw.length; i++) {
            if (raw[i] == '\n') {
                if (i == 0 || raw[i - 1] != '\r') {
                    out.write('\r');
                }
                out.write('\n');
                if (lineLength == 0) {
                    i++;
                    break;
                }
                lineLength = 0;
            } else {
                out.write(raw[i]);
                if (raw[i] != '\r') {
                    lineLength++;
                }
            }
        }
        out.write(raw, i, raw.length - i);
        return out.toByteArray();
    }
}

package org.weir.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the file of an {@code errorfile} line: a complete raw HTTP/1 response (manual 2.6, "errorfile"). Read once, when the
 * configuration is. Lines may end with a bare LF. The status line is the file's own; an empty file stands for closing the
 * connection without an answer.
 *
 * @param reply    what to send
 * @param warnings texts for the operator, without position
 */
public record ErrorFile(CannedReply reply, List<String> warnings) {
    public ErrorFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads and checks a file.
     *
     * @param status      the status the {@code errorfile} line names
     * @param path        the file
     * @param bufferBytes {@code tune.bufsize}: what a reply may have at most; a longer file is cut off with a warning
     * @throws ErrorFileException with a text for the operator that names the file
     */
    public static ErrorFile read(final int status, final Path path, final int bufferBytes) throws ErrorFileException {
        if (!ErrorReplies.isHandled(status)) {
            throw new ErrorFileException("status code '" + status + "' not handled.");
        }
        final List<String> warnings = new ArrayList<>();
        byte[] raw;
        try (InputStream in = Files.newInputStream(path)) {
            raw = in.readNBytes(bufferBytes + 1);
        } catch (final IOException e) {
            throw new ErrorFileException("error opening file '" + path + "'.", e);
        }
        if (raw.length > bufferBytes) {
            warnings.add("custom error message file '" + path + "' larger than " + bufferBytes + " bytes. Truncating.");
            raw = Arrays.copyOf(raw, bufferBytes);
        }
        return new ErrorFile(parse(status, raw, path.toString()), warnings);
    }

    /** Checks the content of an error file; {@code name} is for the messages. */
    public static CannedReply parse(final int status, final byte[] raw, final String name) throws ErrorFileException {
        if (raw.length == 0) {
            return new CannedReply(status, raw, raw, 11, true);
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
        final boolean delimited = head.contentLength() >= 0;
        return new CannedReply(status, headLines(head, text.length, body.length), body, head.version(), !delimited);
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

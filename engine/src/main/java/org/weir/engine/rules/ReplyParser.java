package org.weir.engine.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weir.engine.expr.ConfiguredFile;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.LogFormat;
import org.weir.engine.expr.LogFormatParser;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.ErrorFile;
import org.weir.engine.http.ErrorFileException;
import org.weir.engine.http.ErrorReplies;
import org.weir.engine.http.StatusReason;

/** Reads the replies that {@code deny} and {@code return} describe. Used while the configuration is read. */
final class ReplyParser {
    private static final long MAX_FILE_BYTES = 16_384;
    /** As an error file it stands for a close without an answer. */
    private static final Path NOTHING = Path.of("/dev/null");

    private ReplyParser() {
    }

    /** {@code return}: 200 and empty unless said otherwise. */
    static HttpAction reply(HttpActionParser.Words words, ParseContext context) throws ExpressionException {
        final Draft draft = new Draft(200, 200, context);
        draft.read(words, false);
        return draft.toAnswer();
    }

    /** {@code deny}: 403, in responses 502. Alone or with {@code deny_status} it gives the proxy's error reply; {@code status} makes it a reply of its own. */
    static HttpAction deny(HttpActionParser.Words words, ParseContext context) throws ExpressionException {
        final Draft draft = new Draft(context.place() == ParseContext.Place.RESPONSE ? 502 : 403, 200, context);
        draft.read(words, true);
        return new HttpAction.Deny(draft.status, draft.errorOfProxy ? null : draft.toAnswer());
    }

    /** {@code set-status status [reason text]}. */
    static HttpAction setStatus(HttpActionParser.Words words) throws ExpressionException {
        final int status = status(words.next("a status"), 100, 999);
        final byte[] reason = words.skip("reason") ? AsciiText.bytes(plain(words.next("a reason"))) : StatusReason.of(status);
        return new HttpAction.SetStatus(status, reason);
    }

    private static int status(String text, int least, int most) throws ExpressionException {
        final int status = text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
        if (status < least || status > most) {
            throw new ExpressionException("invalid status code '" + text + "', expects an integer between " + least + " and " + most);
        }
        return status;
    }

    /** A reply while its words are read. */
    private static final class Draft {
        private final int leastStatus;
        private final ParseContext context;
        private int status;
        private String contentType;
        private LogFormat body;
        private String errorFile;
        private boolean errorOfProxy;
        private final List<HttpAction.HeaderText> headers = new ArrayList<>();

        Draft(int status, int leastStatus, ParseContext context) {
            this.status = status;
            this.leastStatus = leastStatus;
            this.context = context;
        }

        void read(HttpActionParser.Words words, boolean denial) throws ExpressionException {
            boolean plainDenial = denial;
            while (words.hasArgument()) {
                final String word = words.next("an argument");
                plainDenial &= word.equals("deny_status");
                switch (word) {
                    case "status" -> status = status(words.next("a status"), leastStatus, 599);
                    case "content-type" -> contentType = plain(words.next("a content type"));
                    case "string" -> body(LogFormatParser.literal(words.next("a string")));
                    case "lf-string" -> body(LogFormatParser.parse(words.next("a format string"), context));
                    case "file" -> body(LogFormatParser.literal(file(words.next("a file name"))));
                    case "lf-file" -> body(LogFormatParser.parse(file(words.next("a file name")), context));
                    case "errorfile" -> errorFile = words.next("a file name");
                    case "default-errorfiles" -> errorOfProxy = true;
                    case "hdr" -> header(words);
                    default -> {
                        if (!denial || !word.equals("deny_status")) {
                            throw new ExpressionException(
                                    "'" + word + "' is not supported by this version of Weir here, expects "
                                        + "'status', 'content-type', 'string', 'lf-string', 'file', 'lf-file', 'errorfile', 'default-errorfiles' or 'hdr'");
                        }
                        status = status(words.next("a status"), leastStatus, 599);
                    }
                }
            }
            errorOfProxy |= plainDenial;
            if (errorOfProxy || errorFile != null) {
                checkError();
                return;
            }
            if (body != null && contentType == null && !body.text().isEmpty()) {
                throw new ExpressionException("a content type must be defined when non-empty payload is configured");
            }
            if (body != null && (status == 204 || status == 304)) {
                throw new ExpressionException("No body expected for " + status + " responses");
            }
            if (contentType != null && body == null) {
                context.warnings().add("content-type '" + contentType + "' ignored by the http reply because neither errorfile nor payload defined");
            }
        }

        private void checkError() throws ExpressionException {
            if (body != null || errorOfProxy && errorFile != null) {
                throw new ExpressionException("only one of 'string', 'lf-string', 'file', 'lf-file', 'errorfile' and 'default-errorfiles' is possible");
            }
            if (errorOfProxy && !ErrorReplies.isHandled(status)) {
                throw new ExpressionException("status code '" + status + "' not handled by default with 'default-errorfiles' argument");
            }
            if (contentType != null) {
                context.warnings().add("content-type '" + contentType + "' ignored by the http reply when used with an errorfile");
            }
            if (!headers.isEmpty()) {
                context.warnings().add("hdr parameters ignored by the http reply when used with an errorfile");
            }
        }

        private void body(LogFormat format) throws ExpressionException {
            if (body != null) {
                throw new ExpressionException("only one of 'string', 'lf-string', 'file' and 'lf-file' is possible");
            }
            body = format;
        }

        private void header(HttpActionParser.Words words) throws ExpressionException {
            final String name = words.next("a header name");
            if (!HttpActionParser.isToken(name)) {
                throw new ExpressionException("'" + name + "' is not a valid header name");
            }
            final LogFormat value = LogFormatParser.parse(plain(words.next("a header value")), context);
            // Lengths and codings are what the reply itself says.
            final String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (lower.equals("content-length") || lower.equals("transfer-encoding")) {
                context.warnings().add("header '" + name + "' ignored by the http reply because it is set by the proxy");
            } else {
                headers.add(new HttpAction.HeaderText(HeaderName.of(name), value));
            }
        }

        HttpAction.Answer toAnswer() throws ExpressionException {
            if (errorOfProxy) {
                return new HttpAction.ErrorReply(status, null);
            }
            if (errorFile != null) {
                try {
                    return new HttpAction.ErrorReply(status, ErrorFile.parse(status, file(errorFile).getBytes(StandardCharsets.ISO_8859_1), errorFile));
                } catch (ErrorFileException e) {
                    throw new ExpressionException(e.getMessage(), e);
                }
            }
            return new HttpAction.Return(status, contentType, body, List.copyOf(headers));
        }
    }

    private static String plain(String text) throws ExpressionException {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new ExpressionException("line ends are not possible in a header");
        }
        return text;
    }

    private static String file(String name) throws ExpressionException {
        try {
            final Path path = ConfiguredFile.of(name);
            if (path.equals(NOTHING)) {
                return "";
            }
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_FILE_BYTES) {
                throw new ExpressionException("file '" + name + "' is no regular file of at most " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new ExpressionException("error reading file '" + name + "'", e);
        }
    }
}

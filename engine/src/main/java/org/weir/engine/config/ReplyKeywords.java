package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.weir.engine.http.ErrorReply;

/** Answers of the proxy itself: {@code errorfile}, {@code errorloc} and {@code monitor-uri}. */
final class ReplyKeywords {
    private static final List<Integer> STATUSES =
            List.of(200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504);
    private static final int MAX_FILE_BYTES = 1 << 20;

    private ReplyKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(ProxyKeywords.of("errorfile", DFLB, "<status> <file>", "A whole HTTP response to send for an error.", CLASSIC,
                ReplyKeywords::errorFile));
        table.add(ProxyKeywords.of("errorloc", DFLB, "<status> <url>", "Redirects (302) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, "302 Found")));
        table.add(ProxyKeywords.of("errorloc302", DFLB, "<status> <url>", "Redirects (302) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, "302 Found")));
        table.add(ProxyKeywords.of("errorloc303", DFLB, "<status> <url>", "Redirects (303) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, "303 See Other")));
        table.add(ProxyKeywords.of("monitor-uri", DFL, "<uri>", "A URI that the proxy answers itself.", CLASSIC,
                (b, s) -> b.settings.monitorUri = s.only("'monitor-uri' expects an URI.")));
    }

    private static int status(Statement s, String what) throws Rejection {
        if (s.argumentCount() < 2) {
            throw new Rejection(s.keyword() + " : expects <status_code> and <" + what + "> as arguments.");
        }
        Integer status = Quantity.integer(s.argument(0));
        if (status == null || !STATUSES.contains(status)) {
            throw new Rejection(s.keyword() + " : status code '" + s.argument(0) + "' not handled.");
        }
        s.limit(2);
        return status;
    }

    private static void errorFile(ProxyBuilder b, Statement s) throws Rejection {
        int status = status(s, "file");
        byte[] message;
        try {
            message = b.context.surroundings().read(Path.of(s.path(1)), MAX_FILE_BYTES + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw new Rejection("errorfile : error opening file '" + s.argument(1) + "'.");
        }
        if (message.length > MAX_FILE_BYTES) {
            throw new Rejection("errorfile : file '" + s.argument(1) + "' is larger than " + MAX_FILE_BYTES + " bytes.");
        }
        b.settings.errorReplies.put(status, new ErrorReply(status, message));
    }

    private static void errorLocation(ProxyBuilder b, Statement s, String redirect) throws Rejection {
        int status = status(s, "url");
        String url = s.argument(1);
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) <= ' ' || url.charAt(i) == 0x7F) {
                throw new Rejection(s.keyword() + " : character " + (int) url.charAt(i) + " is not permitted in a URL.");
            }
        }
        String message = "HTTP/1.1 " + redirect + "\r\ncache-control: no-cache\r\ncontent-length: 0\r\nlocation: " + url + "\r\n\r\n";
        b.settings.errorReplies.put(status, new ErrorReply(status, message.getBytes(StandardCharsets.ISO_8859_1)));
    }
}

package org.weir.engine.config;

import static org.weir.engine.config.Keyword.Origin.CLASSIC;
import static org.weir.engine.config.Scope.DFL;
import static org.weir.engine.config.Scope.DFLB;

import java.io.IOException;
import java.nio.file.Path;
import org.weir.engine.http.ErrorFile;
import org.weir.engine.http.ErrorFileException;
import org.weir.engine.http.ErrorReplies;

/** Answers of the proxy itself: {@code errorfile}, {@code errorloc} and {@code monitor-uri}. */
final class ReplyKeywords {
    private static final int MAX_FILE_BYTES = 1 << 20;

    private ReplyKeywords() {
    }

    static void addTo(KeywordTable<ProxyBuilder> table) {
        table.add(ProxyKeywords.of("errorfile", DFLB, "<status> <file>", "A whole HTTP response to send for an error.", CLASSIC,
                ReplyKeywords::errorFile));
        table.add(ProxyKeywords.of("errorloc", DFLB, "<status> <url>", "Redirects (302) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, 302)));
        table.add(ProxyKeywords.of("errorloc302", DFLB, "<status> <url>", "Redirects (302) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, 302)));
        table.add(ProxyKeywords.of("errorloc303", DFLB, "<status> <url>", "Redirects (303) instead of an error.", CLASSIC,
                (b, s) -> errorLocation(b, s, 303)));
        table.add(ProxyKeywords.of("monitor-uri", DFL, "<uri>", "A URI that the proxy answers itself.", CLASSIC,
                (b, s) -> b.settings.monitorUri = s.only("'monitor-uri' expects an URI.")));
    }

    private static int status(Statement s, String what) throws Rejection {
        if (s.argumentCount() < 2) {
            throw new Rejection(s.keyword() + " : expects <status_code> and <" + what + "> as arguments.");
        }
        Integer status = Quantity.integer(s.argument(0));
        if (status == null || !ErrorReplies.isHandled(status)) {
            throw new Rejection(s.keyword() + " : status code '" + s.argument(0) + "' not handled.");
        }
        s.limit(2);
        return status;
    }

    private static void errorFile(ProxyBuilder b, Statement s) throws Rejection {
        int status = status(s, "file");
        byte[] raw;
        try {
            raw = b.context.surroundings().read(Path.of(s.path(1)), MAX_FILE_BYTES + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw new Rejection("errorfile : error opening file '" + s.argument(1) + "'.");
        }
        if (raw.length > MAX_FILE_BYTES) {
            throw new Rejection("errorfile : file '" + s.argument(1) + "' is larger than " + MAX_FILE_BYTES + " bytes.");
        }
        try {
            b.settings.errorReplies.put(status, ErrorFile.parse(status, raw, s.argument(1)));
        } catch (ErrorFileException e) {
            throw new Rejection("errorfile : " + e.getMessage());
        }
    }

    private static void errorLocation(ProxyBuilder b, Statement s, int redirectStatus) throws Rejection {
        int status = status(s, "url");
        String url = s.argument(1);
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) <= ' ' || url.charAt(i) == 0x7F) {
                throw new Rejection(s.keyword() + " : character " + (int) url.charAt(i) + " is not permitted in a URL.");
            }
        }
        b.settings.errorReplies.put(status, ErrorReplies.location(status, redirectStatus, url));
    }
}

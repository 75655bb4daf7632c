package org.weir.engine.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the table {@code malformed-requests.txt}, for the codec's tests and for replaying it against a running proxy. */
public final class MalformedRequests {
    /** The error of entries whose head does not fit the buffer: the proxy, not the parser, finds it. */
    public static final String HEAD_TOO_LARGE = "HEAD_TOO_LARGE";

    private MalformedRequests() {
    }

    /** One line of the table. */
    public record Entry(String name, int status, String error, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Entry> load() {
        final String text;
        try (InputStream in = MalformedRequests.class.getResourceAsStream("/malformed-requests.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<Entry> entries = new ArrayList<>();
        for (final String line : text.split("\n")) {
            if (!line.isBlank() && line.charAt(0) != '#') {
                final String[] columns = line.split("\\| ?", 4);
                entries.add(new Entry(columns[0].strip(), Integer.parseInt(columns[1].strip()), columns[2].strip(), unescape(columns[3])));
            }
        }
        return entries;
    }

    static byte[] unescape(final String text) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            i++;
            switch (text.charAt(i)) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                case '{' -> {
                    final int colon = text.indexOf(':', i);
                    final int end = text.indexOf('}', colon);
                    final byte[] repeated = unescape(text.substring(colon + 1, end));
                    for (int n = Integer.parseInt(text, i + 1, colon, 10); n > 0; n--) {
                        out.writeBytes(repeated);
                    }
                    i = end;
                }
                default -> throw new IllegalArgumentException("unknown escape in: " + text);
            }
        }
        return out.toByteArray();
    }
}

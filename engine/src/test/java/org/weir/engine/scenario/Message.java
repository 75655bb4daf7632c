package org.weir.engine.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One HTTP message as it was read.
 *
 * @param head start line, headers and the empty line, byte for byte
 * @param body without its framing
 */
record Message(String head, byte[] body) {
    String startLine() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    int status() {
        return Integer.parseInt(startLine().split(" ", 3)[1]);
    }

    String method() {
        return startLine().split(" ", 3)[0];
    }

    String target() {
        return startLine().split(" ", 3)[1];
    }

    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The only value of a header; null when there is none. */
    String header(String name) {
        List<String> values = headers(name);
        if (values.size() > 1) {
            throw new AssertionError("header " + name + " is there " + values.size() + " times:\n" + head);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** All values of a header, in their order. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (String line : head.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                values.add(line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    boolean isChunked() {
        return "chunked".equalsIgnoreCase(header("transfer-encoding"));
    }

    /** The body's announced length, -1 when there is none. */
    long contentLength() {
        String value = header("content-length");
        return value == null ? -1 : Long.parseLong(value);
    }

    @Override
    public String toString() {
        return head + text();
    }
}

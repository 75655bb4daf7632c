package org.weir.analytics.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly after RFC 8259, for tests: objects as maps, arrays as lists, numbers as long. */
final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static Object read(String text) {
        JsonText json = new JsonText(text);
        Object value = json.value();
        if (json.at != text.length()) {
            throw new IllegalArgumentException("more behind the value at " + json.at + ": " + text);
        }
        return value;
    }

    private Object value() {
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object word(String word, Object value) {
        expect(word);
        return value;
    }

    private void expect(String word) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException(word + " expected at " + at + ": " + text);
        }
        at += word.length();
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect("{");
        while (text.charAt(at) != '}') {
            if (!fields.isEmpty()) {
                expect(",");
            }
            String name = string();
            expect(":");
            if (fields.put(name, value()) != null) {
                throw new IllegalArgumentException(name + " is there twice: " + text);
            }
        }
        at++;
        return fields;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        expect("[");
        while (text.charAt(at) != ']') {
            if (!elements.isEmpty()) {
                expect(",");
            }
            elements.add(value());
        }
        at++;
        return elements;
    }

    private String string() {
        expect("\"");
        StringBuilder string = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw new IllegalArgumentException("control character at " + at + ": " + text);
            }
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            if (escaped == 'u') {
                string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else if (escaped == '"' || escaped == '\\') {
                string.append(escaped);
            } else {
                throw new IllegalArgumentException("escape at " + at + ": " + text);
            }
        }
        at++;
        return string.toString();
    }

    private Long number() {
        int start = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Long.parseLong(text.substring(start, at));
    }
}

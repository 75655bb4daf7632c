package org.weir.engine.expr;

/** Types of the arguments of fetches and converters, with the name messages use. */
enum ArgumentType {
    STRING("string"), INTEGER("integer"), BACKEND("backend"), FRONTEND("frontend"), SERVER("server"), MASK4("IPv4 mask"), MASK6("IPv6 mask"),
    IPV4("IPv4 address"), IPV6("IPv6 address"), REGEX("regex");

    private final String text;

    ArgumentType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}

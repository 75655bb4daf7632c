package org.weir.engine.config;

/** Names of sections, servers and ACLs: letters, digits and {@code - _ . :}. */
final class Names {
    private Names() {
    }

    static boolean isPermitted(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == ':';
    }

    /** Index of the first character that may not be in a name, or -1. */
    static int invalidAt(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPermitted(name.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}

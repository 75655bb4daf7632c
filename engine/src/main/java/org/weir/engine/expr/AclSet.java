package org.weir.engine.expr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ACLs of one proxy by name, and those that are always there (configuration manual, section 7.4). Used while the configuration is
 * read; not thread-safe.
 */
public final class AclSet {
    private static final Map<String, List<String>> PREDEFINED = Map.ofEntries(
            Map.entry("FALSE", List.of("always_false")), Map.entry("TRUE", List.of("always_true")), Map.entry("WAIT_END", List.of("wait_end")),
            Map.entry("HTTP", List.of("req.proto_http")), Map.entry("HTTP_1.0", List.of("req.ver", "1.0")), Map.entry("HTTP_1.1", List.of("req.ver", "1.1")),
            Map.entry("HTTP_2.0", List.of("req.ver", "2.0")), Map.entry("HTTP_CONTENT", List.of("req.hdr_val(content-length)", "gt", "0")),
            Map.entry("HTTP_URL_ABS", List.of("url_reg", "^[^/:]*://")), Map.entry("HTTP_URL_SLASH", List.of("url_beg", "/")),
            Map.entry("HTTP_URL_STAR", List.of("url", "*")), Map.entry("LOCALHOST", List.of("src", "127.0.0.1/8", "::1")),
            Map.entry("METH_CONNECT", List.of("method", "CONNECT")), Map.entry("METH_DELETE", List.of("method", "DELETE")),
            Map.entry("METH_GET", List.of("method", "GET", "HEAD")), Map.entry("METH_HEAD", List.of("method", "HEAD")),
            Map.entry("METH_OPTIONS", List.of("method", "OPTIONS")), Map.entry("METH_POST", List.of("method", "POST")),
            Map.entry("METH_PUT", List.of("method", "PUT")), Map.entry("METH_TRACE", List.of("method", "TRACE")));

    private final ParseContext context;
    private final Map<String, Acl> acls = new HashMap<>();

    /** @param context the place, references and warnings of the proxy */
    public AclSet(ParseContext context) {
        this.context = context;
    }

    /**
     * Declares an ACL, or adds a line to one.
     *
     * @param words what stands behind the name
     * @throws ExpressionException when the name or the line is wrong
     */
    public void declare(String name, List<String> words) throws ExpressionException {
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == ':')) {
                throw new ExpressionException("character '" + c + "' is not permitted in acl name '" + name + "'");
            }
        }
        if (name.equalsIgnoreCase("or")) {
            throw new ExpressionException("acl name 'or' will never match. 'or' is used to express a disjunction within a condition");
        }
        try {
            final AclTest test = AclParser.parse(words, context);
            acls.computeIfAbsent(name, unused -> new Acl()).add(test);
        } catch (ExpressionException e) {
            throw new ExpressionException("error detected while parsing ACL '" + name + "' : " + e.getMessage(), e);
        }
    }

    /** The ACL of a name, null when there is none. */
    Acl find(String name) throws ExpressionException {
        final Acl own = acls.get(name);
        final List<String> words = PREDEFINED.get(name);
        if (own != null || words == null) {
            return own;
        }
        declare(name, words);
        return acls.get(name);
    }

    /** An ACL without a name. */
    Acl anonymous(List<String> words) throws ExpressionException {
        final Acl acl = new Acl();
        acl.add(AclParser.parse(words, context));
        return acl;
    }
}

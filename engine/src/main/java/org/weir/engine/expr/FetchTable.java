package org.weir.engine.expr;

import static org.weir.engine.expr.ArgumentType.BACKEND;
import static org.weir.engine.expr.ArgumentType.FRONTEND;
import static org.weir.engine.expr.ArgumentType.INTEGER;
import static org.weir.engine.expr.ArgumentType.IPV4;
import static org.weir.engine.expr.ArgumentType.IPV6;
import static org.weir.engine.expr.ArgumentType.SERVER;
import static org.weir.engine.expr.ArgumentType.STRING;

import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.weir.engine.expr.Arguments.Signature;
import org.weir.engine.expr.Expression.Need;
import org.weir.engine.expr.ParseContext.Place;
import org.weir.engine.expr.ParseContext.Reference;
import org.weir.engine.expr.StateFetches.Constant;
import org.weir.engine.expr.StateFetches.Usage;
import org.weir.engine.expr.UrlFetches.Part;

/** The sample fetches: one entry each; configuration manual, sections 7.3.2, 7.3.3 and 7.3.6. */
final class FetchTable {
    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();
    private static final Signature NAME = new Signature(0, STRING);
    private static final Signature NAME_AND_OCCURRENCE = new Signature(0, STRING, INTEGER);
    private static final Signature NAME_AND_DELIMITER = new Signature(0, STRING, STRING);

    /** Makes the fetch of an entry. */
    private interface Factory {
        Fetch make(Arguments arguments, ParseContext context) throws ExpressionException;
    }

    /** One fetch. */
    record Entry(String name, Signature signature, SampleType type, Need need, Factory factory) {
        Fetch make(Arguments arguments, ParseContext context) throws ExpressionException {
            return factory.make(arguments, context);
        }
    }

    static {
        constants();
        connection();
        encryption();
        directory();
        requestLine();
        headers(false, "req.", "");
        headers(true, "res.", "s");
        eitherDirection();
        add("status", Signature.NONE, SampleType.SINT, Need.RESPONSE_HEAD, (args, context) -> new Part(Part.Kind.STATUS));
        add("res.ver", Signature.NONE, SampleType.STR, Need.RESPONSE_HEAD, (args, context) -> new Part(Part.Kind.RESPONSE_VERSION));
        alias("resp_ver", "res.ver");
    }

    private FetchTable() {
    }

    /** The entry, null for an unknown name. */
    static Entry find(String name) {
        return ENTRIES.get(name);
    }

    /** All, by name; some have several. */
    static Map<String, Entry> all() {
        return Collections.unmodifiableMap(ENTRIES);
    }

    private static void add(String name, Signature signature, SampleType type, Need need, Factory factory) {
        ENTRIES.put(name, new Entry(name, signature, type, need, factory));
    }

    private static void alias(String name, String of) {
        ENTRIES.put(name, ENTRIES.get(of));
    }

    private static void constants() {
        add("always_true", Signature.NONE, SampleType.BOOL, Need.INTERNAL, (args, context) -> new Constant(SampleType.BOOL, 0, 1, null));
        add("always_false", Signature.NONE, SampleType.BOOL, Need.INTERNAL, (args, context) -> new Constant(SampleType.BOOL, 0, 0, null));
        add("wait_end", Signature.NONE, SampleType.BOOL, Need.INTERNAL, (args, context) -> new Constant(SampleType.BOOL, 0, 1, null));
        add("str", NAME, SampleType.STR, Need.INTERNAL, (args, context) -> new Constant(SampleType.STR, 0, 0, args.bytes(0)));
        add("int", new Signature(1, INTEGER), SampleType.SINT, Need.INTERNAL, (args, context) -> new Constant(SampleType.SINT, 0, args.number(0, 0), null));
        add("bool", new Signature(1, STRING), SampleType.BOOL, Need.INTERNAL, (args, context) -> new Constant(SampleType.BOOL, 0, bool(args.text(0)), null));
        add("ipv4", new Signature(1, IPV4), SampleType.IPV4, Need.INTERNAL, (args, context) -> address(args.text(0)));
        add("ipv6", new Signature(1, IPV6), SampleType.IPV6, Need.INTERNAL, (args, context) -> address(args.text(0)));
        add("bin", new Signature(1, STRING), SampleType.BIN, Need.INTERNAL, (args, context) -> new Constant(SampleType.BIN, 0, 0, hexBytes(args.text(0))));
        add("env", new Signature(1, STRING), SampleType.STR, Need.INTERNAL, (args, context) -> {
            final String value = context.variable(args.text(0));
            return new Constant(SampleType.STR, 0, 0, value == null ? null : value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        });
        add("rand", new Signature(0, INTEGER), SampleType.SINT, Need.INTERNAL, (args, context) -> {
            final long range = args.number(0, 0);
            // Without a range any 32 bits; of a range of nothing always 0.
            return new StateFetches.Random(!args.has(0) || range < 0 ? 1L << 32 : Math.max(1, range));
        });
        add("date", new Signature(0, INTEGER, STRING), SampleType.SINT, Need.INTERNAL,
            (args, context) -> new StateFetches.Date(args.number(0, 0), unit(args.text(1))));
        // One process, whatever nbproc once meant.
        add("nbproc", Signature.NONE, SampleType.SINT, Need.INTERNAL, (args, context) -> new Constant(SampleType.SINT, 0, 1, null));
        add("proc", Signature.NONE, SampleType.SINT, Need.INTERNAL, (args, context) -> new Constant(SampleType.SINT, 0, 1, null));
    }

    private static long bool(String text) throws ExpressionException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> 1;
            case "false", "0" -> 0;
            default -> throw new ExpressionException("Expects 'true', 'false', '0' or '1'");
        };
    }

    private static Fetch address(String text) {
        final AddressRange range = AddressRange.parseNumeric(text);
        return new Constant(range.family() == 4 ? SampleType.IPV4 : SampleType.IPV6, range.high(), range.low(), null);
    }

    static byte[] hexBytes(String text) throws ExpressionException {
        if (text.length() % 2 != 0) {
            throw new ExpressionException("an even number of hex digit is expected");
        }
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new ExpressionException("an hex digit is expected (found '" + text.charAt(i) + "')");
            }
        }
        return HexFormat.of().parseHex(text);
    }

    private static long unit(String text) throws ExpressionException {
        return switch (text) {
            case "", "s" -> 1_000_000;
            case "ms" -> 1_000;
            case "us" -> 1;
            default -> throw new ExpressionException("expects 's', 'ms' or 'us', got '" + text + "'");
        };
    }

    private static void connection() {
        add("src", Signature.NONE, SampleType.IPV4, Need.CONNECTION, (args, context) -> new StateFetches.Peer(false, false));
        add("dst", Signature.NONE, SampleType.IPV4, Need.CONNECTION, (args, context) -> new StateFetches.Peer(true, false));
        add("src_port", Signature.NONE, SampleType.SINT, Need.CONNECTION, (args, context) -> new StateFetches.Peer(false, true));
        add("dst_port", Signature.NONE, SampleType.SINT, Need.CONNECTION, (args, context) -> new StateFetches.Peer(true, true));
        add("fe_name", Signature.NONE, SampleType.STR, Need.CONNECTION, (args, context) -> new StateFetches.Name(StateFetches.Name.Of.FRONTEND));
        add("be_name", Signature.NONE, SampleType.STR, Need.CONNECTION, (args, context) -> new StateFetches.Name(StateFetches.Name.Of.BACKEND));
        add("srv_name", Signature.NONE, SampleType.STR, Need.RESPONSE_HEAD, (args, context) -> new StateFetches.Name(StateFetches.Name.Of.SERVER));
    }

    /** Connections are not encrypted: no value but for the yes-or-no ones, as HAProxy says of plain connections. */
    private static void encryption() {
        add("fc_err", Signature.NONE, SampleType.SINT, Need.CONNECTION, (args, context) -> new Constant(SampleType.SINT, 0, 0, null));
        add("ssl_fc", Signature.NONE, SampleType.BOOL, Need.CONNECTION, (args, context) -> new Constant(SampleType.BOOL, 0, 0, null));
        add("ssl_fc_is_resumed", Signature.NONE, SampleType.BOOL, Need.CONNECTION, (args, context) -> new Constant(SampleType.BOOL, 0, 0, null));
        for (final String name : new String[] {"ssl_fc_err", "ssl_c_err", "ssl_c_ca_err", "ssl_fc_sni", "ssl_fc_protocol", "ssl_fc_cipher"}) {
            add(name, Signature.NONE, SampleType.STR, Need.CONNECTION, (args, context) -> new Constant(SampleType.STR, 0, 0, null));
        }
    }

    private static void directory() {
        final Signature backend = new Signature(0, BACKEND);
        add("nbsrv", backend, SampleType.SINT, Need.INTERNAL,
            (args, context) -> usage(Usage.Of.USABLE_SERVERS, Reference.Kind.BACKEND, "nbsrv", args, context));
        add("be_conn", backend, SampleType.SINT, Need.INTERNAL,
            (args, context) -> usage(Usage.Of.BACKEND_CONNECTIONS, Reference.Kind.BACKEND, "be_conn", args, context));
        add("queue", backend, SampleType.SINT, Need.INTERNAL,
            (args, context) -> usage(Usage.Of.QUEUED, Reference.Kind.BACKEND, "queue", args, context));
        add("fe_conn", new Signature(0, FRONTEND), SampleType.SINT, Need.INTERNAL,
            (args, context) -> usage(Usage.Of.FRONTEND_CONNECTIONS, Reference.Kind.FRONTEND, "fe_conn", args, context));
        add("srv_is_up", new Signature(1, SERVER), SampleType.BOOL, Need.INTERNAL, (args, context) -> {
            final String text = args.text(0);
            final int slash = text.indexOf('/');
            final String proxy = slash < 0 ? null : text.substring(0, slash);
            final String server = text.substring(slash + 1);
            context.references().add(new Reference(Reference.Kind.SERVER, proxy, server, "srv_is_up"));
            return new Usage(Usage.Of.SERVER_UP, proxy, server);
        });
    }

    private static Fetch usage(Usage.Of of, Reference.Kind kind, String keyword, Arguments args, ParseContext context) {
        final String proxy = args.has(0) ? args.text(0) : null;
        context.references().add(new Reference(kind, proxy, null, keyword));
        return new Usage(of, proxy, null);
    }

    private static void requestLine() {
        add("method", Signature.NONE, SampleType.METHOD, Need.CONNECTION, (args, context) -> new Part(Part.Kind.METHOD));
        add("url", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.URL));
        add("path", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.PATH));
        add("pathq", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.PATH_AND_QUERY));
        add("query", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.QUERY));
        add("req.ver", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.REQUEST_VERSION));
        alias("req_ver", "req.ver");
        add("req.proto_http", Signature.NONE, SampleType.BOOL, Need.REQUEST_HEAD, (args, context) -> new Part(Part.Kind.IS_HTTP));
        alias("req_proto_http", "req.proto_http");
        add("base", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new UrlFetches.HostAndPath(false, false));
        add("baseq", Signature.NONE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new UrlFetches.HostAndPath(true, false));
        add("base32", Signature.NONE, SampleType.SINT, Need.REQUEST_HEAD, (args, context) -> new UrlFetches.HostAndPath(false, true));
        add("urlp", NAME_AND_DELIMITER, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> parameter(args, false, context));
        alias("url_param", "urlp");
        add("urlp_val", NAME_AND_DELIMITER, SampleType.SINT, Need.REQUEST_HEAD, (args, context) -> parameter(args, true, context));
    }

    private static Fetch parameter(Arguments args, boolean number, ParseContext context) {
        final byte delimiter = args.has(1) ? args.bytes(1)[0] : (byte) '?';
        return new UrlFetches.Parameter(args.bytes(0), delimiter, number, context.isIterating());
    }

    /** The header and cookie fetches of one direction with their short names. */
    private static void headers(boolean response, String prefix, String letter) {
        final Need need = response ? Need.RESPONSE_HEAD : Need.REQUEST_HEAD;
        add(prefix + "hdr", NAME_AND_OCCURRENCE, SampleType.STR, need,
            (args, context) -> new HeaderFetches.Value(response, name(args), false, occurrence(args), context.isIterating()));
        add(prefix + "fhdr", NAME_AND_OCCURRENCE, SampleType.STR, need,
            (args, context) -> new HeaderFetches.Value(response, name(args), true, occurrence(args), context.isIterating()));
        add(prefix + "hdr_val", NAME_AND_OCCURRENCE, SampleType.SINT, need,
            (args, context) -> new HeaderFetches.Number(response, name(args), occurrence(args), context.isIterating()));
        add(prefix + "hdr_ip", NAME_AND_OCCURRENCE, SampleType.IPV4, need,
            (args, context) -> new HeaderFetches.Address(response, name(args), occurrence(args), context.isIterating()));
        add(prefix + "hdr_cnt", NAME, SampleType.SINT, need, (args, context) -> new HeaderFetches.Count(response, name(args), false));
        add(prefix + "fhdr_cnt", NAME, SampleType.SINT, need, (args, context) -> new HeaderFetches.Count(response, name(args), true));
        add(prefix + "hdr_names", NAME, SampleType.STR, need,
            (args, context) -> new HeaderFetches.Names(response, args.has(0) ? args.bytes(0)[0] : (byte) ','));
        add(prefix + "cook", NAME, SampleType.STR, need, (args, context) -> cookie(response, args, CookieFetch.Result.TEXT, context));
        add(prefix + "cook_val", NAME, SampleType.SINT, need, (args, context) -> cookie(response, args, CookieFetch.Result.NUMBER, context));
        add(prefix + "cook_cnt", NAME, SampleType.SINT, need, (args, context) -> cookie(response, args, CookieFetch.Result.COUNT, context));
        for (final String name : new String[] {"cook", "cook_val", "cook_cnt"}) {
            alias(letter + name, prefix + name);
        }
        final String[] headerNames = response ? new String[] {"hdr", "hdr_val", "hdr_ip", "hdr_cnt"} : new String[] {"hdr_val", "hdr_ip", "hdr_cnt"};
        for (final String name : headerNames) {
            alias(letter + name, prefix + name);
        }
    }

    /**
     * {@code hdr} and {@code cookie}: of the message that the rule is about; in ACLs {@code hdr} is always the request's, {@code cookie} the
     * latest message's.
     */
    private static void eitherDirection() {
        add("hdr", NAME_AND_OCCURRENCE, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> new HeaderFetches.Value(
                isResponse(context) && !context.isIterating(), name(args), false, occurrence(args), context.isIterating()));
        add("cookie", NAME, SampleType.STR, Need.REQUEST_HEAD, (args, context) -> context.isIterating()
                ? new CookieFetch(CookieFetch.Direction.LATEST, args.bytes(0), CookieFetch.Result.TEXT, true)
                : cookie(isResponse(context), args, CookieFetch.Result.TEXT, context));
        alias("set-cookie", "res.cook");
    }

    /** Whether the plain names mean the response in this place. */
    static boolean isResponse(ParseContext context) {
        return context.place() == Place.RESPONSE;
    }

    private static Fetch cookie(boolean response, Arguments args, CookieFetch.Result result, ParseContext context) {
        return new CookieFetch(response ? CookieFetch.Direction.RESPONSE : CookieFetch.Direction.REQUEST, args.bytes(0), result, context.isIterating());
    }

    private static int occurrence(Arguments args) throws ExpressionException {
        final long occurrence = args.number(1, 0);
        if (occurrence < -10) {
            throw new ExpressionException("header occurrence must be >= -10");
        }
        return (int) occurrence;
    }

    private static byte[] name(Arguments args) {
        return args.text(0).toLowerCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

package org.weir.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in an expression, an ACL, a condition or a format string is said in HAProxy's words. */
class ExpressionErrorsTest {
    private final ParseContext place = new ParseContext(ParseContext.Place.REQUEST);
    private final AclSet acls = new AclSet(place);

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "foo;unknown fetch method 'foo'", "foo(;unknown fetch method 'foo'", ";missing fetch method", "hdr(a;fetch method 'hdr' : expected ')'",
        "hdr(a,b);fetch method 'hdr' : failed to parse 'b' as type 'integer' at position 2", "hdr(a,1,2);fetch method 'hdr' : expected ')' before ',2)'",
        "path,foo;unknown converter 'foo'", "path,;unknown converter ''", "path,lower(x);invalid arg 1 in converter 'lower' : expected ')' before 'x)'",
        "path,field;invalid arg 1 in converter 'field' : expected type 'integer' at position 1, but got nothing",
        "path,field(x,y);invalid arg 1 in converter 'field' : failed to parse 'x' as type 'integer' at position 1",
        "path,field(1);invalid arg 2 in converter 'field' : missing arguments (got 1/2), type 'string' expected",
        "path,field(1,);invalid args in converter 'field' : Empty separators list",
        "path,field(0,x);invalid args in converter 'field' : Unexpected value 0 for index",
        "rand(x);fetch method 'rand' : failed to parse 'x' as type 'integer' at position 1", "path(x);fetch method 'path' : expected ')' before 'x)'",
        "src,ipmask;invalid arg 1 in converter 'ipmask' : expected type 'IPv4 mask' at position 1, but got nothing",
        "src,ipmask(33);invalid arg 1 in converter 'ipmask' : failed to parse '33' as type 'IPv4 mask' at position 1",
        "path,regsub(a,b,z);invalid args in converter 'regsub' : invalid regex flag 'z', only 'i' and 'g' are supported",
        "bool(x);invalid args in fetch method 'bool' : Expects 'true', 'false', '0' or '1'",
        "bin(4);invalid args in fetch method 'bin' : an even number of hex digit is expected",
        "res.hdr(a);sample fetch <res.hdr(a)> may not be reliably used here because it needs 'HTTP response headers' which is not available here",
        "hdr(a,-11);invalid args in fetch method 'hdr' : header occurrence must be >= -10",
        "path lower;unexpected ' lower' behind sample expression 'path'",
        "path,map(x);converter 'map' is known to HAProxy but not supported by this version of Weir",
        "url32;fetch method 'url32' is known to HAProxy but not supported by this version of Weir"})
    void expressions(String text, String message) {
        assertEquals(message, assertThrows(ExpressionException.class, () -> ExpressionParser.parse(text == null ? "" : text, place)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "foo bar;unknown fetch method 'foo' in ACL expression 'foo'", "path_foo x;unknown fetch method 'path_foo' in ACL expression 'path_foo'",
        "url_ip 1.2.3.4;fetch method 'url_ip' is known to HAProxy but not supported by this version of Weir in ACL expression 'url_ip'",
        "req.body_beg x;fetch method 'req.body' is known to HAProxy but not supported by this version of Weir in ACL expression 'req.body_beg'",
        "hdr(;ACL keyword 'hdr' : expected ')'", "path_beg(x) y;ACL keyword 'path_beg' : expected ')' before 'x)'",
        "hdr_beg(host) -m foo x;unknown matching method 'foo' when parsing ACL expression", "hdr(x) -m;unknown matching method '' when parsing ACL expression",
        "path -f /nonexist;failed to open pattern file </nonexist>", "src 1.2.3.4.5;'1.2.3.4.5' is not a valid IPv4 or IPv6 address",
        "src 1.2.3.4/33;'1.2.3.4/33' is not a valid IPv4 or IPv6 address", "src ::1/129;'::1/129' is not a valid IPv4 or IPv6 address",
        "src foo;'foo' is not a valid IPv4 or IPv6 address", "src_port abc;'abc' is not a number", "src_port 1:x;'1:x' is not a valid number range",
        "src_port 10:5;'10:5' is not a valid number range", "src_port :;':' is not a valid number range",
        "bin(41) 41;matching method must be specified first (using '-m') when using a sample fetch of this type ('bin(41)')",
        "path,b64dec -f x;matching method must be specified first (using '-m') when using a sample fetch of this type ('path,b64dec')",
        "path -m bin 4;an even number of hex digit is expected",
        "path -m bin 4g;an hex digit is expected (found 'g')", "status 1.5;'1.5' is not a number",
        "status -1;'-1' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'",
        "path -M -f x;'-M' is not supported by this version of Weir"})
    void aclLines(String line, String message) {
        final String whole = assertThrows(ExpressionException.class, () -> acls.declare("a", List.of(line.split(" ")))).getMessage();
        assertEquals("error detected while parsing ACL 'a' : " + message, whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "if nope;no such ACL : 'nope'", "if { path /;missing closing '}' in condition", "when TRUE;expects 'if' or 'unless' before a condition, got 'when'",
        "if;missing condition behind 'if'", "if || TRUE;unexpected '||' in condition", "if TRUE ||;unexpected end of condition",
        "if TRUE !;unexpected end of condition", "if { };missing fetch method in ACL expression ''"})
    void conditions(String text, String message) {
        assertEquals(message, assertThrows(ExpressionException.class, () -> ConditionParser.parse(List.of(text.split(" ")), acls)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "%foo;no such format variable 'foo'. If you wanted to emit the '%' character verbatim, you need to use '%%'",
        "%ciX;no such format variable 'ciX'. If you wanted to emit the '%' character verbatim, you need to use '%%'", "a%;truncated line after '%'",
        "%{+Q;truncated line after '+Q'", "%{+Q};parse argument modifier without variable name near '%{+Q}'",
        "%[foo];failed to parse sample expression <foo]> : unknown fetch method 'foo'", "%[src;missing ']' after 'src'",
        "%[src ];expected ']' after 'src', but found ' '",
        "% ci;unexpected variable name near ' ' at position 1 line : '% ci'. Maybe you want to write a single '%', use the syntax '%%'"})
    void formats(String text, String message) {
        assertEquals(message, assertThrows(ExpressionException.class, () -> LogFormatParser.parse(text, place)).getMessage());
    }

    @Test
    void aclWithoutPatternIsWarnedAbout() throws ExpressionException {
        acls.declare("a", List.of("path"));
        assertEquals(1, place.warnings().size());
        acls.declare("a", List.of("path", "--"));
        acls.declare("a", List.of("path", "-m", "found"));
        acls.declare("a", List.of("always_true"));
        assertEquals(1, place.warnings().size());
    }

    @Test
    void namedProxiesAndServersAreReported() throws ExpressionException {
        acls.declare("down", List.of("nbsrv(app)", "lt", "1"));
        ExpressionParser.parse("srv_is_up(app/s1)", place);
        ExpressionParser.parse("queue", place);
        assertEquals("unable to find backend 'app' referenced in arg 1 of sample fetch keyword 'nbsrv' in proxy 'f'", place.references().get(0).missing("f"));
        assertEquals(
                "unable to find server 's1' in proxy 'app', referenced in arg 1 of sample fetch keyword 'srv_is_up' in proxy 'f'",
                place.references().get(1).missing("f"));
        assertEquals(
                "proxy 'f', referenced in arg 1 of sample fetch keyword 'queue' in proxy 'f', has not backend capability",
                place.references().get(2).missing("f"));
    }

    @Test
    void hugeInputIsRefused() {
        final String many = "path" + ",lower".repeat(200);
        final String deep = "str(" + "(".repeat(100_000);
        assertThrows(ExpressionException.class, () -> ExpressionParser.parse(many, place));
        assertThrows(ExpressionException.class, () -> ExpressionParser.parse(deep, place));
        assertThrows(ExpressionException.class, () -> LogFormatParser.parse("a".repeat(100_000), place));
        assertTrue(assertThrows(ExpressionException.class, () -> acls.declare("a b", List.of("path",
                "/"))).getMessage().startsWith("character ' ' is not permitted"));
    }
}

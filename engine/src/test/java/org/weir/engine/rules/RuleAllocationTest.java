package org.weir.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.expr.AclSet;
import org.weir.engine.expr.ExpressionException;
import org.weir.engine.expr.FakeContext;
import org.weir.engine.expr.ParseContext;
import org.weir.engine.http.MessageHead;
import org.weir.engine.rules.RuleEvaluator.Verdict;

/** Rules of the usual kinds leave the heap alone once they are warm. */
class RuleAllocationTest {
    private static final int ROUNDS = 20_000;
    /** What the measurement itself and a late compilation may allocate; one object per round would be 320 000 bytes. */
    private static final long NOISE_BYTES = 32_000;

    private static final String[] RULES = {
        "deny if { path_beg /admin } !{ src 10.0.0.0/8 }", "deny if { hdr_dom(host) -i bad.example } || { path_reg ^/(secret|private)/ }",
        "set-header x-forwarded-proto http", "set-header x-info %[src]:%[src_port]-%[path,lower,field(2,/)]", "del-header x-drop -m beg",
        "replace-path ^/app/(.*) /\\1 if { path_end .png .gif }", "replace-header cookie (.*)secret=[^;]*(.*) \\1\\2", "set-query a=%[query]",
        "deny if METH_POST { hdr_val(content-length) gt 1000000 } || { req.cook(k) -m sub evil } || { urlp(q) nope } || { base -m str h/ }"};

    @Test
    void steadyStateAllocatesNothing() throws ExpressionException {
        final ParseContext place = new ParseContext(ParseContext.Place.REQUEST);
        final AclSet acls = new AclSet(place);
        final HttpRule[] rules = new HttpRule[RULES.length];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = HttpActionParser.parse(List.of(RULES[i].split(" ")), place, acls, "f:" + i);
        }
        final FakeContext context = FakeContext.ofRequest(
                "GET /app/Images/logo.png?q=1&r=2 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: test\r\nX-Drop-1: a\r\nCookie: k=v; secret=1; z=2\r\n\r\n");
        final RuleEvaluator evaluator = new RuleEvaluator();
        final MessageHead head = context.request();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                assertTrue(run(evaluator, rules, context));
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(best < NOISE_BYTES, "allocated " + best + " bytes in " + ROUNDS + " rounds");
        assertEquals("/Images/logo.png?a=q=1&r=2", head.buffer().getStringWithoutLengthAscii(head.targetOffset(), head.targetLength()));
    }

    private static boolean run(RuleEvaluator evaluator, HttpRule[] rules, FakeContext context) {
        context.parseAgain();
        return evaluator.evaluate(rules, context, context.request()) == Verdict.CONTINUE;
    }
}

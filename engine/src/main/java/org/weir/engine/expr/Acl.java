package org.weir.engine.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Engine agent only. An ACL: true when one of its lines is. Lines may be added until the configuration has been read. */
final class Acl {
    private AclTest[] tests = {};

    void add(AclTest test) {
        tests = Arrays.copyOf(tests, tests.length + 1);
        tests[tests.length - 1] = test;
    }

    boolean test(SampleContext context) {
        for (final AclTest test : tests) {
            if (test.test(context)) {
                return true;
            }
        }
        return false;
    }

    /** The keywords that need this; all of them when {@link #needsOnly}. */
    List<String> keywordsNeeding(Expression.Need what) {
        final List<String> keywords = new ArrayList<>();
        for (final AclTest test : tests) {
            if (test.need() == what) {
                keywords.add(test.keyword());
            }
        }
        return keywords;
    }

    boolean needsOnly(Expression.Need what) {
        return keywordsNeeding(what).size() == tests.length;
    }

    Expression.Need need() {
        Expression.Need most = Expression.Need.INTERNAL;
        for (final AclTest test : tests) {
            most = test.need().compareTo(most) > 0 ? test.need() : most;
        }
        return most;
    }
}

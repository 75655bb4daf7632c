package org.weir.engine.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Compiles expressions of one proxy. */
final class RuleCompiler {
    /** Refuses what is not a regular expression. */
    void checkRegex(String text) throws Rejection {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Rejection("regular expression '" + text + "' : " + e.getDescription());
        }
    }
}

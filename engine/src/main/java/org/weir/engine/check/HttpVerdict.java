package org.weir.engine.check;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.weir.engine.config.model.HttpCheck;
import org.weir.engine.message.CheckJob;
import org.weir.engine.server.CheckOutcome;
import org.weir.engine.server.CheckStatus;

/** Engine agent, but for {@link #isDecided}. What a response means to {@code option httpchk}: {@code http-check expect} and {@code disable-on-404}. */
final class HttpVerdict implements CheckJob.BodyTest {
    private static final int STATUS_DIGITS = 3;
    private static final int NOT_FOUND = 404;
    private static final int MAX_REASON_LENGTH = 120;

    private final HttpCheck check;
    private final List<Rule> rules = new ArrayList<>();
    private final boolean bodyWanted;

    /** One expectation, its pattern compiled; {@code ranges} are pairs of status codes. */
    private record Rule(HttpCheck.Expect expect, Pattern pattern, int[] ranges) {
        boolean isOfBody() {
            return switch (expect.kind()) {
                case STATUS, RSTATUS -> false;
                case STRING, RSTRING -> true;
            };
        }
    }

    /**
     * @throws IllegalArgumentException for a pattern that is none.
     */
    HttpVerdict(HttpCheck check) {
        this.check = check;
        boolean body = false;
        for (final HttpCheck.Expect expect : check.expects()) {
            switch (expect.kind()) {
                case STATUS -> rules.add(new Rule(expect, null, ranges(expect.pattern())));
                case RSTATUS -> rules.add(new Rule(expect, compile(expect.pattern()), null));
                case STRING -> {
                    rules.add(new Rule(expect, null, null));
                    body = true;
                }
                case RSTRING -> {
                    rules.add(new Rule(expect, compile(expect.pattern()), null));
                    body = true;
                }
            }
        }
        bodyWanted = body;
    }

    /** Whether heads of responses are not enough. */
    boolean bodyWanted() {
        return bodyWanted;
    }

    /** A text that is there will not go away again: it decides, wanted or not. One that is missing may still come. */
    @Override
    public boolean isDecided(byte[] bytes, int length) {
        final CheckResponse response = new CheckResponse(bytes, length);
        final int status = response.hasHead() ? status(response.firstLine()) : -1;
        if (status < 0) {
            return false;
        }
        final String body = response.body();
        for (final Rule rule : rules) {
            final boolean met = test(rule, status, "", body, 0) == null;
            final boolean isFound = !body.isEmpty() && met != rule.expect.negate();
            if (rule.isOfBody() && !isFound) {
                return false;
            }
            if (!met) {
                return true;
            }
        }
        return true;
    }

    CheckOutcome judge(byte[] bytes, int length, long durationMillis) {
        final CheckResponse response = new CheckResponse(bytes, length);
        final int status = response.hasHead() ? status(response.firstLine()) : -1;
        if (status < 0) {
            // Also a head that was cut off, or that holds what is no header: a server that answers so is not well.
            return new CheckOutcome(CheckStatus.L7_RESPONSE, 0, null, durationMillis);
        }
        final String line = response.firstLine().stripTrailing();
        final int reasonAt = line.indexOf(' ', line.indexOf(' ') + 1);
        final String reason = reasonAt < 0 ? "" : line.substring(reasonAt + 1, Math.min(line.length(), reasonAt + 1 + MAX_REASON_LENGTH));
        if (status == NOT_FOUND && check.disableOn404()) {
            return new CheckOutcome(CheckStatus.L7_OK_CONDITIONALLY, status, reason, durationMillis);
        }
        if (rules.isEmpty() && (status < 200 || status > 399)) {
            return new CheckOutcome(CheckStatus.L7_STATUS, status, reason, durationMillis);
        }
        final String body = bodyWanted ? response.body() : "";
        for (final Rule rule : rules) {
            final CheckOutcome failure = test(rule, status, reason, body, durationMillis);
            if (failure != null) {
                return failure;
            }
        }
        return new CheckOutcome(CheckStatus.L7_OK, status, null, durationMillis);
    }

    /** Returns null when the expectation is met. */
    private static CheckOutcome test(Rule rule, int status, String reason, String body, long durationMillis) {
        final boolean negate = rule.expect.negate();
        return switch (rule.expect.kind()) {
            case STATUS -> matches(rule.ranges, status) != negate ? null
                    : new CheckOutcome(CheckStatus.L7_STATUS, status, reason, durationMillis);
            case RSTATUS -> rule.pattern.matcher(Integer.toString(status)).find() != negate ? null
                    : new CheckOutcome(CheckStatus.L7_STATUS, status, reason, durationMillis);
            case STRING, RSTRING -> {
                if (body.isEmpty()) {
                    yield invalid("HTTP content check could not find a response body", durationMillis);
                }
                final boolean found = rule.pattern == null
                        ? body.contains(new String(rule.expect.pattern().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                        : rule.pattern.matcher(body).find();
                yield found != negate ? null
                        : invalid(negate ? "HTTP check matched unwanted content" : "HTTP content check did not match", durationMillis);
            }
        };
    }

    private static CheckOutcome invalid(String info, long durationMillis) {
        return new CheckOutcome(CheckStatus.L7_RESPONSE, 0, info, durationMillis);
    }

    /** The status of {@code HTTP/1.x NNN} and a line end, or -1. */
    private static int status(String line) {
        final int space = line.indexOf(' ');
        if (!line.startsWith("HTTP/1.") || space != "HTTP/1.1".length() || line.length() <= space + STATUS_DIGITS) {
            return -1;
        }
        int status = 0;
        for (int i = space + 1; i <= space + STATUS_DIGITS; i++) {
            final char digit = line.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            status = status * 10 + digit - '0';
        }
        final char after = line.charAt(space + STATUS_DIGITS + 1);
        return after == ' ' || after == '\r' || after == '\n' ? status : -1;
    }

    private static boolean matches(int[] ranges, int status) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (status >= ranges[i] && status <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static int[] ranges(String text) {
        final String[] parts = text.split(",");
        final int[] ranges = new int[parts.length * 2];
        for (int i = 0; i < parts.length; i++) {
            final String part = parts[i].strip();
            final int dash = part.indexOf('-');
            ranges[2 * i] = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            ranges[2 * i + 1] = dash < 0 ? ranges[2 * i] : Integer.parseInt(part.substring(dash + 1));
        }
        return ranges;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new IllegalArgumentException("http-check expect: '" + regex + "': " + e.getMessage(), e);
        }
    }
}

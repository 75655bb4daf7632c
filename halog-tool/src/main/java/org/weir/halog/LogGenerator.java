package org.weir.halog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes HTTP logs as HAProxy does, the same for the same seed: a day of traffic of a site, about 190 bytes a line. Some lines can be damaged in the
 * ways of real logs: cut, mixed with other messages, with bytes that do not belong there.
 *
 * <p>As a program: {@code java -cp halog-tool/target/classes org.weir.halog.LogGenerator FILE LINES [SEED [DAMAGED-PER-MILLE]]}.
 */
public final class LogGenerator {
    private static final String[] TERMINATIONS = {"----", "----", "----", "----", "--VN", "--NI", "SC--", "sH--", "cD--", "PR--", "sQ--", "CD--"};
    private static final int[] STATUS = {200, 200, 200, 200, 200, 200, 204, 206, 301, 302, 304, 304, 400, 403, 404, 404, 500, 502, 503, 504};
    private static final String[] PARTS = {"api", "v1", "users", "orders", "static", "img", "css", "search", "cart", "items"};
    private static final String ODD_CHARACTERS = " /:-[]{}|\"0x\u0001\t\u007f\u00e9";
    private static final int MALFORMED_KINDS = 9;

    private final Random random;
    private final int damagedPerMille;
    private long millis = 4 * 3_600_000;

    /** A generator. */
    public LogGenerator(final long seed, final int damagedPerMille) {
        random = new Random(seed);
        this.damagedPerMille = damagedPerMille;
    }

    /** Writes a file. */
    public static void main(final String[] arguments) throws IOException {
        final long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        final int damaged = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            new LogGenerator(seed, damaged).write(out, Integer.parseInt(arguments[1]));
        }
    }

    /** Writes so many lines. */
    public void write(final OutputStream out, final int lines) throws IOException {
        for (int index = 0; index < lines; index++) {
            out.write(nextLine().getBytes(StandardCharsets.ISO_8859_1));
            out.write('\n');
        }
    }

    /** The next line, without its newline. */
    public String nextLine() {
        final String line = goodLine();
        return random.nextInt(1000) < damagedPerMille ? damage(line) : line;
    }

    private String goodLine() {
        millis += random.nextInt(4) == 0 ? random.nextInt(100) : 0;
        final String clock = two(millis / 3_600_000 % 24) + ':' + two(millis / 60_000 % 60) + ':' + two(millis / 1000 % 60);
        final StringBuilder line = new StringBuilder(256);
        line.append("Feb ").append(random.nextInt(10) == 0 ? " 9" : "19").append(' ').append(clock).append(" lb1 haproxy[")
            .append(1000 + random.nextInt(9000)).append("]: ").append(address()).append(':').append(1024 + random.nextInt(60_000))
            .append(" [19/Feb/2023:").append(clock).append('.').append(Long.toString(1000 + millis % 1000).substring(1)).append("] www~ app")
            .append(random.nextInt(3)).append("/s").append(random.nextInt(12)).append(' ');
        appendTimers(line);
        line.append(' ').append(STATUS[random.nextInt(STATUS.length)]).append(' ').append(random.nextInt(100_000)).append(" - - ")
            .append(TERMINATIONS[random.nextInt(TERMINATIONS.length)]).append(' ').append(random.nextInt(900)).append('/').append(random.nextInt(800))
            .append('/').append(random.nextInt(50)).append('/').append(random.nextInt(20)).append("/0 ").append(random.nextInt(8) == 0 ? "2/1" : "0/0");
        if (random.nextInt(4) > 0) {
            line.append(" {example.com|Mozilla/5.0 (X11)}");
        }
        if (random.nextInt(8) == 0) {
            line.append(" {nginx|}");
        }
        appendRequest(line);
        return line.toString();
    }

    private void appendTimers(final StringBuilder line) {
        final int[] timers = {random.nextInt(20), random.nextInt(4) == 0 ? random.nextInt(50) : 0, random.nextInt(5), response()};
        int total = random.nextInt(30);
        for (int index = 0; index < timers.length; index++) {
            if (random.nextInt(60) == 0) {
                timers[index] = -1;
            }
            total += Math.max(timers[index], 0);
            line.append(timers[index]).append('/');
        }
        line.append(total);
    }

    private int response() {
        final int bound = random.nextInt(20) == 0 ? 20_000 : 300;
        return 1 + random.nextInt(1 + random.nextInt(bound));
    }

    private void appendRequest(final StringBuilder line) {
        if (random.nextInt(200) == 0) {
            line.append(" \"<BADREQ>\"");
            return;
        }
        line.append(random.nextInt(6) == 0 ? " \"POST " : " \"GET ");
        final int parts = 1 + random.nextInt(1 + random.nextInt(3));
        for (int index = 0; index < parts; index++) {
            line.append('/').append(PARTS[random.nextInt(PARTS.length)]);
        }
        line.append('/').append(random.nextInt(1 + random.nextInt(1 + random.nextInt(2000))));
        if (random.nextInt(3) == 0) {
            line.append("?session=").append(Long.toHexString(random.nextLong()));
        }
        line.append(random.nextInt(50) == 0 ? " HTTP/1.0\"" : " HTTP/1.1\"");
    }

    private String address() {
        if (random.nextInt(20) == 0) {
            return "2001:db8::" + Integer.toHexString(random.nextInt(2000));
        }
        return "10." + random.nextInt(4) + '.' + random.nextInt(64) + '.' + random.nextInt(250);
    }

    private String damage(final String line) {
        final int at = random.nextInt(line.length());
        final String[] fields = line.split(" ");
        final int field = random.nextInt(fields.length);
        return switch (random.nextInt(MALFORMED_KINDS)) {
            case 0 -> line.substring(0, at);
            case 1 -> "Feb 19 04:03:08 lb1 haproxy[4418]: Server be/s2 is DOWN, reason: Layer4 connection problem";
            case 2 -> line.substring(0, at) + ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length())) + line.substring(at + 1);
            case 3 -> line.replaceFirst(Pattern.quote(fields[field] + ' '), "");
            case 4 -> binary(random.nextInt(300));
            case 5 -> line.replaceFirst(Pattern.quote(fields[field]), Matcher.quoteReplacement(fields[field] + " 1/2"));
            case 6 -> "";
            case 7 -> "Feb 19 04:03:07 lb1 haproxy[4418]: 10.2.0.3:56934 [19/Feb/2023:04:03:07.911] tcpf tcpb/t1 0/1/30 512 -- 1/1/1/1/0 0/0";
            default -> line.substring(0, at) + '\0' + line.substring(at);
        };
    }

    private String binary(final int length) {
        final StringBuilder bytes = new StringBuilder(length);
        for (int index = 0; index < length; index++) {
            final char next = (char) random.nextInt(256);
            bytes.append(next == '\n' ? ' ' : next);
        }
        return bytes.toString();
    }

    private static String two(final long number) {
        return Long.toString(100 + number).substring(1);
    }
}

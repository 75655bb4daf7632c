package org.weir.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code wrk} against a URL; its figures come from a script of ours at the end of the run, which also knows the p99.9. */
final class Wrk {

    private static final String SCRIPT = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("weir-bench requests=%d micros=%d bytes=%d errors=%d p50=%d p99=%d p999=%d max=%d\\n",
                summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
            end
            """;
    private static final Pattern LINE = Pattern.compile(
            "weir-bench requests=(\\d+) micros=(\\d+) bytes=(\\d+) errors=(\\d+) p50=(\\d+) p99=(\\d+) p999=(\\d+) max=(\\d+)");
    private static final int GRACE_SECONDS = 15;

    private final Children children;
    private final Path script;
    private final int connections;
    private final List<String> prefix;

    /**
     * Prepares runs.
     *
     * @param prefix command words before {@code wrk}, such as {@code taskset -c 1}
     */
    Wrk(Children children, Path directory, int connections, List<String> prefix) throws IOException {
        this.children = children;
        this.script = Files.writeString(directory.resolve("done.lua"), SCRIPT);
        this.connections = connections;
        this.prefix = prefix;
    }

    /**
     * Drives a URL for some seconds.
     *
     * @param headers request header lines to add
     * @throws IOException when wrk fails or prints no figures
     */
    LoadResult run(String url, int seconds, List<String> headers) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "5s", "-s", script.toString()));
        for (String header : headers) {
            command.addAll(List.of("-H", header));
        }
        command.add(url);
        return parse(children.output(command, seconds + GRACE_SECONDS));
    }

    /** Reads the script's line out of wrk's output. */
    static LoadResult parse(String output) throws IOException {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IOException("wrk printed no figures: " + output.strip());
        }
        return new LoadResult(number(line, 1), number(line, 2), number(line, 3), number(line, 4),
                number(line, 5), number(line, 6), number(line, 7));
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(line.group(group));
    }
}

package org.weir.engine.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.engine.process.ProcessSignal;
import org.weir.engine.process.ProxyCoreFactory;
import org.weir.engine.process.SystemResources;
import org.weir.io.sys.FaultPlan;

/**
 * The whole proxy on system calls that fail at random, in all its modes, with queues, checks, logs and an operator, while clients and servers come and go
 * as they like. What was lost is told, nothing is mixed up, nothing hangs, nothing stays behind, and as soon as the faults end it serves again. More seeds:
 * {@code -Dweir.fault-seeds=first-last}.
 */
class FaultInjectionTest {
    private static final String[] COMMANDS = {
        "show stat", "show info", "show sess", "show sess all", "show servers state", "show pools", "show errors", "show servers conn",
        "set server web/s1 state maint", "set server web/s1 state drain", "set server web/s1 state ready", "set server plain/s2 weight 0",
        "set server plain/s2 weight 100%", "disable server raw/s1", "enable server raw/s1", "shutdown sessions server web/s2",
        "shutdown sessions server raw/s2", "disable frontend keep", "enable frontend keep", "set maxconn frontend keep 5", "set maxconn frontend keep 1000",
        "set maxconn server web/s1 1", "set maxconn server web/s1 3", "nonsense",
    };
    private static final List<String> BUFFER_SIZES = List.of("2048", "1024", "8192", "1048576", "100000");
    private static final String CONFIGURATION = """
            global
                threading-mode {mode}
                {reuse}
                nbthread {threads}
                stats socket {path:cli} level admin
                stats timeout 20s
                tune.bufsize {bufsize}
                maxpipes 6
            defaults
                mode http
                {splice}
                log {log} local0
                log {path:logs} local1
                option httplog
                option redispatch
                retries 2
                timeout connect 700ms
                timeout queue 900ms
                timeout client 2s
                timeout server 1500ms
                timeout http-request 2s
                timeout http-keep-alive 1s
            frontend keep
                bind {keep} maxconn 1000
                http-request set-header X-Through keep
                http-response add-header X-Answered yes
                default_backend web
            frontend one
                bind {one}
                bind {path:unix}
                option httpclose
                option forwardfor
                default_backend plain
            frontend raw
                mode tcp
                option tcplog
                bind {raw}
                default_backend raw
            backend web
                balance leastconn
                http-reuse always
                option httpchk GET /check
                server s1 {w1} check inter 80ms fastinter 40ms fall 2 rise 1 maxconn 3
                server s2 {w2} check inter 90ms fastinter 40ms fall 2 rise 1 maxconn 2
            backend plain
                balance roundrobin
                http-reuse never
                server s1 {p1} maxconn 4
                server s2 {p2} check inter 70ms fall 3 rise 1
            backend raw
                mode tcp
                option tcplog
                server s1 {r1} check inter 100ms fall 3 rise 1 maxconn 3
                server s2 {r2}
            """;

    @RegisterExtension
    final Scenario scenario = new Scenario();

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final Set<Integer> seen = RoughOrigin.numbers();
    private final AtomicInteger complete = new AtomicInteger();
    private final List<RoughOrigin> servers = new ArrayList<>();

    static LongStream seeds() {
        String[] range = System.getProperty("weir.fault-seeds", "1-4").split("-");
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesFailingCalls(long seed) {
        Random random = new Random(seed);
        int rate = new int[] {0, 5, 30, 120}[random.nextInt(4)];
        FaultPlan plan = new FaultPlan(seed, rate, new int[] {0, 4, 30}[random.nextInt(3)], new int[] {0, 100, 500}[random.nextInt(3)]);
        boolean fewBuffers = random.nextInt(3) == 0;
        SystemResources resources = fewBuffers ? new SystemResources(plan::calls, 4 + random.nextInt(24), 1 + random.nextInt(6))
                : new SystemResources(plan::calls, 1024, 64);
        scenario.log();
        LocalSyslog logs = scenario.closing(new LocalSyslog(scenario.path("logs")));
        String mode = random.nextBoolean() ? "shared" : "dedicated";
        for (String name : List.of("w1", "w2", "p1", "p2", "r1", "r2")) {
            servers.add(scenario.closing(new RoughOrigin(scenario.address(name), !name.startsWith("r"), faults, seen)));
        }
        Weir weir = scenario.start(new ProxyCoreFactory(resources), CONFIGURATION.replace("{mode}", mode)
                .replace("{threads}", Integer.toString(1 + (int) (seed % 4))).replace("{bufsize}", BUFFER_SIZES.get((int) (seed % BUFFER_SIZES.size())))
                .replace("{reuse}", random.nextBoolean() ? "" : "noreuseport").replace("{splice}", seed % 2 == 0 ? "option splice-auto" : ""));
        long descriptors = Scenario.descriptors();
        plan.active(true);
        play(weir, random, logs);
        plan.active(false);
        expectSound(weir, plan);
        recover(weir);
        expectServing(weir);
        servers.forEach(RoughOrigin::close);
        expectQuiet(weir, descriptors);
        expectSound(weir, plan);
        if (random.nextBoolean()) {
            weir.signal(ProcessSignal.USR1);
            weir.expectExit(0);
        }
        assertTrue(faults.isEmpty(), () -> describe(plan));
    }

    /** Clients and an operator at work, until the clients have had enough. */
    private void play(Weir weir, Random random, LocalSyslog logs) {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(Parallel.run(new RoughClient(List.of(scenario.address("keep"), scenario.address("one")), scenario.address("raw"),
                    random.nextLong(), 10, faults, complete)));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
        boolean silentLog = random.nextBoolean();
        int turn = 0;
        while (!all.isDone()) {
            ask(weir, COMMANDS[random.nextInt(COMMANDS.length)]);
            if (silentLog && ++turn == 5) {
                logs.close();
            }
        }
        all.join();
    }

    /** One command; its connection may break, but not hang. */
    private String ask(Weir weir, String command) {
        try {
            return weir.cli(command);
        } catch (AssertionError | UncheckedIOException broken) {
            if (broken.getMessage() != null && broken.getMessage().contains("in vain")) {
                faults.add(new AssertionError("no answer to " + command, broken));
            }
            return "";
        }
    }

    private void recover(Weir weir) {
        for (String command : List.of("enable frontend keep", "set maxconn frontend keep 1000", "set maxconn server web/s1 3",
                "set server web/s1 state ready", "set server plain/s2 weight 100%", "enable server raw/s1")) {
            Deadline.await(command, () -> !ask(weir, command).isEmpty());
        }
    }

    /** A usual request on each frontend, as soon as checks have found the servers again. */
    private void expectServing(Weir weir) {
        for (String name : List.of("keep", "one", "raw")) {
            Deadline.await(() -> name + " to serve again\n" + ask(weir, "show stat") + weir.messages(), () -> {
                int before = complete.get();
                RoughClient.usual(name.equals("raw"), scenario.address(name), faults, complete);
                return complete.get() > before;
            });
        }
    }

    private void expectQuiet(Weir weir, long descriptors) {
        Deadline.await(() -> "quiet: " + busy(weir) + '\n' + ask(weir, "show sess all"), () -> busy(weir).isEmpty());
        Deadline.await(() -> "buffers:" + Scenario.used() + '\n' + ask(weir, "show sess all") + ask(weir, "show pools"), () -> Scenario.used().isEmpty());
        Deadline.await(() -> "descriptors: " + Scenario.descriptors() + " of " + descriptors + '\n' + ask(weir, "show sess all") + ask(weir, "show info"),
                () -> Scenario.descriptors() <= descriptors + 2L * pipesKept(weir));
    }

    private int pipesKept(Weir weir) {
        Matcher found = Pattern.compile("(?m)^PipesFree: (\\d+)$").matcher(ask(weir, "show info"));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** What is not zero though nobody is there, and what does not add up. */
    private String busy(Weir weir) {
        String[] lines = ask(weir, "show stat").split("\n");
        if (lines.length < 2) {
            return "no statistics";
        }
        String[] names = lines[0].substring(2).split(",");
        StringBuilder wrong = new StringBuilder();
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] values = lines[i].split(",", -1);
            if (values.length < 10) {
                continue;
            }
            Map<String, String> row = new HashMap<>();
            for (int f = 0; f < names.length; f++) {
                row.put(names[f], values[f]);
            }
            String name = values[0] + '/' + values[1];
            rows.put(name, row);
            for (String zero : List.of("scur", "qcur")) {
                if (!row.get(zero).isEmpty() && !row.get(zero).equals("0")) {
                    wrong.append(' ').append(name).append(' ').append(zero).append('=').append(row.get(zero));
                }
            }
        }
        for (String backend : List.of("web", "plain", "raw")) {
            Map<String, String> sum = rows.get(backend + "/BACKEND");
            for (String field : List.of("bin", "bout", "eresp", "wretr")) {
                long servers = number(rows.get(backend + "/s1"), field) + number(rows.get(backend + "/s2"), field);
                if (servers > number(sum, field)) {
                    wrong.append(' ').append(backend).append(' ').append(field).append(": servers ").append(servers).append(" of ").append(sum.get(field));
                }
            }
        }
        return wrong.toString();
    }

    private static long number(Map<String, String> row, String field) {
        return row.get(field).isEmpty() ? 0 : Long.parseLong(row.get(field));
    }

    private void expectSound(Weir weir, FaultPlan plan) {
        assertTrue(weir.isRunning(), weir::messages);
        assertTrue(!weir.messages().contains("failed:"), weir::messages);
        assertTrue(faults.isEmpty(), () -> describe(plan));
        assertTrue(Files.exists(scenario.path("cli")));
    }

    private String describe(FaultPlan plan) {
        StringBuilder text = new StringBuilder(plan.toString());
        for (Throwable fault : faults) {
            text.append('\n').append(fault);
            for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
                text.append(" <- ").append(cause);
            }
        }
        return text.toString();
    }
}

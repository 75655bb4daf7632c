package org.weir.perf.origin;

import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The origin server as a program of its own. */
@Command(name = "origin", mixinStandardHelpOptions = true, sortOptions = false,
        description = "A small HTTP/1.1 server with known answers, to put behind a proxy.",
        footer = {"", "Paths: /  /bytes/N  /chunked/N  /delay/MS  /status/N  /echo  /upload  /close"})
public final class OriginMain implements Callable<Integer> {

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8000",
            description = "Address to bind; port 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(names = "--name", defaultValue = "origin", description = "Name in X-Origin and in the text at / (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--threads", defaultValue = "1", description = "Worker threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--body-size", paramLabel = "BYTES", defaultValue = "" + OriginOptions.DEFAULT_BODY_SIZE_BYTES,
            description = "Length of the text at / (default: ${DEFAULT-VALUE}).")
    private int bodySizeBytes;

    /** Runs until a signal ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new OriginMain()).setExecutionExceptionHandler((e, command, result) -> {
            System.err.println("weir-origin: " + e.getMessage());
            return 1;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        OriginServer server = OriginServer.start(new OriginOptions(parseAddress(listen), name, threads, bodySizeBytes));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "origin-stop"));
        System.out.println("origin " + name + " listens on " + server.address().getHostString() + ":" + server.port());
        server.awaitEnd();
        return 0;
    }

    private static InetSocketAddress parseAddress(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the host in '" + text + "' is unknown");
        }
        return address;
    }
}

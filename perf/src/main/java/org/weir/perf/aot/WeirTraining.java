package org.weir.perf.aot;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.weir.os.ProcessControl;
import org.weir.perf.origin.OriginOptions;
import org.weir.perf.origin.OriginServer;

/** Starts the proxy, sends it traffic, and stops it softly. */
final class WeirTraining implements Training {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
    private static final int SIGUSR1 = 10;

    @Override
    public void run(ProcessBuilder program, Path directory) throws IOException, InterruptedException {
        try (OriginServer origin = OriginServer.start(OriginOptions.loopback("training"))) {
            int httpPort = freePort();
            int tcpPort = freePort();
            Path socket = directory.resolve("stats.sock");
            Path configuration = directory.resolve("training.cfg");
            Files.writeString(configuration, configuration(httpPort, tcpPort, origin.port(), socket));
            program.command().addAll(List.of("-f", configuration.toString()));
            Process weir = program.redirectInput(new File("/dev/null")).start();
            try {
                TrainingTraffic traffic = new TrainingTraffic(httpPort, tcpPort, socket);
                traffic.awaitStart(weir, START_LIMIT);
                traffic.send();
                ProcessControl.signal((int) weir.pid(), SIGUSR1);
                if (!weir.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("weir did not stop within " + STOP_LIMIT.toSeconds() + " s of SIGUSR1");
                }
            } finally {
                weir.destroyForcibly().waitFor();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String configuration(int httpPort, int tcpPort, int originPort, Path socket) {
        return """
                global
                    stats socket %s mode 600 level admin
                    log stdout format raw local0
                    maxconn 1000

                defaults
                    mode http
                    log global
                    option httplog
                    option forwardfor
                    timeout connect 5s
                    timeout client 10s
                    timeout server 10s

                frontend web
                    bind 127.0.0.1:%d
                    acl api path_beg /status /echo
                    acl from_test hdr(host) -i -m end training.example
                    http-request deny if { path /denied }
                    http-request redirect location /moved if { path /redirected }
                    http-request set-header X-Training %%[path,lower] if from_test or !api
                    use_backend api if api
                    use_backend files if { path /bytes/300000 }
                    default_backend pages

                backend pages
                    balance roundrobin
                    option httpchk
                    server page1 127.0.0.1:%d check inter 100
                    server page2 127.0.0.1:%d check inter 100

                backend api
                    balance leastconn
                    server api1 127.0.0.1:%d maxconn 50

                backend files
                    option splice-auto
                    server file1 127.0.0.1:%d

                listen raw
                    mode tcp
                    option tcplog
                    bind 127.0.0.1:%d
                    server raw1 127.0.0.1:%d check
                """.formatted(socket, httpPort, originPort, originPort, originPort, originPort, tcpPort, originPort);
    }
}

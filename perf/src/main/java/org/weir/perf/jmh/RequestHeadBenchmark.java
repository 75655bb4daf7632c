package org.weir.perf.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.weir.engine.http.BodyFraming;
import org.weir.engine.http.Http1Parser;
import org.weir.engine.http.Http1Writer;
import org.weir.engine.http.MessageHead;

/** What a request head costs outside the kernel: taking it apart, and writing it anew for the server. Both must allocate nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {

    private static final String SMALL = "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
    private static final String BROWSER = """
            GET /articles/2024/load-balancing?page=2&sort=date HTTP/1.1
            Host: www.example.org
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Accept-Language: en-US,en;q=0.5
            Accept-Encoding: gzip, deflate, br
            Referer: https://www.example.org/articles/
            Connection: keep-alive
            Cookie: SERVERID=s1; session=0123456789abcdef0123456789abcdef; theme=dark
            Upgrade-Insecure-Requests: 1
            Cache-Control: max-age=0

            """.replace("\n", "\r\n");

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int EDIT_AREA_BYTES = 1024;

    /** Which head: what wrk sends, or what a browser sends. */
    @Param({"small", "browser"})
    public String kind;

    private final Http1Parser parser = new Http1Parser();
    private final Http1Writer writer = new Http1Writer();
    private final MessageHead head = new MessageHead();
    private final UnsafeBuffer wire = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private final UnsafeBuffer in = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private int lengthBytes;

    /** Fills the buffer that stands for the network. */
    @Setup
    public void setUp() {
        byte[] text = (kind.equals("small") ? SMALL : BROWSER).getBytes(StandardCharsets.US_ASCII);
        lengthBytes = text.length;
        wire.putBytes(0, text);
        head.wrap(in, BUFFER_BYTES - EDIT_AREA_BYTES, BUFFER_BYTES);
        if (parseAndWrite() <= 0) {
            throw new IllegalStateException("the head is not accepted: " + parser.error());
        }
    }

    /** The copy stands for recv(), since parsing lowers the case of names in place. */
    @Benchmark
    public int parse() {
        in.putBytes(0, wire, 0, lengthBytes);
        return parser.parseRequest(head, in, 0, lengthBytes);
    }

    /** As {@link #parse}, then the canonical form for the server. */
    @Benchmark
    public int parseAndWrite() {
        if (parse() != Http1Parser.COMPLETE) {
            return 0;
        }
        return writer.writeRequest(head, out, 0, BUFFER_BYTES, BodyFraming.NONE, 0, Http1Writer.CONNECTION_NONE);
    }
}

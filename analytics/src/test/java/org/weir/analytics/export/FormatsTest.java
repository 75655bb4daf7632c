package org.weir.analytics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.analytics.line.ClfLine;
import org.weir.analytics.line.LineBuffer;
import org.weir.analytics.line.StandardLine;
import org.weir.analytics.record.StreamAddress;
import org.weir.analytics.record.StreamCount;
import org.weir.analytics.record.StreamNumber;

/** The formats, letter by letter; the CLF lines are those that HAProxy 2.6 wrote. */
class FormatsTest {
    /** 2026-11-21T06:29:27.586Z. */
    private static final long MOMENT_MICROS = 1_795_242_567_586_000L;
    private static final long LOOPBACK = 0x7F00_0001L;

    private final MadeUpStream stream = new MadeUpStream().set(StreamNumber.ACCEPTED_EPOCH, MOMENT_MICROS)
            .set(StreamNumber.REQUEST_EPOCH, MOMENT_MICROS).set(StreamNumber.LOGGED_EPOCH, MOMENT_MICROS + 1_042)
            .set(StreamNumber.RESPONSE, 1_042).set(StreamNumber.ACTIVE, 1_100).set(StreamNumber.BYTES_READ, 98)
            .set(StreamCount.ACTIVE_CONNECTIONS, 2).set(StreamCount.FRONTEND_CONNECTIONS, 1).set(StreamAddress.CLIENT, 4, 0, LOOPBACK, 53_544);

    private static String date(String line) {
        return line.replaceFirst("\\[../.../....:..:..:..\\.(\\d+)]", "[date.$1]");
    }

    @Test
    void httplog() {
        stream.texts[1] = "/plain";
        assertEquals("127.0.0.1:53544 [date.586] fe be/s1 0/0/0/1/1 200 98 - - ---- 2/1/0/0/0 0/0 \"GET /plain HTTP/1.1\"",
                date(stream.as(new StandardLine())));
        stream.requestCaptures = List.of("a|b", "");
        stream.texts[4] = "SESSION=abc";
        stream.early = true;
        stream.redispatched = true;
        assertEquals("127.0.0.1:53544 [date.586] fe be/s1 0/0/0/1/+1 200 +98 - SESSION=abc ---- 2/1/0/0/+0 0/0 {a#7Cb|} \"GET /plain HTTP/1.1\"",
                date(stream.as(new StandardLine())));
    }

    @Test
    void tcplog() {
        stream.http = false;
        stream.ending = "sD--";
        stream.set(StreamNumber.TOTAL, 2_000_000).set(StreamNumber.CONNECT, -1).set(StreamAddress.CLIENT, 6, 0, 1, 7);
        assertEquals("::1:7 [date.586] fe be/s1 0/-1/2000 98 sD 2/1/0/0/0 0/0", date(stream.as(new StandardLine())));
    }

    @Test
    void clfWithCaptures() {
        stream.texts[1] = "/plain";
        stream.texts[4] = "SESSION=abc";
        stream.requestCaptures = List.of("", "");
        stream.responseCaptures = List.of("r");
        stream.set(StreamNumber.RESPONSE, 0).set(StreamNumber.ACTIVE, 0);
        assertEquals("127.0.0.1 - - [21/Nov/2026:06:29:27 +0000] \"GET /plain HTTP/1.1\" 200 98 \"\" \"\" 53544 586 \"fe\" \"be\" \"s1\" 0 0 0 0 0 ---- "
                + "2 1 0 0 0 0 0 \"\" \"SESSION=abc\" \"\" \"\" \"r\"", stream.as(new ClfLine()));
    }

    @Test
    void clfOfABadRequestHasNoCaptures() {
        stream.texts = new String[6];
        stream.requestCaptures = List.of("", "");
        stream.ending = "PR--";
        stream.set(StreamCount.STATUS, 400).set(StreamNumber.BYTES_READ, 0).set(StreamCount.BACKEND_NAME, 0).set(StreamCount.SERVER_NAME, 3);
        for (StreamNumber span : List.of(StreamNumber.REQUEST, StreamNumber.QUEUE, StreamNumber.CONNECT, StreamNumber.RESPONSE)) {
            stream.set(span, -1);
        }
        stream.set(StreamNumber.ACTIVE, 0).set(StreamNumber.ACCEPTED_EPOCH, MOMENT_MICROS - 8_000);
        assertEquals("127.0.0.1 - - [21/Nov/2026:06:29:27 +0000] \"<BADREQ>\" 400 0 \"\" \"\" 53544 578 \"fe\" \"fe\" \"<NOSRV>\" -1 -1 -1 -1 0 PR-- "
                + "2 1 0 0 0 0 0 \"\" \"\" ", stream.as(new ClfLine()));
    }

    @Test
    void clfOfATcpSession() {
        stream.http = false;
        stream.set(StreamNumber.TOTAL, 3_000).set(StreamNumber.BYTES_UPLOADED, 17);
        assertEquals("127.0.0.1 - - [21/Nov/2026:06:29:27 +0000] \"TCP \" 000 98 \"\" \"\" 53544 586 \"fe\" \"be\" \"s1\" 0 0 0 3 17 ---- "
                + "2 1 0 0 0 0 0 \"\" \"\" ", stream.as(new ClfLine()));
    }

    @Test
    void json() {
        stream.texts[1] = "/\"\\\n\u00c3\u00a9";
        stream.requestCaptures = Arrays.asList("x", null);
        stream.set(StreamNumber.QUEUE, -1);
        String line = new String(stream.as(new JsonLine()).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertEquals("{\"time\":\"2026-11-21T06:29:27.587042Z\",\"stream_id\":0,\"mode\":\"http\",\"level\":6,\"early\":false,"
                + "\"accepted_at_us\":1795242567586000,\"requested_at_us\":1795242567586000,\"logged_at_us\":1795242567587042,"
                + "\"frontend\":\"fe\",\"backend\":\"be\",\"server\":\"s1\",\"client_ip\":\"127.0.0.1\",\"client_port\":53544,"
                + "\"frontend_ip\":null,\"frontend_port\":null,\"server_local_ip\":null,\"server_local_port\":null,\"server_ip\":null,\"server_port\":null,"
                + "\"handshake_us\":0,\"idle_us\":0,\"request_us\":0,\"queue_us\":null,\"connect_us\":0,\"response_us\":1042,\"data_us\":0,"
                + "\"active_us\":1100,\"total_us\":0,\"status\":200,\"termination\":\"----\",\"bytes_read\":98,\"bytes_uploaded\":0,"
                + "\"active_connections\":2,\"frontend_connections\":1,\"backend_connections\":0,\"server_connections\":0,\"retries\":0,"
                + "\"redispatched\":false,\"server_queue\":0,\"backend_queue\":0,\"request_counter\":0,\"log_counter\":0,\"method\":\"GET\","
                + "\"uri\":\"/\\\"\\\\\\u000a\u00e9\",\"version\":\"HTTP/1.1\",\"request_cookie\":null,\"response_cookie\":null,\"unique_id\":null,"
                + "\"request_captures\":[\"x\",null],\"response_captures\":[],\"values\":[]}", line);
    }

    @Test
    void csv() {
        stream.texts[1] = "/a,\"b\"";
        stream.texts[3] = "";
        stream.responseCaptures = List.of("r");
        CsvLine format = new CsvLine();
        LineBuffer header = new LineBuffer(1);
        format.begin(header);
        assertEquals("time,stream_id,mode,level,early,accepted_at_us,requested_at_us,logged_at_us,frontend,backend,server,client_ip,client_port,"
                + "frontend_ip,frontend_port,server_local_ip,server_local_port,server_ip,server_port,handshake_us,idle_us,request_us,queue_us,connect_us,"
                + "response_us,data_us,active_us,total_us,status,termination,bytes_read,bytes_uploaded,active_connections,frontend_connections,"
                + "backend_connections,server_connections,retries,redispatched,server_queue,backend_queue,request_counter,log_counter,method,uri,version,"
                + "request_cookie,response_cookie,unique_id,request_captures,response_captures,values\r\n",
                new String(header.bytes(), 0, header.length(), StandardCharsets.US_ASCII));
        assertEquals("2026-11-21T06:29:27.587042Z,0,http,6,false,1795242567586000,1795242567586000,1795242567587042,fe,be,s1,127.0.0.1,53544,"
                + ",,,,,,0,0,0,0,0,1042,0,1100,0,200,----,98,0,2,1,0,0,0,false,0,0,0,0,GET,\"/a,\"\"b\"\"\",HTTP/1.1,\"\",,,,\"[\"\"r\"\"]\",\r",
                stream.as(format));
    }
}

package org.weir.io.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.weir.io.memory.IoBuffer;

/** Writes down what happens to a channel, in order, and gives buffers back. */
final class Recorder implements ChannelHandler {
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    final List<String> log = new ArrayList<>();
    Channel channel;

    /** Stops receiving as soon as this one gets something; null for none. */
    Channel paused;

    boolean connected;
    boolean ended;
    boolean sendable;
    long spliced;

    /** What {@link Channel#isReusable} said while bytes were spliced. */
    boolean reusable;

    /** Splicing stops while this one has something pending; null for none. */
    Channel sink;

    int sendErrno;
    int failedErrno;

    String text() {
        return received.toString(StandardCharsets.US_ASCII);
    }

    boolean over() {
        return ended || failedErrno != 0;
    }

    @Override
    public void onConnected(Channel c) {
        connected = true;
        log.add("connected");
    }

    @Override
    public void onReceived(Channel c, IoBuffer data) {
        final byte[] bytes = new byte[data.length()];
        data.bytes().getBytes(data.start(), bytes);
        received.writeBytes(bytes);
        log.add("received " + bytes.length);
        data.release();
        if (paused != null) {
            paused.receive(false);
        }
    }

    @Override
    public void onSpliced(Channel c, int bytes) {
        spliced += bytes;
        reusable = c.isReusable();
        if (sink != null && sink.pendingBytes() > 0) {
            c.receive(false);
        }
    }

    @Override
    public void onEndOfInput(Channel c) {
        ended = true;
        log.add("end");
    }

    @Override
    public void onSendable(Channel c) {
        sendable = true;
        log.add("sendable");
    }

    @Override
    public void onSendFailed(Channel c, int errno) {
        sendErrno = errno;
        log.add("send failed " + errno);
    }

    @Override
    public void onFailed(Channel c, int errno) {
        failedErrno = errno;
        log.add("failed " + errno);
    }
}

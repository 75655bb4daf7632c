package org.weir.engine.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A syslog server: keeps every datagram until the script asks for it. */
final class SyslogSink implements AutoCloseable {
    private static final int MAX_DATAGRAM_BYTES = 65_536;

    private final DatagramSocket socket;
    private final List<String> lines = new ArrayList<>();

    SyslogSink(InetSocketAddress address) {
        try {
            socket = new DatagramSocket(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("syslog-sink").start(this::receive);
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MAX_DATAGRAM_BYTES);
                socket.receive(packet);
            } catch (IOException closed) {
                return;
            }
            synchronized (lines) {
                lines.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Waits for a line in which the pattern is found, and takes it out of what came. */
    Matcher expectLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Matcher[] found = new Matcher[1];
        Deadline.await(() -> "a log line with\n  " + regex + "\ngot\n" + this, () -> {
            synchronized (lines) {
                for (int i = 0; i < lines.size(); i++) {
                    Matcher matcher = pattern.matcher(lines.get(i));
                    if (matcher.find()) {
                        lines.remove(i);
                        found[0] = matcher;
                        return true;
                    }
                }
            }
            return false;
        });
        return found[0];
    }

    /** Whether nothing that came so far, and was not taken out, has the pattern. */
    boolean hasNo(String regex) {
        Pattern pattern = Pattern.compile(regex);
        synchronized (lines) {
            return lines.stream().noneMatch(line -> pattern.matcher(line).find());
        }
    }

    /** All that came and was not taken out. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** How many lines are there that nobody asked for. */
    int size() {
        synchronized (lines) {
            return lines.size();
        }
    }

    @Override
    public String toString() {
        synchronized (lines) {
            return "  " + String.join("\n  ", lines);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

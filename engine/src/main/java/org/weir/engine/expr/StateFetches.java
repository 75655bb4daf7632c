package org.weir.engine.expr;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.weir.io.net.NetAddress;

/** Engine agent only. Fetches of constants, of the connection and of the process; configuration manual, sections 7.3.2 and 7.3.3. */
final class StateFetches {
    private StateFetches() {
    }

    /** A value known when the configuration is read. */
    static final class Constant extends Fetch {
        private final SampleType type;
        private final long high;
        private final long number;
        private final DirectBuffer text;

        Constant(SampleType type, long high, long number, byte[] text) {
            this.type = type;
            this.high = high;
            this.number = number;
            this.text = text == null ? null : new UnsafeBuffer(text);
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            switch (type) {
                case BOOL -> result.setBool(number != 0);
                case SINT -> result.setNumber(number);
                case IPV4 -> result.setIpv4((int) number);
                case IPV6 -> result.setIpv6(high, number);
                case BIN -> result.setBinary(text, 0, text.capacity());
                case STR, METHOD -> {
                    if (text == null) {
                        return false;
                    }
                    result.setText(text, 0, text.capacity());
                }
            }
            return index == 0;
        }
    }

    /** {@code src}, {@code dst}, {@code src_port}, {@code dst_port}. */
    static final class Peer extends Fetch {
        private final boolean destination;
        private final boolean port;

        Peer(boolean destination, boolean port) {
            this.destination = destination;
            this.port = port;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final NetAddress address = destination ? context.destination() : context.source();
            if (address == null || index > 0) {
                return false;
            }
            final int family = address.family();
            if (family != NetAddress.INET4 && family != NetAddress.INET6) {
                return false;
            }
            if (port) {
                result.setNumber(address.port());
            } else if (family == NetAddress.INET4) {
                result.setIpv4((int) address.low());
            } else {
                result.setIpv6(address.high(), address.low());
            }
            return true;
        }
    }

    /** {@code rand}: not for secrets. */
    static final class Random extends Fetch {
        private final SplittableRandom random = new SplittableRandom();
        private final long bound;

        /** @param bound values are below it */
        Random(long bound) {
            this.bound = bound;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            result.setNumber(random.nextLong(bound));
            return index == 0;
        }
    }

    /** {@code date}: now, with an offset, in seconds, milliseconds or microseconds. */
    static final class Date extends Fetch {
        private final long offset;
        private final long microsPerUnit;

        Date(long offset, long microsPerUnit) {
            this.offset = offset;
            this.microsPerUnit = microsPerUnit;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            result.setNumber(context.epochMicros() / microsPerUnit + offset);
            return index == 0;
        }
    }

    /** Until a backend is chosen the frontend stands for it: it is one in a {@code listen} section. */
    private static String backendOf(SampleContext context) {
        final String backend = context.backendName();
        return backend == null ? context.frontendName() : backend;
    }

    /** Names of the proxies and the server of a stream. */
    static final class Name extends Fetch {
        /** Whose name. */
        enum Of { FRONTEND, BACKEND, SERVER }

        private final Of of;
        private final TextScratch scratch = new TextScratch();
        private String known;
        private int knownLength;

        Name(Of of) {
            this.of = of;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            final String name = switch (of) {
                case FRONTEND -> context.frontendName();
                case BACKEND -> backendOf(context);
                case SERVER -> context.serverName();
            };
            if (name == null || index > 0) {
                return false;
            }
            // The bytes of the last name are kept: mostly it is the same again.
            if (!name.equals(known)) {
                final UnsafeBuffer out = scratch.room(name.length());
                if (out == null) {
                    return false;
                }
                for (int i = 0; i < name.length(); i++) {
                    out.putByte(i, (byte) name.charAt(i));
                }
                known = name;
                knownLength = name.length();
            }
            result.setText(scratch.buffer(), 0, knownLength);
            return true;
        }
    }

    /** Numbers about a proxy or server, from the directory. */
    static final class Usage extends Fetch {
        /** What is asked. */
        enum Of { USABLE_SERVERS, SERVER_UP, FRONTEND_CONNECTIONS, BACKEND_CONNECTIONS, QUEUED }

        private final Of of;
        private final String proxy;
        private final String server;

        Usage(Of of, String proxy, String server) {
            this.of = of;
            this.proxy = proxy;
            this.server = server;
        }

        @Override
        boolean fetch(SampleContext context, int index, Sample result) {
            if (index > 0) {
                return false;
            }
            final SampleContext.Directory directory = context.directory();
            if (of == Of.SERVER_UP) {
                final String backend = proxy == null ? backendOf(context) : proxy;
                result.setBool(backend != null && directory.serverUp(backend, server));
                return true;
            }
            final String own = of == Of.FRONTEND_CONNECTIONS ? context.frontendName() : backendOf(context);
            final String name = proxy == null ? own : proxy;
            final int number = switch (of) {
                case USABLE_SERVERS -> directory.usableServers(name);
                case FRONTEND_CONNECTIONS -> directory.frontendConnections(name);
                case BACKEND_CONNECTIONS -> directory.backendConnections(name);
                case QUEUED, SERVER_UP -> directory.queued(name);
            };
            // A frontend that is no backend has no servers and no queue.
            result.setNumber(Math.max(0, number));
            return proxy == null || number >= 0;
        }
    }
}

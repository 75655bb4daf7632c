package org.weir.engine.relay;

import java.util.function.Consumer;
import org.weir.engine.message.CheckJob;
import org.weir.engine.message.LocalShortage;
import org.weir.io.memory.IoBuffer;
import org.weir.io.time.CachedClock;
import org.weir.io.time.Timed;
import org.weir.io.time.Timers;
import org.weir.io.transport.Channel;
import org.weir.io.transport.ChannelHandler;
import org.weir.io.transport.Transport;
import org.weir.os.Errno;

/** I/O agent only. Carries out health checks: connects, sends, reads what was asked for within its time, and reports. */
public final class CheckRunner {
    private final Transport transport;
    private final Timers timers;
    private final CachedClock clock;
    private final Consumer<CheckJob> onDone;

    /**
     * @param onDone gets each job back, exactly once; not from within {@link #start}.
     */
    public CheckRunner(Transport transport, Timers timers, CachedClock clock, Consumer<CheckJob> onDone) {
        this.transport = transport;
        this.timers = timers;
        this.clock = clock;
        this.onDone = onDone;
    }

    /** Begins a check. */
    public void start(CheckJob job) {
        job.result = null;
        job.errno = 0;
        job.responseLength = 0;
        new Probe(job).connect();
    }

    /** The connection of one check. */
    private final class Probe extends Timed implements ChannelHandler {
        private final CheckJob job;
        private final long startNanos;
        private final ResponseExtent extent = new ResponseExtent();
        private long deadlineNanos;
        private Channel channel;
        private boolean connected;

        Probe(CheckJob job) {
            this.job = job;
            startNanos = clock.nanos();
            deadlineNanos = startNanos + job.connectTimeoutNanos;
        }

        void connect() {
            channel = transport.connect(job.connect, this);
            timers.update(this);
        }

        @Override
        public void onConnected(Channel connectedChannel) {
            connected = true;
            if (job.request == null) {
                // A reset leaves neither side with a connection to remember.
                channel.abort();
                report(CheckJob.Result.CONNECTED, 0);
                return;
            }
            deadlineNanos = (job.responseTimeoutFromStart ? startNanos : clock.nanos()) + job.responseTimeoutNanos;
            timers.cancel(this);
            timers.update(this);
            send();
        }

        private void send() {
            int sent = 0;
            while (sent < job.request.length) {
                final IoBuffer buffer = transport.buffers().acquire();
                if (buffer == null) {
                    channel.abort();
                    report(CheckJob.Result.NO_RESOURCE, Errno.ENOBUFS);
                    return;
                }
                final int length = Math.min(buffer.capacity(), job.request.length - sent);
                buffer.bytes().putBytes(0, job.request, sent, length);
                buffer.end(length);
                sent += length;
                channel.send(buffer, sent < job.request.length);
            }
        }

        @Override
        public void onReceived(Channel from, IoBuffer data) {
            final int taken = job.append(data.bytes(), data.start(), data.length());
            final boolean full = taken < data.length() || job.responseLength == CheckJob.MAX_RESPONSE_BYTES;
            data.release();
            if (full || extent.isComplete(job.response, job.responseLength, job.body != null)
                    || job.body != null && job.body.isDecided(job.response, job.responseLength)) {
                channel.abort();
                report(CheckJob.Result.RESPONSE, 0);
            }
        }

        @Override
        public void onEndOfInput(Channel from) {
            channel.close();
            report(CheckJob.Result.RESPONSE, 0);
        }

        @Override
        public void onSendable(Channel from) {
            // The request is on its way; the response is what matters.
        }

        @Override
        public void onSendFailed(Channel from, int errno) {
            // A server may answer and close before it read everything: its answer, or the end of input, decides.
        }

        @Override
        public void onFailed(Channel from, int errno) {
            channel.close();
            // Who resets instead of refusing had accepted: it was too quick for anybody to see the connection.
            final boolean accepted = connected || errno == Errno.ECONNRESET;
            if (accepted && job.request == null) {
                report(CheckJob.Result.CONNECTED, 0);
            } else if (accepted) {
                report(CheckJob.Result.BROKEN, errno);
            } else {
                report(LocalShortage.is(errno) ? CheckJob.Result.NO_RESOURCE : CheckJob.Result.CONNECT_FAILED, errno);
            }
        }

        @Override
        public long deadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public void onDeadline(long nowNanos) {
            channel.abort();
            report(connected ? CheckJob.Result.RESPONSE_TIMEOUT : CheckJob.Result.CONNECT_TIMEOUT, 0);
        }

        private void report(CheckJob.Result result, int errno) {
            deadlineNanos = NO_DEADLINE;
            timers.cancel(this);
            job.result = result;
            job.errno = errno;
            job.durationNanos = clock.nanos() - startNanos;
            onDone.accept(job);
        }
    }
}

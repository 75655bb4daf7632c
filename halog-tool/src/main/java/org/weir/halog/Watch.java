package org.weir.halog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.weir.analytics.aggregate.LineAnalysis;
import org.weir.analytics.aggregate.LineFilter;
import org.weir.analytics.live.LiveCounts;
import org.weir.analytics.live.LiveSnapshot;
import org.weir.analytics.live.LiveView;
import org.weir.analytics.text.StoppableSource;

/**
 * The live view: one thread reads and counts, the one that runs this shows a picture every so often. On a terminal each takes the place of the one before;
 * elsewhere they are blocks of text with an empty line between them. The last one stays.
 */
final class Watch {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int USUAL_TOP = 10;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final LiveView.Size UNBOUNDED = new LiveView.Size(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final HalogOptions options;
    private final LineFilter filter;
    private final Console console;
    private final OutputStream out;
    private final LiveCounts counts;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String note;
    private LineAnalysis.Totals totals;
    private IOException failure;

    Watch(final HalogOptions options, final LineFilter filter, final Console console, final OutputStream out) {
        this.options = options;
        this.filter = filter;
        this.console = console;
        this.out = out;
        counts = options.report().makeLive(System.nanoTime(), options.journal() == null ? !options.isFollowing() : options.journal().isFromNow(options));
    }

    /** Shows what a source says until it ends or the user ends it. */
    LineAnalysis.Totals run(final StoppableSource source) throws IOException, InterruptedException {
        Thread.ofPlatform().name("halog").daemon().start(() -> read(source));
        LiveView.Size last = UNBOUNDED;
        try (Screen screen = console.screen(out)) {
            if (screen != null) {
                screen.onQuit(source::stop);
            }
            show(screen);
            if (screen != null) {
                // The last picture may be as high as it likes, for it scrolls, but longer lines would be broken.
                last = new LiveView.Size(screen.size().columns(), UNBOUNDED.rows());
            }
        }
        if (failure != null) {
            throw failure;
        }
        print(counts.finish(System.nanoTime()), last);
        return totals;
    }

    /** Has a message shown below what is counted. */
    void tell(final String message) {
        note = message;
    }

    /** What was counted. */
    LiveCounts counts() {
        return counts;
    }

    private void read(final StoppableSource source) {
        try {
            totals = new LineAnalysis(source, filter, () -> counts, options.isQuiet(), options.lineLimit(), out, OutputStream.nullOutputStream())
                .run(1, counts);
        } catch (final IOException e) {
            failure = e;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private void show(final Screen screen) throws IOException, InterruptedException {
        final long stepNanos = (long) (options.report().watchSeconds() * NANOS_PER_SECOND);
        if (screen != null) {
            paint(screen);
        }
        long dueNanos = System.nanoTime() + stepNanos;
        while (!over.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            dueNanos = Math.max(dueNanos + stepNanos, System.nanoTime());
            if (screen != null) {
                paint(screen);
            } else {
                print(counts.take(System.nanoTime()), UNBOUNDED);
                out.write('\n');
                out.flush();
            }
        }
    }

    private void paint(final Screen screen) throws IOException {
        screen.paint(picture(counts.take(System.nanoTime()), "q quits  ", screen.size(), Integer.MAX_VALUE));
    }

    private void print(final LiveSnapshot snapshot, final LiveView.Size size) throws IOException {
        final String text = picture(snapshot, "", size, USUAL_TOP).stream().map(LiveView.Line::text).collect(Collectors.joining("\n", "", "\n"));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String title() {
        if (options.journal() != null) {
            return options.journal().directory().toString();
        }
        return options.files().isEmpty() ? "standard input" : options.files().stream().map(Path::toString).collect(Collectors.joining(" "));
    }

    private List<LiveView.Line> picture(final LiveSnapshot snapshot, final String hint, final LiveView.Size size, final int usualTop) {
        return LiveView.lines(snapshot, title(), hint + LocalTime.now().format(CLOCK), note, size,
            options.report().topOr(usualTop));
    }
}

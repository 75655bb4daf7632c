package org.weir.halog;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.weir.analytics.live.LiveView;

/**
 * The terminal of this process, with the control sequences that all of them know (ECMA-48, and xterm's alternate screen). {@code stty} tells its size and
 * has keys come without Enter and unseen; without it, and without a controlling terminal, the size is that of the environment and only signals quit.
 */
final class TerminalScreen implements Screen {
    private static final File TERMINAL = new File("/dev/tty");
    private static final LiveView.Size USUAL = new LiveView.Size(80, 24);
    /** Characters may be wider than they count: what is too long is cut by the terminal, and does not begin a new line. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final int RESTORE_ATTEMPTS = 20;
    private static final String HOME = "\u001b[H";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final OutputStream out;
    /** How the terminal was set, as stty writes it; empty if that is not known. */
    private final String settings;
    private volatile LiveView.Size size;
    private boolean isEntered;
    private boolean isClosed;

    /** Sets the terminal up. */
    TerminalScreen(final OutputStream out) {
        this.out = out;
        settings = stty("-g");
        if (!settings.isEmpty()) {
            // No stop by Ctrl-Z: the shell would get a terminal without echo.
            stty("-icanon", "-echo", "susp", "undef", "min", "1", "time", "0");
        }
        size = measure();
        ProcessConsole.handle("WINCH", () -> size = measure());
    }

    @Override
    public LiveView.Size size() {
        return size;
    }

    @Override
    public synchronized void paint(final List<LiveView.Line> lines) throws IOException {
        if (isClosed) {
            return;
        }
        final StringBuilder picture = new StringBuilder(isEntered ? "" : ENTER).append(HOME);
        isEntered = true;
        String separator = "";
        for (final LiveView.Line line : lines) {
            // Before the text: behind one that fills the line it would take the last character.
            picture.append(separator).append(CLEAR_LINE);
            if (line.heading()) {
                picture.append(REVERSE).append(line.text()).append(" ".repeat(Math.max(0, size.columns() - line.text().length()))).append(PLAIN);
            } else {
                picture.append(line.text());
            }
            separator = "\r\n";
        }
        out.write(picture.append(CLEAR_BELOW).toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void onQuit(final Runnable action) {
        if (!settings.isEmpty()) {
            Thread.ofPlatform().name("halog-keys").daemon().start(() -> readKeys(action));
        }
    }

    private static void readKeys(final Runnable action) {
        try (InputStream keys = new FileInputStream(TERMINAL)) {
            int key;
            do {
                key = keys.read();
            } while (key >= 0 && key != 'q' && key != 'Q');
        } catch (final IOException e) {
            // The terminal has gone, and nobody sees the view any more.
            action.run();
            return;
        }
        action.run();
    }

    /** Once; by whoever ends the process too. */
    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (!settings.isEmpty()) {
            restore();
        }
        if (isEntered) {
            out.write(LEAVE.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** More than one attempt: a Ctrl-C may come before the shell that starts stty has heard of it. */
    private void restore() {
        int left = RESTORE_ATTEMPTS;
        while (left > 0 && sttyOrNull(settings) == null) {
            left--;
        }
    }

    private static LiveView.Size measure() {
        final String[] numbers = stty("size").split(" ", -1);
        if (numbers.length == 2 && number(numbers[0]) > 0 && number(numbers[1]) > 0) {
            return new LiveView.Size(number(numbers[1]), number(numbers[0]));
        }
        final int columns = number(System.getenv("COLUMNS"));
        final int rows = number(System.getenv("LINES"));
        return new LiveView.Size(columns > 0 ? columns : USUAL.columns(), rows > 0 ? rows : USUAL.rows());
    }

    private static int number(final String text) {
        return text == null || !text.matches("[0-9]{1,4}") ? 0 : Integer.parseInt(text);
    }

    /** What stty says to these words about the controlling terminal; nothing if there is none, or no stty, or it was interrupted. */
    private static String stty(final String... words) {
        final String said = sttyOrNull(words);
        return said == null ? "" : said;
    }

    private static String sttyOrNull(final String... words) {
        // A Ctrl-C is for all programs on the terminal, and would end stty.
        final List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec stty \"$@\"", "sh"));
        command.addAll(List.of(words));
        try {
            final Process stty = new ProcessBuilder(command).redirectInput(TERMINAL).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (InputStream answer = stty.getInputStream()) {
                final String text = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip();
                return stty.waitFor() == 0 ? text : null;
            }
        } catch (final IOException e) {
            return null;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

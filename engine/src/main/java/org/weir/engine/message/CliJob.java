package org.weir.engine.message;

import java.util.Arrays;
import org.weir.engine.config.model.GlobalConfig;

/**
 * An operator's connection to the runtime CLI as both sides know it: the I/O agent frames lines and moves bytes, the engine agent carries out commands.
 * It belongs to the engine between {@link IoEvent.Kind#CLI_COMMAND} and {@link EngineCommand.Kind#CLI_OUTPUT}, and to the I/O agent otherwise. Output
 * goes over in pieces, each asked for when the one before has left, so that a long list never exists as a whole.
 */
public final class CliJob {
    /** From this length on a piece of output is handed over. */
    public static final int PIECE_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    /** What the I/O agent asks for. */
    public enum Step {
        /** {@link #line} is to be carried out. */
        COMMAND,
        /** The next piece of output. */
        CONTINUE,
        /** The connection is closed: nothing comes back. */
        CLOSED
    }

    /** What comes after the piece of output. */
    public enum After {
        /** More output: ask again. */
        MORE,
        /** The line is done. */
        DONE,
        /** Close the connection. */
        CLOSE
    }

    /** The socket it came by. */
    public final GlobalConfig.StatsSocket socket;

    /** I/O agent only. */
    public final IoCli carrier;

    /** Engine agent only. */
    public EngineCli session;

    // --- written by the I/O agent

    public Step step;

    /** A command line without its end, one byte a character. */
    public String line;

    // --- written by the engine agent

    public byte[] output = NOTHING;
    public int outputLength;
    public After after;

    /** Whether lines are expected after this one. */
    public boolean interactive;

    /** A new limit of inactivity, 0 = unchanged. */
    public long idleNanos;

    public CliJob(GlobalConfig.StatsSocket socket, IoCli carrier) {
        this.socket = socket;
        this.carrier = carrier;
    }

    /** Engine agent only: adds output, one byte a character; what does not fit in one becomes '?'. */
    public void append(CharSequence text) {
        int needed = outputLength + text.length();
        if (output.length < needed) {
            output = Arrays.copyOf(output, Math.max(needed, Math.max(PIECE_BYTES, output.length + output.length / 2)));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            output[outputLength++] = (byte) (c < 256 ? c : '?');
        }
    }

    /** What the engine keeps of an operator's connection. */
    public interface EngineCli {}

    /** What the I/O agent keeps of it. */
    public interface IoCli {}
}

package org.weir.halog;

/**
 * Runs halog many times in one JVM, for the AOT cache that packaging makes: what is loaded, linked and hot here is ready at once in every later run.
 * Exports of a journal are left out: with a profile of their start stored, they take a twentieth longer.
 * Arguments: a log, which is standard input as well, and the folder of a journal.
 */
public final class TrainingMain {
    private static final int ROUNDS = 3;
    private static final String JOURNAL = "--journal";
    private static final String[] OUTPUTS = {"-c", "-st", "-tc", "-cc", "-srv", "-ic", "-u", "-uc", "-pct", "-gt"};

    private TrainingMain() {
    }

    /** Exits with the status of the first run that failed. */
    public static void main(final String[] arguments) {
        final String log = arguments[0];
        final String journal = arguments[1];
        run("-st");
        run("--help");
        for (int round = 0; round < ROUNDS; round++) {
            for (final String output : OUTPUTS) {
                run(output, log);
            }
            run(JOURNAL, journal, "-st");
            run(JOURNAL, journal, "-srv");
            run(JOURNAL, journal, "--by", "status");
        }
        run("-H", "-hs", "500:599", "-q", log);
        run("--by", "server", log);
    }

    private static void run(final String... arguments) {
        final int status = HalogMain.run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }
}

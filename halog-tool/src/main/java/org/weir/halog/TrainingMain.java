package org.weir.halog;

/**
 * Runs halog many times in one JVM, for an AOT cache that packaging makes: what is loaded, linked and hot here is ready at once in every later run.
 * Exports of a journal are left out: with a profile of their start stored, they take a twentieth longer.
 * Arguments: a log, which is standard input as well; for the cache of reports also the folder of a journal.
 */
public final class TrainingMain {
    private static final int ROUNDS = 3;
    private static final String JOURNAL = "--journal";
    private static final String[] OUTPUTS = {"-c", "-st", "-tc", "-cc", "-srv", "-ic", "-u", "-uc", "-pct", "-gt"};

    private TrainingMain() {
    }

    /** Exits with the status of the first run that failed. */
    public static void main(final String[] arguments) {
        if (arguments.length == 1) {
            runOutputs(arguments[0]);
        } else {
            runReports(arguments[0], arguments[1]);
        }
    }

    private static void runOutputs(final String log) {
        run("-st");
        for (int round = 0; round < ROUNDS; round++) {
            for (final String output : OUTPUTS) {
                run(output, log);
            }
        }
        run("-H", "-hs", "500:599", "-q", log);
    }

    private static void runReports(final String log, final String journal) {
        run("--help");
        for (int round = 0; round < ROUNDS; round++) {
            run(JOURNAL, journal, "-st");
            run(JOURNAL, journal, "-srv");
            run(JOURNAL, journal, "--by", "status");
            run("--by", "server", log);
        }
    }

    private static void run(final String... arguments) {
        final int status = HalogMain.run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }
}

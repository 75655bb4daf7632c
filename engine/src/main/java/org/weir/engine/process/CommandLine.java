package org.weir.engine.process;

import java.util.ArrayList;
import java.util.List;

/** Reads the program's arguments by the table {@link CommandLineOption}. HAProxy's syntax is not POSIX's: options of several letters, pid lists, {@code --}. */
public final class CommandLine {
    /** What is to be done. */
    public sealed interface Outcome {
        /** Start, or check the configuration. */
        record Run(Options options) implements Outcome {
        }

        /** Print the version, with the long text of {@code -vv} or without. */
        record ShowVersion(boolean details) implements Outcome {
        }

        /** Print version and usage, as was asked for. */
        record ShowHelp() implements Outcome {
        }

        /** Print the usage and fail. @param error what was wrong, null after {@code -h} or when there was nothing to do */
        record ShowUsage(String error) implements Outcome {
        }

        /** Print the error and fail. */
        record Refuse(String error) implements Outcome {
        }
    }

    private static final int MAX_PIDS = 1024;

    private final String[] words;
    private int next;
    private Outcome stop;

    private final List<String> paths = new ArrayList<>();
    private String directory;
    private boolean check;
    private boolean daemon;
    private boolean foreground;
    private boolean quiet;
    private boolean verbose;
    private boolean zeroWarning;
    private boolean portsAlone;
    private boolean noSplice;
    private String pidFile;
    private String localPeer;
    private int maxconn;
    private int proxyMaxconn;
    private final List<Integer> finishPids = new ArrayList<>();
    private final List<Integer> terminatePids = new ArrayList<>();

    private CommandLine(String[] words) {
        this.words = words;
    }

    /** Options are taken in order, and the first that ends the program (a version, an error) decides. */
    public static Outcome parse(String... arguments) {
        return new CommandLine(arguments).parse();
    }

    private Outcome parse() {
        while (next < words.length && stop == null) {
            String word = words[next++];
            CommandLineOption option = CommandLineOption.of(word);
            if (option == null) {
                stop = new Outcome.ShowUsage(word.startsWith("-") ? "unknown option '" + word + "'" : "unexpected argument '" + word + "'");
            } else if (!option.supported()) {
                stop = new Outcome.Refuse("option '" + option.letters() + "' (" + option.text() + ", HAProxy " + option.since()
                        + ") is not supported by this version of Weir.");
            } else if (option.shape() == CommandLineOption.Shape.VALUE && next == words.length) {
                stop = new Outcome.ShowUsage("option '" + option.letters() + "' expects an argument: " + option.argument());
            } else {
                take(option);
            }
        }
        if (stop != null) {
            return stop;
        }
        if (paths.isEmpty()) {
            return new Outcome.ShowUsage(null);
        }
        return new Outcome.Run(new Options(paths, directory, check, daemon, foreground, quiet, verbose, zeroWarning, portsAlone,
                noSplice, pidFile, localPeer, maxconn, proxyMaxconn, finishPids, terminatePids));
    }

    private void take(CommandLineOption option) {
        switch (option) {
            case FILE -> paths.add(words[next++]);
            case FILES -> {
                while (next < words.length) {
                    paths.add(words[next++]);
                }
            }
            case CHECK -> check = true;
            case DIRECTORY -> directory = words[next++];
            case DAEMON -> daemon = true;
            case FOREGROUND -> foreground = true;
            case PID_FILE -> pidFile = words[next++];
            case FINISH -> takePids(option, finishPids);
            case TERMINATE -> takePids(option, terminatePids);
            case MAXCONN -> maxconn = takeLimit(option);
            case PROXY_MAXCONN -> proxyMaxconn = takeLimit(option);
            case LOCAL_PEER -> localPeer = words[next++];
            case ZERO_WARNING -> zeroWarning = true;
            case NO_REUSEPORT -> portsAlone = true;
            case NO_SPLICE -> noSplice = true;
            case QUIET -> quiet = !verbose;
            case VERBOSE -> {
                verbose = true;
                quiet = false;
            }
            case VERSION, LONG_VERSION -> stop = new Outcome.ShowVersion(false);
            case BUILD -> stop = new Outcome.ShowVersion(true);
            case HELP -> stop = new Outcome.ShowUsage(null);
            case LONG_HELP -> stop = new Outcome.ShowHelp();
            default -> throw new IllegalStateException("no action for supported option " + option.letters());
        }
    }

    /** The pids up to the next option; one word may hold several, as in {@code -sf "$(cat pidfile)"}. */
    private void takePids(CommandLineOption option, List<Integer> pids) {
        while (next < words.length && !words[next].startsWith("-") && stop == null) {
            for (String pid : words[next++].strip().split("\\s+")) {
                int number = pid.isEmpty() ? -1 : positive(pid);
                if (number > 0 && pids.size() < MAX_PIDS) {
                    pids.add(number);
                } else if (!pid.isEmpty()) {
                    stop = new Outcome.Refuse(number > 0 ? "option '" + option.letters() + "' takes " + MAX_PIDS + " pids at most."
                            : "option '" + option.letters() + "' expects pids, not '" + pid + "'.");
                    return;
                }
            }
        }
    }

    private int takeLimit(CommandLineOption option) {
        String word = words[next++];
        int limit = "0".equals(word) ? 0 : positive(word);
        if (limit < 0) {
            stop = new Outcome.Refuse("option '" + option.letters() + "' expects a number of connections, not '" + word + "'.");
        }
        return limit;
    }

    /** A number above 0 of digits only, otherwise -1. */
    private static int positive(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || value > Integer.MAX_VALUE) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value > 0 && value <= Integer.MAX_VALUE ? (int) value : -1;
    }
}

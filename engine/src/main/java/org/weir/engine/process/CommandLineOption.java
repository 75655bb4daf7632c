package org.weir.engine.process;

/**
 * The command line's options: HAProxy's, by its management guide (section 3). Parsing, help and the message for what Weir does not have yet
 * are read from this table; adding an option is an entry here and, if it is supported, a line in {@link CommandLine}.
 */
enum CommandLineOption {
    FILE("-f", Shape.VALUE, "<file|dir>", "reads this file, or the *.cfg files of this directory; may be repeated", "2.6"),
    FILES("--", Shape.REST, "<file|dir>*", "all that follows are files and directories to read", "2.6"),
    CHECK("-c", Shape.NONE, "", "checks the configuration and exits: 0 valid, 1 in error, 2 nothing to listen on", "2.6"),
    DIRECTORY("-C", Shape.VALUE, "<dir>", "changes to this directory before any file is read", "2.6"),
    DAEMON("-D", Shape.NONE, "", "runs in the background; the exit status tells whether it started", "2.6"),
    FOREGROUND("-db", Shape.NONE, "", "stays in the foreground, whatever the configuration says", "2.6"),
    PID_FILE("-p", Shape.VALUE, "<file>", "writes the process's pid to this file (background mode)", "2.6"),
    FINISH("-sf", Shape.PIDS, "<pid>*", "once started, asks these processes to finish their work and leave", "2.6"),
    TERMINATE("-st", Shape.PIDS, "<pid>*", "once started, ends these processes at once", "2.6"),
    MAXCONN("-n", Shape.VALUE, "<limit>", "connections of the whole process, over the global 'maxconn'", "2.6"),
    PROXY_MAXCONN("-N", Shape.VALUE, "<limit>", "connections of a frontend that sets no 'maxconn'", "2.6"),
    LOCAL_PEER("-L", Shape.VALUE, "<name>", "name of this peer, otherwise the host's name", "2.6"),
    NO_REUSEPORT("-dR", Shape.NONE, "", "binds sockets without SO_REUSEPORT, as 'noreuseport' does", "2.6"),
    NO_SPLICE("-dS", Shape.NONE, "", "copies what would be spliced, as 'nosplice' does", "2.6"),
    ZERO_WARNING("-dW", Shape.NONE, "", "refuses to start when the configuration raises a warning", "2.6"),
    QUIET("-q", Shape.NONE, "", "prints no messages", "2.6"),
    VERBOSE("-V", Shape.NONE, "", "prints messages, in spite of -q and 'quiet'", "2.6"),
    VERSION("-v", Shape.NONE, "", "prints the version and exits", "2.6"),
    BUILD("-vv", Shape.NONE, "", "prints version, runtime and features and exits", "2.6"),
    HELP("-h", Shape.NONE, "", "prints this help; the exit status is 1, as HAProxy's", "2.6"),
    /** The two that every other program has are Weir's own; HAProxy answers them with its usage. */
    LONG_HELP("--help", Shape.NONE, "", "prints this help", "none"),
    LONG_VERSION("--version", Shape.NONE, "", "prints the version and exits", "none"),

    ADDRESSES_V4("-4", Shape.NONE, "IPv4 addresses only from resolvers", "3.2"),
    CONDITION("-cc", Shape.VALUE, "evaluation of a condition", "2.6"),
    DEBUG("-d", Shape.NONE, "debug mode", "2.6"),
    DUMP_CONFIGURATION("-dC", Shape.ATTACHED, "dump of the configuration", "3.2"),
    DIAGNOSTIC("-dD", Shape.NONE, "diagnostic warnings", "2.6"),
    NO_FAST_FORWARD("-dF", Shape.NONE, "forwarding without the fast path", "3.2"),
    NO_GETADDRINFO("-dG", Shape.NONE, "resolution without getaddrinfo()", "2.6"),
    INSECURE_FORK("-dI", Shape.NONE, "insecure fork", "3.2"),
    DUMP_KEYWORDS("-dK", Shape.ATTACHED, "dump of the keywords", "2.6"),
    DUMP_LIBRARIES("-dL", Shape.NONE, "list of loaded libraries", "2.6"),
    MEMORY_DEBUG("-dM", Shape.ATTACHED, "memory debugging", "2.6"),
    NO_SERVER_VERIFY("-dV", Shape.NONE, "servers' certificates unverified", "2.6"),
    NO_ZERO_COPY("-dZ", Shape.NONE, "forwarding without zero-copy", "3.2"),
    REPORT_CPUS("-dc", Shape.NONE, "report of the CPUs", "3.2"),
    NO_EPOLL("-de", Shape.NONE, "no epoll", "2.6"),
    NO_KQUEUE("-dk", Shape.NONE, "no kqueue", "2.6"),
    NO_POLL("-dp", Shape.NONE, "no poll", "2.6"),
    NO_EVPORTS("-dv", Shape.NONE, "no event ports", "3.2"),
    IGNORE_RESOLUTION("-dr", Shape.NONE, "servers that start without an address", "2.6"),
    TRACES("-dt", Shape.ATTACHED, "traces on standard error", "3.2"),
    MEMORY_LIMIT("-m", Shape.VALUE, "memory limit", "2.6"),
    MASTER_CLI("-S", Shape.VALUE, "command line interface of the master", "2.6"),
    MASTER_WORKER("-W", Shape.NONE, "master-worker mode", "2.6"),
    MASTER_WORKER_NOTIFY("-Ws", Shape.NONE, "master-worker mode with notification of systemd", "2.6"),
    SOCKET_TRANSFER("-x", Shape.VALUE, "listening sockets from a running process", "2.6");

    /** What belongs to an option. */
    enum Shape {
        NONE,
        /** The next word. */
        VALUE,
        /** The next words up to one that starts with '-'. */
        PIDS,
        /** All words that follow. */
        REST,
        /** Characters right after the option's letters. */
        ATTACHED
    }

    private static final CommandLineOption[] ALL = values();

    private final String letters;
    private final Shape shape;
    private final String argument;
    private final String text;
    private final String since;
    private final boolean supported;

    /** One that Weir has: its argument as the help shows it, and its help line. */
    CommandLineOption(String letters, Shape shape, String argument, String help, String since) {
        this(letters, shape, argument, help, since, true);
    }

    /** One that HAProxy has and Weir does not have yet: what it is. */
    CommandLineOption(String letters, Shape shape, String meaning, String since) {
        this(letters, shape, "", meaning, since, false);
    }

    CommandLineOption(String letters, Shape shape, String argument, String text, String since, boolean supported) {
        this.letters = letters;
        this.shape = shape;
        this.argument = argument;
        this.text = text;
        this.since = since;
        this.supported = supported;
    }

    /** The option a word of the command line is, null when there is none. */
    static CommandLineOption of(String word) {
        for (CommandLineOption option : ALL) {
            if (option.letters.equals(word)) {
                return option;
            }
        }
        for (CommandLineOption option : ALL) {
            if (option.shape == Shape.ATTACHED && word.startsWith(option.letters)) {
                return option;
            }
        }
        return null;
    }

    String letters() {
        return letters;
    }

    Shape shape() {
        return shape;
    }

    String argument() {
        return argument;
    }

    /** The help line, or of an unsupported option what it would be. */
    String text() {
        return text;
    }

    /** The HAProxy version that has it; "none" of Weir's own. */
    String since() {
        return since;
    }

    boolean supported() {
        return supported;
    }
}

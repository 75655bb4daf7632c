package org.weir.engine.process;

import java.util.StringJoiner;
import org.weir.engine.config.Features;

/** What the program says about itself: {@code -v}, {@code -vv} and the usage. */
public final class Version {
    /** As the jar's manifest has it; a program that runs from class files has no manifest and says so. */
    public static final String NUMBER = number();

    private static final String[] LATER = {"OPENSSL", "QUIC", "LUA", "PROMEX", "SYSTEMD", "NS", "IO_URING"};

    private Version() {
    }

    private static String number() {
        String implementation = Version.class.getPackage().getImplementationVersion();
        return implementation == null ? "0.1.0-dev" : implementation;
    }

    /** The text of {@code -v}. */
    public static String text() {
        return "Weir version " + NUMBER + " - a HAProxy-compatible load balancer for the JVM\n"
                + "Running on: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch") + "\n";
    }

    /** The text of {@code -vv}. */
    public static String details() {
        Runtime runtime = Runtime.getRuntime();
        StringJoiner features = new StringJoiner(" ");
        for (String feature : Features.NAMES) {
            features.add("+" + feature);
        }
        for (String feature : LATER) {
            features.add("-" + feature);
        }
        return text()
                + "Java runtime :\n"
                + "  JDK     = " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")\n"
                + "  VM      = " + System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info") + "\n"
                + "  HOME    = " + System.getProperty("java.home") + "\n"
                + "  HEAP    = " + (runtime.maxMemory() >> 20) + " MiB at most\n"
                + "  CPUS    = " + runtime.availableProcessors() + "\n"
                + "\nFeature list : " + features + "\n"
                + "\nAvailable polling systems :\n      epoll : edge-triggered\n"
                + "Total: 1, will use epoll.\n"
                + "\nAvailable multiplexer protocols :\n"
                + "         h1 : mode=HTTP  side=FE|BE\n"
                + "       none : mode=TCP   side=FE|BE\n";
    }

    /** The usage with one line per option, from the table. */
    public static String usage() {
        StringBuilder text = new StringBuilder("Usage : weir [-f <file|dir>]* [<option>]* [-- <file|dir>*]\n");
        for (CommandLineOption option : CommandLineOption.values()) {
            if (option.supported()) {
                String head = option.argument().isEmpty() ? option.letters() : option.letters() + " " + option.argument();
                text.append("  ").append(head).append(" ".repeat(Math.max(1, 16 - head.length()))).append(option.text()).append('\n');
            }
        }
        return text.toString();
    }
}

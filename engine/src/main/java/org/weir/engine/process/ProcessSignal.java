package org.weir.engine.process;

/**
 * The signals the program answers (management guide, section 2.1; numbers of signal(7)). SIGUSR2, which only a master answers, is left to the JVM: it
 * stops its own threads with it, for profilers, and ignores one from outside but for a line in its log.
 */
public enum ProcessSignal {
    /** Log the state of every server. */
    HUP(1),
    /** Stop at once. */
    INT(2),
    /** Report the memory pools and give back what is free. */
    QUIT(3),
    /** Stop listening and leave when the last connection ends. */
    USR1(10),
    /** Stop at once. */
    TERM(15),
    /** Listen again. */
    TTIN(21),
    /** Stop listening for a while, keep connections. */
    TTOU(22);

    private final int number;

    ProcessSignal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The exit status a shell shows for a process that died of it. */
    public int exitStatus() {
        return 128 + number;
    }
}

package org.weir.engine.log;

/** The program's terminal, where messages about proxies appear too. Called by the journal agent, or by the engine agent when nothing is logged. */
public interface LogConsole {
    /** @param level syslog severity */
    void onMessage(String proxy, int level, String text);
}

package org.weir.engine.server;

/** Where messages about servers and backends go. */
public interface StateLog {
    int EMERGENCY = 0;
    int ALERT = 1;
    int ERROR = 3;
    int WARNING = 4;
    int NOTICE = 5;

    /**
     * @param backend whose log targets get it.
     * @param level syslog severity, one of the above.
     * @param text without prefix and line end.
     */
    void serverMessage(Backend backend, int level, String text);
}

package org.weir.engine.config.model;

/**
 * Timeouts in milliseconds, 0 = none (eternity), fall-backs already applied: {@code httpRequest} and {@code httpKeepAlive}
 * to {@code client}, {@code queue} and {@code tarpit} to {@code connect}, {@code check} unset = -1.
 */
public record Timeouts(
        int client, int server, int connect, int queue, int httpRequest, int httpKeepAlive, int tunnel, int clientFin, int serverFin,
        int check, int tarpit) {

    /** How long a new connection may be silent: {@code timeout client} bounds {@code timeout http-request}. */
    public int firstRequest() {
        return sooner(client, httpRequest);
    }

    /** How long a connection may be silent between two requests: {@code timeout client} bounds {@code timeout http-keep-alive}. */
    public int nextRequest() {
        return sooner(client, httpKeepAlive);
    }

    private static int sooner(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}

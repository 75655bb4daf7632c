package org.weir.engine.config.model;

/**
 * Timeouts in milliseconds, 0 = none (eternity), fall-backs already applied: {@code httpRequest} and {@code httpKeepAlive}
 * to {@code client}, {@code queue} and {@code tarpit} to {@code connect}, {@code check} unset = -1.
 */
public record Timeouts(
        int client, int server, int connect, int queue, int httpRequest, int httpKeepAlive, int tunnel, int clientFin, int serverFin,
        int check, int tarpit) {}

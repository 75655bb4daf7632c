package org.weir.engine.scenario;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Parts of a script that run beside each other, each on a thread of its own, since they wait for each other. */
final class Parallel {
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().name("script").start(task);

    private Parallel() {
    }

    static <T> CompletableFuture<T> start(Supplier<T> part) {
        return CompletableFuture.supplyAsync(part, THREADS);
    }

    static CompletableFuture<Void> run(Runnable part) {
        return CompletableFuture.runAsync(part, THREADS);
    }
}

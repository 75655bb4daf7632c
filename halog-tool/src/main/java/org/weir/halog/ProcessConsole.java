package org.weir.halog;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * This process's signals and terminal. Signals are taken only by runs that ask for them: SIGINT (Ctrl-C) and SIGTERM stop; the second one ends the
 * process at once.
 * {@code sun.misc.Signal} is exported by the module jdk.unsupported, but the compiler warns of each use with a warning that nothing switches off;
 * hence the reflection.
 */
final class ProcessConsole implements Console {
    private boolean isStopping;
    /** Null if there is no live view on a terminal. */
    private volatile TerminalScreen screen;

    @Override
    public void onStop(final Runnable action) {
        for (final String name : List.of("INT", "TERM")) {
            handle(name, () -> stop(action));
        }
    }

    @Override
    public boolean isInputTerminal() {
        return StandardStreams.isTerminal(StandardStreams.INPUT);
    }

    @Override
    public Screen screen(final OutputStream out) {
        screen = StandardStreams.isTerminal(StandardStreams.OUTPUT) ? new TerminalScreen(out) : null;
        return screen;
    }

    private synchronized void stop(final Runnable action) {
        if (isStopping) {
            end();
        }
        isStopping = true;
        action.run();
    }

    /** At once, but not without the terminal as it was: its user could not see what is typed. */
    private void end() {
        try {
            if (screen != null) {
                screen.close();
            }
        } catch (IOException _) {
            // The terminal has gone, and there is nothing to put right.
        } finally {
            HalogMain.endInterrupted();
        }
    }

    /** Has an action run for each signal of a name. */
    @SuppressWarnings("ReferenceEquality") // a proxy's equals() must not call itself
    static void handle(final String name, final Runnable action) {
        try {
            final Class<?> signalType = Class.forName("sun.misc.Signal");
            final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            final Object handler = Proxy.newProxyInstance(ProcessConsole.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "handle" -> {
                        action.run();
                        yield null;
                    }
                    // Signal keeps handlers in a hash table.
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "handler of SIG" + name;
                });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

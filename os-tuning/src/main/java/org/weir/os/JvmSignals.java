package org.weir.os;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Handlers for signals by {@code sun.misc.Signal}: the JVM queues the signal and calls the handler on a thread made for it. The class is exported by
 * the module jdk.unsupported, but the compiler warns of each use with a warning that nothing switches off; hence the reflection.
 */
public final class JvmSignals {
    private static final Class<?> HANDLER_TYPE;
    private static final Constructor<?> NEW_SIGNAL;
    private static final Method HANDLE;

    static {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            HANDLER_TYPE = Class.forName("sun.misc.SignalHandler");
            NEW_SIGNAL = signalType.getConstructor(String.class);
            HANDLE = signalType.getMethod("handle", signalType, HANDLER_TYPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private JvmSignals() {
    }

    /**
     * Has {@code action} run for each signal of that name that arrives.
     *
     * @param name the signal without SIG, "TERM"
     * @throws IllegalArgumentException when there is no such signal, or the JVM keeps it for itself
     */
    @SuppressWarnings("ReferenceEquality") // a proxy's equals() must not call itself
    public static void handle(String name, Runnable action) {
        Object handler = Proxy.newProxyInstance(JvmSignals.class.getClassLoader(), new Class<?>[] {HANDLER_TYPE}, (proxy, method, arguments) ->
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
        try {
            HANDLE.invoke(null, NEW_SIGNAL.newInstance(name), handler);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

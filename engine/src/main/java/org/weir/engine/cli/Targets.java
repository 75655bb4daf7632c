package org.weir.engine.cli;

import org.weir.engine.proxy.EngineParts;
import org.weir.engine.proxy.Frontend;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;
import org.weir.io.net.Endpoint;
import org.weir.io.net.NetAddress;

/** Engine agent only. Finds what a command names: by name, or by number as {@code #5}. */
final class Targets {
    private Targets() {}

    /** A word like {@code backend/server}, of a backend that is in use. */
    static Server server(EngineParts engine, String word) throws CliRefusal {
        Server server = anyServer(engine, word);
        if (server.backend().config().disabled()) {
            throw new CliRefusal("Proxy is disabled.");
        }
        return server;
    }

    /** A word like {@code backend/server}. */
    static Server anyServer(EngineParts engine, String word) throws CliRefusal {
        int slash = word.indexOf('/');
        if (slash < 0 || slash == word.length() - 1) {
            throw new CliRefusal("Require 'backend/server'.");
        }
        Backend backend = backend(engine, word.substring(0, slash));
        if (backend == null) {
            throw new CliRefusal("No such backend.");
        }
        String name = word.substring(slash + 1);
        for (Server server : backend.servers()) {
            if (server.name().equals(name) || isNumber(name, server.config().id())) {
                return server;
            }
        }
        throw new CliRefusal("No such server.");
    }

    /** A backend, or null. */
    static Backend backend(EngineParts engine, String word) {
        for (Backend backend : engine.directory().backends()) {
            if (backend.name().equals(word) || isNumber(word, backend.config().id())) {
                return backend;
            }
        }
        return null;
    }

    /** The backend that a list is limited to, or null for all. */
    static Backend backendOrAll(EngineParts engine, String word) throws CliRefusal {
        Backend backend = word.isEmpty() ? null : backend(engine, word);
        if (backend == null && !word.isEmpty()) {
            throw new CliRefusal("Can't find backend.");
        }
        return backend;
    }

    static Frontend frontend(EngineParts engine, String word) throws CliRefusal {
        if (word.isEmpty()) {
            throw new CliRefusal("A frontend name is expected.");
        }
        Frontend frontend = frontendOrNull(engine, word);
        if (frontend == null) {
            throw new CliRefusal("No such frontend.");
        }
        return frontend;
    }

    /** A frontend, or null. */
    static Frontend frontendOrNull(EngineParts engine, String word) {
        for (Frontend frontend : engine.directory().frontends()) {
            if (frontend.name().equals(word) || isNumber(word, frontend.config().id())) {
                return frontend;
            }
        }
        return null;
    }

    private static boolean isNumber(String word, int id) {
        return word.startsWith("#") && word.substring(1).equals(Integer.toString(id));
    }

    /** The address without port, or "-" where there is none. */
    static String host(Endpoint endpoint) {
        if (!endpoint.isInet()) {
            return "-";
        }
        String text = NetAddress.of(endpoint).toString();
        String host = text.substring(0, text.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}

package org.weir.engine.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.weir.engine.config.model.ForwardFor;
import org.weir.engine.expr.SampleContext;
import org.weir.engine.http.AsciiText;
import org.weir.engine.http.ErrorReplies;
import org.weir.engine.http.Reply;
import org.weir.engine.http.ReplyTable;
import org.weir.engine.rules.HttpRule;
import org.weir.engine.server.Backend;
import org.weir.engine.server.Server;

/** Engine agent only. All frontends and backends of the process, by name and by number. */
public final class ProxyDirectory implements SampleContext.Directory {
    private static final HttpRule[] NO_RULES = {};

    private final List<Frontend> frontends = new ArrayList<>();
    private final List<Backend> backends;
    private final Map<String, Backend> backendsByName = new HashMap<>();
    private final HttpRule[][] requestRules;
    private final HttpRule[][] responseRules;
    private final ReplyTable[] replies;
    private final Map<ForwardFor, byte[]> forwardForNames = new HashMap<>();

    /** @param backends all backends; {@link Backend#index()} is the position in the list */
    public ProxyDirectory(List<Backend> backends) {
        this.backends = List.copyOf(backends);
        requestRules = new HttpRule[backends.size()][];
        responseRules = new HttpRule[backends.size()][];
        replies = new ReplyTable[backends.size()];
        for (Backend backend : backends) {
            backendsByName.put(backend.name(), backend);
            requestRules[backend.index()] = backend.config().requestRules().toArray(NO_RULES);
            responseRules[backend.index()] = backend.config().responseRules().toArray(NO_RULES);
            replies[backend.index()] = new ReplyTable(backend.config().errorReplies());
            noteForwardFor(backend.config().forwardFor());
        }
    }

    void add(Frontend frontend) {
        frontends.add(frontend);
        noteForwardFor(frontend.config().forwardFor());
    }

    private void noteForwardFor(ForwardFor wanted) {
        if (wanted != null) {
            forwardForNames.put(wanted, AsciiText.bytes(wanted.header().toLowerCase(Locale.ROOT)));
        }
    }

    public List<Frontend> frontends() {
        return frontends;
    }

    public List<Backend> backends() {
        return backends;
    }

    /** The backend of that name, or null. */
    public Backend backend(String name) {
        return backendsByName.get(name);
    }

    /** The frontend of that name, or null. */
    public Frontend frontend(String name) {
        for (Frontend frontend : frontends) {
            if (frontend.name().equals(name)) {
                return frontend;
            }
        }
        return null;
    }

    HttpRule[] requestRules(Backend backend) {
        return requestRules[backend.index()];
    }

    HttpRule[] responseRules(Backend backend) {
        return responseRules[backend.index()];
    }

    /** The reply to an error: the backend's where one is chosen, the frontend's, or the one that everybody has. */
    Reply reply(Frontend frontend, Backend backend, int status) {
        Reply own = backend == null ? null : replies[backend.index()].get(status);
        if (own == null) {
            own = frontend.replies().get(status);
        }
        return own == null ? ErrorReplies.of(status) : own;
    }

    byte[] forwardForName(ForwardFor wanted) {
        return forwardForNames.get(wanted);
    }

    @Override
    public int usableServers(String backend) {
        Backend found = backendsByName.get(backend);
        return found == null ? -1 : found.activeServers() + found.backupServers();
    }

    @Override
    public boolean serverUp(String backend, String server) {
        Backend found = backendsByName.get(backend);
        Server named = found == null ? null : found.byName(server);
        return named != null && named.usable();
    }

    @Override
    public int frontendConnections(String frontend) {
        Frontend found = frontend(frontend);
        return found == null ? -1 : found.sessions();
    }

    @Override
    public int backendConnections(String backend) {
        Backend found = backendsByName.get(backend);
        return found == null ? -1 : found.streams();
    }

    @Override
    public int queued(String backend) {
        Backend found = backendsByName.get(backend);
        return found == null ? -1 : found.queued();
    }
}

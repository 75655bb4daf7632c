package org.weir.engine.proxy;

import org.agrona.concurrent.UnsafeBuffer;
import org.weir.engine.config.model.ForwardFor;
import org.weir.engine.http.MessageHead;
import org.weir.engine.server.Backend;
import org.weir.io.net.NetAddress;

/** Engine agent only. Switching: which backend a request goes to, and the client's address that it takes along. */
final class BackendChooser {
    private static final int LONGEST_NAME_BYTES = 512;

    private final ProxyDirectory directory;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[LONGEST_NAME_BYTES]);

    BackendChooser(ProxyDirectory directory) {
        this.directory = directory;
    }

    /** The backend of the first {@code use_backend} that applies, or the default; null when there is none. */
    Backend choose(Stream stream) {
        Frontend frontend = stream.frontend;
        for (Frontend.Switch choice : frontend.switches()) {
            if (choice.condition() != null && !choice.condition().test(stream)) {
                continue;
            }
            if (choice.fixed() != null) {
                return choice.fixed();
            }
            int length = choice.dynamic().append(stream, scratch, 0, scratch.capacity());
            Backend named = directory.backend(scratch.getStringWithoutLengthAscii(0, length));
            if (named != null) {
                return named;
            }
        }
        return frontend.defaultBackend();
    }

    /**
     * Adds the client's address for {@code option forwardfor} of the frontend or the backend: exceptions of both count, {@code if-none} when neither
     * wants the header in any case, and the backend's name for it goes before the frontend's.
     *
     * @return false when it did not fit
     */
    boolean addForwardedFor(Stream stream) {
        ForwardFor ofFrontend = stream.frontend.config().forwardFor();
        ForwardFor ofBackend = stream.backend.config().forwardFor();
        ForwardFor either = ofBackend == null ? ofFrontend : ofBackend;
        if (either == null) {
            return true;
        }
        NetAddress source = stream.source();
        if (source.family() < NetAddress.INET4 || spares(ofFrontend, source) || spares(ofBackend, source)) {
            return true;
        }
        MessageHead request = stream.exchange.request;
        byte[] name = directory.forwardForName(either);
        boolean ifNone = (ofFrontend == null || ofFrontend.ifNone()) && (ofBackend == null || ofBackend.ifNone());
        if (ifNone && request.find(name, 0) >= 0) {
            return true;
        }
        int length = source.formatHost(scratch, 0);
        return request.append(name, name.length, scratch, 0, length);
    }

    private static boolean spares(ForwardFor setting, NetAddress source) {
        return setting != null && setting.except() != null && setting.except().contains(source);
    }
}

package org.weir.engine.process;

import org.weir.engine.expr.SampleContext;
import org.weir.engine.log.StreamOutcome;
import org.weir.engine.proxy.EngineParts;
import org.weir.engine.server.Backend;

final class SilentLogs implements EngineParts.Logs {
    @Override
    public void streamEnded(StreamOutcome outcome, SampleContext context) {}

    @Override
    public void serverMessage(Backend backend, int level, String text) {}
}

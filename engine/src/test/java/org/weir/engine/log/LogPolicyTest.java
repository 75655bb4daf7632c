package org.weir.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weir.engine.config.model.ProxyLogging;
import org.weir.engine.expr.LogFormats;

/** Which streams HAProxy 2.6 was seen to log, and at which level. */
class LogPolicyTest {
    private static StreamOutcome with(StreamOutcome outcome, boolean dontLogNull, boolean dontLogNormal, boolean separateErrors) {
        outcome.logging = new ProxyLogging(List.of(), Outcomes.format(LogFormats.HTTP), ProxyLogging.Kind.HTTP, dontLogNull, dontLogNormal, false, false,
                separateErrors, null, false);
        return outcome;
    }

    private static StreamOutcome ended(char cause, int status) {
        StreamOutcome outcome = Outcomes.answered();
        outcome.terminationCause = (byte) cause;
        outcome.status = status;
        return outcome;
    }

    @Test
    void errorsTimeoutsRetriesAndStatus5xxAreNotNormal() {
        assertEquals(LogPolicy.INFO, LogPolicy.level(with(ended('-', 200), true, false, true)));
        assertEquals(LogPolicy.INFO, LogPolicy.level(with(ended('L', 302), true, false, true)));
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(ended('L', 503), true, false, true)));
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(ended('-', 500), true, false, true)));
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(ended('P', 403), true, false, true)));
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(ended('C', 200), true, false, true)));
        StreamOutcome retried = ended('-', 200);
        retried.retries = 1;
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(retried, true, false, true)));
        assertEquals(LogPolicy.INFO, LogPolicy.level(with(retried, false, true, false)));
    }

    @Test
    void normalStreamsCanBeLeftOut() {
        assertEquals(LogPolicy.SILENT, LogPolicy.level(with(ended('-', 200), false, true, false)));
        assertEquals(LogPolicy.SILENT, LogPolicy.level(with(ended('L', 200), false, true, false)));
        assertEquals(LogPolicy.INFO, LogPolicy.level(with(ended('S', 504), false, true, false)));
    }

    @Test
    void connectionsWithoutDataCanBeLeftOut() {
        StreamOutcome silent = Outcomes.bad();
        assertEquals(LogPolicy.SILENT, LogPolicy.level(with(silent, true, false, true)));
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(silent, false, false, true)));
        silent.bytesUploaded = 2;
        assertEquals(LogPolicy.ERROR, LogPolicy.level(with(silent, true, false, true)));
        StreamOutcome tcp = Outcomes.bad();
        tcp.http = false;
        assertEquals(LogPolicy.SILENT, LogPolicy.level(with(tcp, true, false, false)));
        tcp.bytesRead = 3;
        tcp.terminationCause = '-';
        assertEquals(LogPolicy.INFO, LogPolicy.level(with(tcp, true, false, false)));
    }
}

package org.weir.engine.process;

import java.io.IOException;
import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalTrouble;

/** Any thread. Tells operators how the journal fares. */
final class JournalAlerts implements JournalTrouble {
    private final Messages messages;

    JournalAlerts(Messages messages) {
        this.messages = messages;
    }

    /** Loads what the journal needs while it can be reached: before the root directory changes, and before there are requests. */
    void prepare() {
        try {
            JournalAppender.prepare();
        } catch (IOException e) {
            messages.warning("Cannot try the journal in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage());
        }
    }

    @Override
    public void onTrouble(String text) {
        messages.alert(capital(text));
    }

    @Override
    public void onRecovery(String text) {
        messages.notice(capital(text));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

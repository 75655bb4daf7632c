package org.weir.engine.process;

import java.io.IOException;
import java.util.function.Consumer;
import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalTrouble;

/** Any thread. Tells operators how the journal fares. */
final class JournalAlerts implements JournalTrouble {
    private final Messages messages;
    private final Consumer<String> alert;
    private final Consumer<String> notice;

    JournalAlerts(Messages messages, Consumer<String> alert, Consumer<String> notice) {
        this.messages = messages;
        this.alert = alert;
        this.notice = notice;
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
        alert.accept(capital(text));
    }

    @Override
    public void onRecovery(String text) {
        notice.accept(capital(text));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

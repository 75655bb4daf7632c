package org.weir.engine.log;

import org.agrona.DirectBuffer;
import org.weir.analytics.journal.JournalAppender;

/** Journal agent only. Keeps records in the journal's files, a batch of the ring in a document. */
final class JournalSink implements LogSink {
    private final JournalAppender appender;

    JournalSink(JournalAppender appender) {
        this.appender = appender;
    }

    @Override
    public void onStart() {
        appender.open();
    }

    @Override
    public void onRecord(int type, DirectBuffer buffer, int offset, int lengthBytes) {
        appender.append(type, buffer, offset, lengthBytes);
    }

    @Override
    public void onBatchEnd() {
        appender.flush();
    }

    @Override
    public void onClose() {
        appender.close();
    }
}

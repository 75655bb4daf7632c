package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;

import org.weir.analytics.journal.JournalAppender;
import org.weir.analytics.journal.JournalStatus;
import org.weir.engine.log.Journal;

/** Engine agent only. Commands about the journal. */
final class JournalCommands {
    private JournalCommands() {}

    static void addTo(CommandTable table, CliService.Surroundings surroundings) {
        table.add("show journal", OPERATOR, "show journal", "report the journal's file, records and losses", call -> show(surroundings.journal()));
    }

    private static Output show(Journal journal) throws CliRefusal {
        if (journal == null || journal.appender() == null) {
            throw new CliRefusal("No journal is configured.");
        }
        JournalAppender appender = journal.appender();
        JournalStatus status = appender.status();
        return Output.of("directory: " + appender.settings().directory()
                + "\nfile: " + status.file()
                + "\nrecords: " + status.records()
                + "\nbytes: " + status.bytes()
                + "\ndocuments: " + status.documents()
                + "\nlost: " + (status.lost() + journal.ring().dropped())
                + "\nlag_ms: " + status.lagMillis()
                + "\nwaiting_bytes: " + journal.ring().waitingBytes()
                + '\n');
    }
}

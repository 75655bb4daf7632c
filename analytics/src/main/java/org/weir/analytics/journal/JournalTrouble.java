package org.weir.analytics.journal;

/** Told once for each trouble of the journal, and once when it is over. Any thread of the journal's. */
public interface JournalTrouble {
    /** Records are being lost, or are not safe on the disk. */
    void onTrouble(String text);

    /** Records are written again. */
    void onRecovery(String text);
}

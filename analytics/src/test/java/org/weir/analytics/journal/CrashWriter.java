package org.weir.analytics.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that writes to a journal until it is killed. It says the last id of each batch once the batch has been written. */
final class CrashWriter {
    private static final int MAX_BATCH = 200;

    private CrashWriter() {}

    /** Arguments: the directory. The first id comes by standard input, and then it begins. */
    public static void main(String[] arguments) throws IOException {
        JournalAppender.prepare();
        System.out.println("ready");
        long id = Long.parseLong(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine());
        JournalTrouble trouble = new JournalTrouble() {
            @Override
            public void onTrouble(String text) {
                System.out.println("trouble: " + text);
            }

            @Override
            public void onRecovery(String text) {
                System.out.println("recovery: " + text);
            }
        };
        JournalAppender appender = new JournalAppender(new JournalSettings(Path.of(arguments[0]), Roll.DAILY, 0, 0, 20), System::currentTimeMillis, trouble);
        Records records = new Records(appender);
        records.names();
        int batch = 1;
        while (true) {
            for (int i = 0; i < batch; i++) {
                records.stream(id, System.currentTimeMillis() * 1000);
                id++;
            }
            appender.flush();
            System.out.println(id - 1);
            batch = batch % MAX_BATCH + 1;
        }
    }
}

package org.weir.halog;

import org.weir.analytics.text.LogField;

/** What the program says of itself. */
final class HelpText {
    /** In short. */
    static final String USAGE = """
        Usage:
          halog [-h|--help]
          halog [filter]... [modifier]... [output] < log

        """;

    /** In full. */
    private static final String LONG = """
        Usage: halog [filter]... [modifier]... [output] < log

        Filters: a line must pass all of them
          -H                      HTTP lines only
          -e | -E                 errors only (status 5xx or negative) | no errors
          -rt | -RT MS            server response time of at least | less than MS
          -Q | -QS                requests that waited in any queue | in the server's queue
          -tcn | -TCN CODE        termination state starts with these two characters | does not
          -hs | -HS [MIN][:[MAX]] status within | outside this range; without a colon exactly this one
          -time [MIN][:MAX]       accepted within these seconds since 1970

        Modifiers
          -v                      take the lines that do not pass
          -q                      no messages on standard error
          -m N                    at most N lines of output
          -s N                    N fields before the address, less 4 (default 1: a syslog file)
          -query                  URLs with their query string

        Output: one of
          (none)                  the lines
          -c                      how many lines there are
          -st | -tc | -cc         requests per status | termination code | cookie code
          -srv                    requests, errors and times per server
          -ic                     requests, errors, times and bytes per client address
          -u                      the same per URL, by URL; -uc by requests, -ue errors, -ua average time, -ut total time, -uao -uto
                                  the same of valid requests, -uba average bytes, -ubt total bytes
          -pct                    percentiles of request, connect, response and data time
          -gt                     a graph of these timers
          -hdr BLOCK:FIELD        a captured header
          -ad MS | -ac N          accept times after at least MS without connections | with at least N connections

        What follows is Weir's own. Files may be named after the options: plain, gzip or zstd, one after the other.
          -f                      follow the files as they grow, are truncated or replaced; Ctrl-C ends that and prints what was counted
          --by FIELD[,FIELD]      requests, errors, bytes and percentiles of a timer for each value of these fields
          --timer FIELD           the timer to show percentiles of (default tt)
          --sort COLUMN           count, errors, bytes, p50, p90, p99, p999 or max (default count)
          --top N                 this many groups (default 20)
          --format FORMAT         table, csv or json
          --where CONDITION       only entries with FIELD = != < <= > >= ~ or !~ VALUE (~: contains); may be repeated; goes with every output
          --html FILE             a page with plots instead
          --journal DIR           read a journal that Weir keeps, not lines of text
          --since T | --until T   only what was logged from then on | before: 2026-11-21T06:17 (local, or with an offset: …Z), 06:17, -15m, -1d12h
          --to FORMAT             put the journal's records out as json, csv, clf or httplog
          --watch [SECONDS]       a live view, every second or so often: rates, percentiles, groups of --by (default: by server and path); files are
                                  followed from their end, with -f from their beginning; q or Ctrl-C ends it
          --log-format FORMAT     the lines were written with this format, not with option httplog or tcplog

        Fields
        """;

    /** All of it, with the fields that there are. */
    static String complete() {
        final StringBuilder text = new StringBuilder(LONG);
        for (final LogField field : LogField.values()) {
            text.append(String.format("  %-24s%s%n", field.label(), field.meaning()));
        }
        return text.toString();
    }

    private HelpText() {
    }
}

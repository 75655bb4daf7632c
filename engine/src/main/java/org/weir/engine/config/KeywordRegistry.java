package org.weir.engine.config;

/** Every keyword there is, in four tables. Built when first used; not changed afterwards. */
final class KeywordRegistry {
    private static final KeywordTable<GlobalBuilder> GLOBAL = new KeywordTable<>();
    private static final KeywordTable<ProxyBuilder> PROXY = new KeywordTable<>();
    private static final KeywordTable<BindBuilder> BIND = new KeywordTable<>();
    private static final KeywordTable<ServerBuilder> SERVER = new KeywordTable<>();

    static {
        GlobalKeywords.addTo(GLOBAL);
        TuningKeywords.addTo(GLOBAL);
        StatsSocketKeywords.addTo(GLOBAL);
        ProxyKeywords.addTo(PROXY);
        TimeoutKeywords.addTo(PROXY);
        OptionKeywords.addTo(PROXY);
        CheckKeywords.addTo(PROXY);
        LogKeywords.addTo(PROXY);
        ReplyKeywords.addTo(PROXY);
        RuleKeywords.addTo(PROXY);
        BindKeywords.addTo(BIND);
        ServerKeywords.addTo(SERVER);
    }

    private KeywordRegistry() {
    }

    /** Keywords of {@code global}. */
    static KeywordTable<GlobalBuilder> global() {
        return GLOBAL;
    }

    /** Keywords of {@code defaults}, {@code frontend}, {@code listen} and {@code backend}. */
    static KeywordTable<ProxyBuilder> proxy() {
        return PROXY;
    }

    /** Options of {@code bind} and {@code stats socket} lines. */
    static KeywordTable<BindBuilder> bindOptions() {
        return BIND;
    }

    /** Options of {@code server} and {@code default-server} lines. */
    static KeywordTable<ServerBuilder> serverOptions() {
        return SERVER;
    }
}

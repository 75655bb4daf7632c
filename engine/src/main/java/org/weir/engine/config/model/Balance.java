package org.weir.engine.config.model;

/** Load balancing of a backend: {@code balance} and {@code hash-type}. */
public record Balance(Algorithm algorithm, boolean consistentHash) {
    public enum Algorithm {
        ROUNDROBIN("roundrobin"), STATIC_RR("static-rr"), LEASTCONN("leastconn"), FIRST("first"), SOURCE("source");

        private final String keyword;

        Algorithm(String keyword) {
            this.keyword = keyword;
        }

        /** As the configuration and statistics spell it. */
        public String keyword() {
            return keyword;
        }
    }
}

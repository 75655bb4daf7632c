package org.weir.analytics.record;

/** The addresses of a stream record, in its order: who connected, to what, and on the server side from what to what. */
public enum StreamAddress {
    CLIENT, FRONTEND, SERVER_LOCAL, SERVER;

    static final int COUNT = 4;

    final int offset = StreamLayout.ADDRESSES + StreamLayout.ADDRESS_BYTES * ordinal();
}

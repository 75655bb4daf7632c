package org.weir.engine.config.model;

/** What a proxy speaks. */
public enum Mode { TCP, HTTP }

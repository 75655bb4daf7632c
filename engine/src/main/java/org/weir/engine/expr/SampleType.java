package org.weir.engine.expr;

/** Types of sample values, after the configuration manual's section on samples. */
public enum SampleType { BOOL, SINT, IPV4, IPV6, STR, BIN, METHOD }

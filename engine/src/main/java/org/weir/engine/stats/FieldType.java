package org.weir.engine.stats;

/** How a figure is written in typed output. */
public enum FieldType {
    STR("str"), U32("u32"), U64("u64"), S32("s32");

    private final String label;

    FieldType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}

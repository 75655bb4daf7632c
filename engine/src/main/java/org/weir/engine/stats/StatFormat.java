package org.weir.engine.stats;

/** A way to write rows of statistics: {@link #begin}, {@link #row} for each, {@link #end}. Used by one thread at a time. */
public abstract class StatFormat {
    private static final StatField[] FIELDS = StatField.values();

    StatFormat() {}

    /** Comma-separated values with a heading, every column in every line (management guide, section 9.1). */
    public static StatFormat csv() {
        return new Csv();
    }

    /** One value a line with its type (section 9.2). */
    public static StatFormat typed(boolean withDescriptions) {
        return new Typed(withDescriptions);
    }

    /** JSON: an array of objects' arrays. */
    public static StatFormat json(boolean withDescriptions) {
        return new Json(withDescriptions);
    }

    public abstract void begin(StringBuilder out);

    public abstract void row(StatRow row, StringBuilder out);

    public abstract void end(StringBuilder out);

    private static final class Csv extends StatFormat {
        /** What separates HAProxy's own columns from those of modules. */
        private static final String MODULES = ",-,";

        @Override
        public void begin(StringBuilder out) {
            out.append("# ");
            for (StatField field : FIELDS) {
                out.append(field.label()).append(field == StatField.PROTO ? MODULES : ",");
            }
            out.append('\n');
        }

        @Override
        public void row(StatRow row, StringBuilder out) {
            for (StatField field : FIELDS) {
                if (row.has(field)) {
                    quote(row.text(field), out);
                }
                out.append(field == StatField.PROTO ? MODULES : ",");
            }
            out.append('\n');
        }

        /** Quotes only where a quote or comma asks for it, and doubles quotes. */
        private static void quote(String text, StringBuilder out) {
            if (text.indexOf(',') < 0 && text.indexOf('"') < 0) {
                out.append(text);
            } else {
                out.append('"').append(text.replace("\"", "\"\"")).append('"');
            }
        }

        @Override
        public void end(StringBuilder out) {}
    }

    private static final class Typed extends StatFormat {
        private final boolean withDescriptions;

        private Typed(boolean withDescriptions) {
            this.withDescriptions = withDescriptions;
        }

        @Override
        public void begin(StringBuilder out) {}

        @Override
        public void row(StatRow row, StringBuilder out) {
            for (StatField field : FIELDS) {
                if (row.has(field)) {
                    out.append(row.kind().letter()).append('.').append(row.proxyId()).append('.').append(row.memberId()).append('.')
                            .append(field.ordinal()).append('.').append(field.label()).append(".1:").append(field.tags(row.kind()).letters()).append(':')
                            .append(field.type().label()).append(':').append(row.text(field));
                    if (withDescriptions) {
                        out.append(":\"").append(field.description()).append('"');
                    }
                    out.append('\n');
                }
            }
        }

        @Override
        public void end(StringBuilder out) {}
    }

    private static final class Json extends StatFormat {
        private final boolean withDescriptions;
        private boolean further;

        private Json(boolean withDescriptions) {
            this.withDescriptions = withDescriptions;
        }

        @Override
        public void begin(StringBuilder out) {
            out.append('[');
            further = false;
        }

        @Override
        public void row(StatRow row, StringBuilder out) {
            out.append(further ? ",[" : "[");
            further = true;
            boolean furtherField = false;
            for (StatField field : FIELDS) {
                if (row.has(field)) {
                    out.append(furtherField ? "," : "");
                    furtherField = true;
                    out.append("{\"objType\":\"").append(row.kind().word()).append("\",\"proxyId\":").append(row.proxyId()).append(",\"id\":")
                            .append(row.memberId()).append(',');
                    JsonText.field(out, field.ordinal(), field.label(), field.tags(row.kind()), field.type(), row.text(field),
                            withDescriptions ? field.description() : null);
                    out.append('}');
                }
            }
            out.append(']');
        }

        @Override
        public void end(StringBuilder out) {
            out.append("]\n");
        }
    }
}

package org.weir.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weir.engine.config.Diagnostic.Severity;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.SourceLine;

/**
 * Reads configuration files. Whatever they hold, the answer is a result with messages, not an exception. A loader is for one load.
 */
public final class ConfigurationLoader {
    /** More than this in one file is not a configuration. */
    static final int MAX_FILE_BYTES = 64 << 20;

    private final Context context;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, String> environment;
    private final GlobalBuilder global;
    private final SectionReader sections;
    private final Lexer lexer;
    private String file = "";
    private int line;

    private ConfigurationLoader(Overrides overrides, Surroundings surroundings) {
        environment = new LinkedHashMap<>(surroundings.environment());
        context = new Context(diagnostics, surroundings, environment, new AddressParser(surroundings, environment), overrides);
        global = new GlobalBuilder(context);
        sections = new SectionReader(context, global);
        lexer = new Lexer(environment, this::pseudoVariable);
    }

    /** Reads files of this machine. */
    public static LoadResult load(List<Path> files, Overrides overrides) {
        return load(files, overrides, Surroundings.system());
    }

    /** Reads files, one after the other, as one configuration. */
    public static LoadResult load(List<Path> files, Overrides overrides, Surroundings surroundings) {
        ConfigurationLoader loader = new ConfigurationLoader(overrides, surroundings);
        loader.environment.put("HAPROXY_CFGFILES", String.join(";", files.stream().map(Path::toString).toList()));
        for (Path path : files) {
            loader.readFile(path);
        }
        return loader.finish();
    }

    private void readFile(Path path) {
        int alertsBefore = diagnostics.alerts();
        file = path.toString();
        line = 0;
        try {
            byte[] bytes = context.surroundings().read(path, MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                diagnostics.add(Severity.ALERT, SourceLine.NONE, "file " + file + " is larger than " + MAX_FILE_BYTES + " bytes.");
            } else {
                readLines(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            diagnostics.add(Severity.ALERT, SourceLine.NONE, "Could not open configuration file " + file + " : " + e.getMessage());
        }
        sections.endFile();
        if (diagnostics.alerts() > alertsBefore) {
            diagnostics.add(Severity.ALERT, SourceLine.NONE, "Error(s) found in configuration file : " + file);
        }
    }

    private void readLines(String text) {
        ConditionalBlocks blocks = new ConditionalBlocks(diagnostics, new ConditionText(environment));
        int from = 0;
        while (from < text.length() && !diagnostics.isFull()) {
            int end = text.indexOf('\n', from);
            line++;
            if (end < 0) {
                readLine(text.substring(from), blocks);
                alertHere("Missing LF on last line, file might have been truncated at position " + (text.length() - from + 1) + ".");
                break;
            }
            readLine(text.substring(from, end), blocks);
            from = end + 1;
        }
        blocks.end(new SourceLine(file, line));
    }

    private void readLine(String bytes, ConditionalBlocks blocks) {
        if (bytes.length() > Lexer.MAX_LINE_BYTES) {
            alertHere("line too long, the limit is " + Lexer.MAX_LINE_BYTES + " characters.");
            return;
        }
        int nul = bytes.indexOf('\0');
        if (nul >= 0) {
            alertHere("Stray NUL character at position " + (nul + 1) + ".");
            return;
        }
        if (!blocks.isActive() && bytes.stripLeading().indexOf('.') != 0) {
            return;
        }
        try {
            List<String> words = lexer.words(bytes);
            if (words.isEmpty()) {
                return;
            }
            SourceLine where = new SourceLine(file, line);
            if (words.getFirst().startsWith(".")) {
                blocks.directive(words, where);
            } else if (blocks.isActive()) {
                sections.line(words, where);
            }
        } catch (LexicalError e) {
            alertHere(e.describe(bytes));
        }
    }

    private void alertHere(String text) {
        SourceLine where = new SourceLine(file, line);
        diagnostics.add(Severity.ALERT, where, "parsing [" + where + "]: " + text);
    }

    private String pseudoVariable(String name) {
        return switch (name) {
            case ".FILE" -> file;
            case ".LINE" -> Integer.toString(line);
            case ".SECTION" -> sections.sectionName();
            default -> null;
        };
    }

    private LoadResult finish() {
        Configuration configuration = new ConfigurationAssembly(context, global, sections.proxies()).build();
        if (diagnostics.alerts() == 0) {
            return new LoadResult(configuration, diagnostics.list());
        }
        diagnostics.add(Severity.ALERT, SourceLine.NONE, "Fatal errors found in configuration.");
        return new LoadResult(null, diagnostics.list());
    }
}

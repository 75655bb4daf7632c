package org.weir.engine.cli;

import static org.weir.engine.config.model.GlobalConfig.CliLevel.OPERATOR;
import static org.weir.engine.config.model.GlobalConfig.CliLevel.USER;

import java.util.Map;
import java.util.function.IntSupplier;
import org.weir.engine.proxy.ProcessStatistics;
import org.weir.engine.stats.InfoValues;

/** Engine agent only. Commands about the process. */
final class ProcessCommands {
    private ProcessCommands() {}

    /** @param operators operators' connections now */
    static void addTo(CommandTable table, CliService.Surroundings surroundings, IntSupplier operators) {
        table.add("show info", USER, "show info [desc|json|typed|float]*", "report figures of the process",
                call -> info(call, surroundings.process(), operators.getAsInt()));
        table.add("show version", USER, "show version", "report the version", call -> Output.line(surroundings.process().facts().version()));
        table.add("show env", OPERATOR, "show env [var]", "list the environment variables of the process",
                call -> environment(call, surroundings.environment()));
        table.add("show pools", USER, "show pools", "report the use of off-heap memory", call -> Output.of(Reports.pools()));
        table.add("show activity", OPERATOR, "show activity", "report what each I/O agent counted", call -> Output.of(surroundings.threads().activity()));
        table.add("show threads", USER, "show threads", "report the threads that carry traffic", call -> {
            return Output.line(String.join("\n", surroundings.threads().report()));
        });
        table.add("show startup-logs", OPERATOR, "show startup-logs", "repeat the messages of the start",
                call -> startMessages(String.join("", surroundings.startMessages().get())));
    }

    private static Output startMessages(String text) {
        return text.isEmpty() ? Output.line("") : Output.of(text);
    }

    private static Output info(Call call, ProcessStatistics process, int operators) {
        boolean descriptions = call.arguments().contains("desc");
        InfoValues values = process.values(call.arguments().contains("float"), operators);
        if (call.arguments().contains("json")) {
            return Output.of(values.json(descriptions));
        }
        return Output.of(call.arguments().contains("typed") ? values.typed(descriptions) : values.plain(descriptions));
    }

    private static Output environment(Call call, Map<String, String> variables) throws CliRefusal {
        StringBuilder text = new StringBuilder();
        if (call.has(0)) {
            String value = variables.get(call.argument(0));
            if (value == null) {
                throw new CliRefusal("Variable not found");
            }
            text.append(call.argument(0)).append('=').append(value).append('\n');
        } else {
            variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        }
        return Output.of(text.toString());
    }
}

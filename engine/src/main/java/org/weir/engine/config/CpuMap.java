package org.weir.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code cpu-map [auto:][1/]<threads> <cpus> ...} into one CPU set text per thread. */
final class CpuMap {
    private static final int MAX_THREADS = 64;
    private static final int MAX_CPUS = 4096;

    private CpuMap() {
    }

    static void add(Map<Integer, String> map, Statement s) throws Rejection {
        String threads = s.argument(0);
        boolean auto = threads.startsWith("auto:");
        String set = auto ? threads.substring(5) : threads;
        int slash = set.indexOf('/');
        if (slash >= 0) {
            String process = set.substring(0, slash);
            if (!process.equals("1") && !process.equals("all")) {
                throw new Rejection("cpu-map : thread group or process '" + process + "' : there is only number 1.");
            }
            set = set.substring(slash + 1);
        }
        List<Integer> numbers = threads(set);
        List<String> cpus = s.arguments().subList(1, s.argumentCount());
        List<Integer> flat = new ArrayList<>();
        for (String range : cpus) {
            flatten(range, flat);
        }
        if (auto) {
            if (flat.size() != numbers.size()) {
                throw new Rejection("cpu-map : 'auto:' needs as many CPUs (" + flat.size() + ") as threads (" + numbers.size() + ").");
            }
            for (int i = 0; i < numbers.size(); i++) {
                map.put(numbers.get(i), flat.get(i).toString());
            }
        } else {
            String text = String.join(",", cpus);
            for (int number : numbers) {
                map.put(number, text);
            }
        }
    }

    private static List<Integer> threads(String set) throws Rejection {
        int[] range = switch (set) {
            case "all" -> new int[] {1, MAX_THREADS, 1};
            case "odd" -> new int[] {1, MAX_THREADS, 2};
            case "even" -> new int[] {2, MAX_THREADS, 2};
            default -> range(set, 1, MAX_THREADS, "cpu-map : '" + set + "' is not a valid number/range.");
        };
        List<Integer> numbers = new ArrayList<>();
        for (int i = range[0]; i <= range[1]; i += range[2]) {
            numbers.add(i);
        }
        return numbers;
    }

    private static void flatten(String list, List<Integer> cpus) throws Rejection {
        for (String part : list.split(",", -1)) {
            int[] range = range(part, 0, MAX_CPUS - 1, "cpu-map : '" + part + "' is not a CPU range.");
            for (int cpu = range[0]; cpu <= range[1]; cpu++) {
                cpus.add(cpu);
            }
        }
    }

    /** First, last and step of {@code n} or {@code n-m}. */
    private static int[] range(String text, int min, int max, String message) throws Rejection {
        int dash = text.indexOf('-', 1);
        Integer first = Quantity.integer(dash < 0 ? text : text.substring(0, dash));
        Integer last = dash < 0 ? first : Quantity.integer(text.substring(dash + 1));
        if (first == null || last == null || first < min || last > max || last < first) {
            throw new Rejection(message);
        }
        return new int[] {first, last, 1};
    }
}

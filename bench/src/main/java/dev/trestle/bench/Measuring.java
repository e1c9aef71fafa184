package dev.trestle.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures operations in rounds, as a plan says; the variants take turns in another order each round. */
final class Measuring {
    private static final Pattern METHOD = Pattern.compile(".*\\.(\\w+)Bench\\.(\\w+)_(\\w+)");

    private final Suite suite;
    private final Plan plan;
    private final Consumer<String> progress;
    private final Turns turns;
    private final long start = System.nanoTime();

    Measuring(Suite suite, Plan plan, Consumer<String> progress) {
        this.suite = suite;
        this.plan = plan;
        this.progress = progress;
        this.turns = new Turns(plan);
    }

    /** The operations of some packages whose names match, by name. */
    static List<Operation> operations(List<String> packages, Pattern only) {
        var silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        Map<String, Operation> operations = new TreeMap<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(silent, Collections.emptyList())) {
            String method = entry.getUsername();
            Matcher name = METHOD.matcher(method);
            if (packages.stream().anyMatch(p -> method.startsWith(p + ".")) && name.matches()) {
                String operation = name.group(1) + "." + name.group(2);
                if (only.matcher(operation).find()) {
                    operations.computeIfAbsent(operation, Operation::new).benchmark(name.group(3), method);
                }
            }
        }
        return new ArrayList<>(operations.values());
    }

    void measure(List<Operation> operations) throws RunnerException, IOException {
        if (!plan.isFresh()) {
            for (Operation operation : operations) {
                progress.accept("warm-up: " + operation.name());
                turns.warm(operation.benchmarks());
            }
        }
        for (int round = 0; round < plan.mostRounds() && !isOver(round); round++) {
            round(round, open(operations, round));
        }
        progress.accept("measured");
    }

    private Collection<Operation> open(List<Operation> operations, int round) {
        return round < plan.leastRounds()
                ? operations
                : operations.stream()
                        .filter(operation -> !Verdict.isSettled(operation, suite))
                        .toList();
    }

    private void round(int round, Collection<Operation> operations) throws RunnerException, IOException {
        int done = 0;
        for (Operation operation : operations) {
            if (isOver(round)) {
                return;
            }
            progress.accept("round %d: %d of %d, %s".formatted(round + 1, ++done, operations.size(), operation.name()));
            List<String> variants = new ArrayList<>(suite.variants());
            variants.retainAll(operation.benchmarks().keySet());
            Collections.rotate(variants, round);
            Map<String, String> methods = new LinkedHashMap<>();
            variants.forEach(v -> methods.put(v, operation.benchmarks().get(v)));
            (plan.isFresh() ? Fork.measure(suite, plan, methods) : turns.measure(methods)).forEach(operation::add);
        }
    }

    private boolean isOver(int round) {
        return round > 0 && Duration.ofNanos(System.nanoTime() - start).compareTo(plan.budget()) > 0;
    }
}

package dev.trestle.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH in rounds: the variants of an operation one right after the other, in another order each time, then the next
 * operation. A machine that gets slower or faster meanwhile does so for all variants.
 */
final class Measuring {
    private static final Pattern METHOD = Pattern.compile(".*\\.(\\w+)Bench\\.(\\w+)_(\\w+)");

    private final Suite suite;
    private final Plan plan;
    private final Consumer<String> progress;
    private final long start = System.nanoTime();

    Measuring(Suite suite, Plan plan, Consumer<String> progress) {
        this.suite = suite;
        this.plan = plan;
        this.progress = progress;
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

    void measure(List<Operation> operations) throws RunnerException {
        for (int round = 0; round < plan.warmRounds(); round++) {
            round("warm-up", round, operations);
            operations.forEach(Operation::clear);
        }
        for (int round = 0; round < plan.mostRounds() && !isOver(round); round++) {
            round("round " + (round + 1), round, open(operations, round));
        }
    }

    private Collection<Operation> open(List<Operation> operations, int round) {
        return round < plan.leastRounds()
                ? operations
                : operations.stream()
                        .filter(operation -> !Verdict.isSettled(operation, suite))
                        .toList();
    }

    private void round(String name, int round, Collection<Operation> operations) throws RunnerException {
        int done = 0;
        for (Operation operation : operations) {
            if (isOver(round)) {
                return;
            }
            progress.accept("%s: %d of %d, %s".formatted(name, ++done, operations.size(), operation.name()));
            List<String> variants = new ArrayList<>(round < plan.leastRounds() ? suite.variants() : suite.judged());
            variants.retainAll(operation.benchmarks().keySet());
            Collections.rotate(variants, round);
            Map<String, Operation.Sample> samples = new LinkedHashMap<>();
            for (String variant : variants) {
                samples.put(variant, run(operation.benchmarks().get(variant)));
            }
            samples.forEach(operation::add);
        }
    }

    private boolean isOver(int round) {
        return round > 0 && Duration.ofNanos(System.nanoTime() - start).compareTo(plan.budget()) > 0;
    }

    private Operation.Sample run(String method) throws RunnerException {
        var options = new OptionsBuilder()
                .include("^" + Pattern.quote(method) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(plan.forks())
                .warmupIterations(plan.warmups())
                .warmupTime(plan.warmup())
                .measurementIterations(plan.iterations())
                .measurementTime(plan.iteration())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        Collection<IterationResult> iterations =
                result.getBenchmarkResults().iterator().next().getIterationResults();
        return new Operation.Sample(
                of(iterations, IterationResult::getPrimaryResult).min().orElseThrow(),
                Spread.medianOf(of(iterations, i -> i.getSecondaryResults().get("gc.alloc.rate.norm"))
                        .toArray()));
    }

    private static DoubleStream of(Collection<IterationResult> iterations, Function<IterationResult, Result<?>> part) {
        return iterations.stream().mapToDouble(i -> part.apply(i).getScore());
    }
}

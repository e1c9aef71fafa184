package dev.trestle.bench;

import dev.trestle.bench.Operation.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the variants of one operation in turns, with JMH, in this JVM. */
final class Turns {
    private static final String BYTES = "gc.alloc.rate.norm";

    private final Plan plan;

    Turns(Plan plan) {
        this.plan = plan;
    }

    /** Lets the JVM compile the code of all variants before any is measured: they share what it learns. */
    void warm(Map<String, String> methods) throws RunnerException {
        for (int turn = 0; turn < plan.warmTurns(); turn++) {
            for (String method : methods.values()) {
                run(method, 0, plan.warmTurn(), 1, plan.warmTurn());
            }
        }
    }

    /**
     * Measures.
     *
     * @param methods the benchmarks by variant
     * @return the time of each variant that counts, and the median of the bytes
     */
    Map<String, Sample> measure(Map<String, String> methods) throws RunnerException {
        List<String> variants = new ArrayList<>(methods.keySet());
        Map<String, List<IterationResult>> results = new LinkedHashMap<>();
        for (int turn = 0; turn < plan.turns(); turn++) {
            for (String variant : variants) {
                results.computeIfAbsent(variant, v -> new ArrayList<>())
                        .addAll(run(methods.get(variant), 1, plan.warmup(), plan.iterations(), plan.iteration()));
            }
            Collections.rotate(variants, 1);
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        results.forEach((variant, iterations) -> samples.put(variant, sample(iterations)));
        return samples;
    }

    private static Collection<IterationResult> run(
            String method, int warmups, TimeValue warmup, int iterations, TimeValue iteration) throws RunnerException {
        var options = new OptionsBuilder()
                .include("^" + Pattern.quote(method) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(0)
                .warmupIterations(warmups)
                .warmupTime(warmup)
                .measurementIterations(iterations)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options)
                .runSingle()
                .getBenchmarkResults()
                .iterator()
                .next()
                .getIterationResults();
    }

    private Sample sample(List<IterationResult> iterations) {
        double[] nanos = scores(iterations, IterationResult::getPrimaryResult);
        double[] bytes = scores(iterations, i -> i.getSecondaryResults().get(BYTES));
        double time = switch (plan.counts()) {
            case BEST -> DoubleStream.of(nanos).min().orElseThrow();
            case MEDIAN -> Spread.medianOf(nanos);
        };
        return new Sample(time, Spread.medianOf(bytes));
    }

    /** An iteration in which threads only waited for each other may have no bytes. */
    private static double[] scores(List<IterationResult> iterations, Function<IterationResult, Result<?>> part) {
        return iterations.stream()
                .map(part)
                .filter(Objects::nonNull)
                .mapToDouble(Result::getScore)
                .toArray();
    }
}

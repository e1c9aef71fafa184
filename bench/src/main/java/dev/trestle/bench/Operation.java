package dev.trestle.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** One operation: the benchmarks that are its variants, and what was measured of them. */
final class Operation {
    private final String name;
    private final Map<String, String> benchmarks = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    Operation(String name) {
        this.name = name;
    }

    /**
     * One measurement.
     *
     * @param nanos time of an operation
     * @param bytes what it allocated
     */
    record Sample(double nanos, double bytes) {}

    /** Its name in the table, as Atom.swap. */
    String name() {
        return name;
    }

    void benchmark(String variant, String method) {
        benchmarks.put(variant, method);
    }

    Map<String, String> benchmarks() {
        return benchmarks;
    }

    void add(String variant, Sample sample) {
        samples.computeIfAbsent(variant, v -> new ArrayList<>()).add(sample);
    }

    boolean has(String variant) {
        return samples.containsKey(variant);
    }

    /** How often a variant was measured. */
    int rounds(String variant) {
        return samples.getOrDefault(variant, List.of()).size();
    }

    double nanos(String variant) {
        return Spread.medianOf(
                samples.get(variant).stream().mapToDouble(Sample::nanos).toArray());
    }

    double bytes(String variant) {
        return Spread.medianOf(
                samples.get(variant).stream().mapToDouble(Sample::bytes).toArray());
    }

    /** The bytes of two variants subtracted round by round. */
    Spread bytesMore(String subject, String other) {
        return compare(subject, other, (a, b) -> a.bytes() - b.bytes());
    }

    /** The times of two variants divided round by round, so that a machine that slows down changes nothing. */
    Spread ratio(String subject, String other) {
        return compare(subject, other, (a, b) -> a.nanos() / b.nanos());
    }

    private Spread compare(String subject, String other, ToDoubleBiFunction<Sample, Sample> comparison) {
        List<Sample> ours = samples.get(subject);
        List<Sample> theirs = samples.get(other);
        return Spread.of(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToDouble(i -> comparison.applyAsDouble(ours.get(i), theirs.get(i)))
                .toArray());
    }
}

package dev.trestle.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of benchmarks that are measured and judged together.
 *
 * <p>Each class {@code XBench} in its package holds operations on X; the methods {@code swap_facade}, {@code swap_ifn} are
 * the variants of one operation, which share a JVM and take turns in it, as the callers in a program do. A new suite is a
 * package of such classes and one entry in {@link #ALL}.
 *
 * @param name what {@code bench/run} is told, and the name of the JSON file
 * @param packageName where its classes stand
 * @param variants the variants in the order of the table; the first is the subject, the others it is compared with
 * @param limits what must hold; if there are none, the others are measured for information
 * @param full how it is measured
 * @param quick how it is measured by who has no time
 */
record Suite(String name, String packageName, List<String> variants, List<Limit> limits, Plan full, Plan quick) {
    static final List<Suite> ALL = List.of(
            new Suite(
                    "overhead",
                    "dev.trestle.bench.overhead",
                    List.of("facade", "ifn", "clojure"),
                    List.of(new Limit("ifn", 1.05, Double.POSITIVE_INFINITY, 24)),
                    Plan.full(),
                    Plan.quick()),
            PipelineSuite.SUITE,
            new Suite(
                    "channels",
                    "dev.trestle.bench.channels",
                    List.of("facade", "ifn", "clojure"),
                    List.of(new Limit("ifn", 1.05, 0.95, 0)),
                    Plan.threads(),
                    Plan.quickThreads()),
            new Suite(
                    "channels-peers",
                    "dev.trestle.bench.peers",
                    List.of("facade", "coreasync", "jox", "kotlin", "jdk"),
                    List.of(),
                    Plan.peers(),
                    Plan.quickPeers()));

    Suite(String name, String packageName, List<String> variants, List<Limit> limits) {
        this(name, packageName, variants, limits, Plan.full(), Plan.quick());
    }

    /** The suite of a name, and those that go with it: their names begin with it and a hyphen. */
    static List<Suite> named(String name) {
        return ALL.stream()
                .filter(suite -> suite.name.equals(name) || suite.name.startsWith(name + "-"))
                .toList();
    }

    /**
     * How the subject must compare with another variant. Infinity stands for no limit.
     *
     * @param operations the operations that it is for
     * @param variant the other variant
     * @param ratio the time of each operation, divided by the other's, at most
     * @param geometricMean the geometric mean of these ratios, at most
     * @param bytesMore how much more each operation may allocate than the other
     */
    record Limit(Pattern operations, String variant, double ratio, double geometricMean, double bytesMore) {
        private static final Pattern EACH = Pattern.compile("");

        /** For all operations. */
        Limit(String variant, double ratio, double geometricMean, double bytesMore) {
            this(EACH, variant, ratio, geometricMean, bytesMore);
        }

        /** For the time of some operations. */
        static Limit ofTime(String operations, String variant, double ratio) {
            return new Limit(
                    Pattern.compile(operations), variant, ratio, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }

        boolean isFor(Operation operation) {
            return operation.has(variant)
                    && operations.matcher(operation.name()).find();
        }

        boolean isForAll() {
            return operations.pattern().isEmpty();
        }
    }

    /** Whether the variants differ from operation to operation, so that each pair has a line of its own. */
    boolean isOfPairs() {
        return limits.stream().anyMatch(limit -> !limit.isForAll());
    }

    String subject() {
        return variants.get(0);
    }

    List<String> others() {
        return variants.subList(1, variants.size());
    }
}

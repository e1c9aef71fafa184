package dev.trestle.bench;

import java.time.Duration;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long and how often to measure.
 *
 * <p>A round measures each variant of each operation once, in some turns: the variants one after the other for a few
 * milliseconds, and again, so that a disturbance hits all of them. After {@code leastRounds} only the operations that are
 * not clearly within their limits are measured again, up to {@code mostRounds} or until the time is over.
 *
 * @param name its name in the JSON file
 * @param isFresh whether each operation has, in each round, a JVM of its own
 * @param warmTurns turns that do not count, the first time that a JVM has to do with an operation
 * @param warmTurn how long a variant runs in such a turn
 * @param turns turns that count
 * @param warmup how long a variant runs in each of them before it is measured
 * @param iterations how often it is then measured
 * @param iteration how long it is measured
 * @param counts which of the iterations counts
 * @param leastRounds rounds for every operation
 * @param mostRounds rounds for the operations that are close to the line
 * @param budget nothing is measured a second time after that time
 */
record Plan(
        String name,
        boolean isFresh,
        int warmTurns,
        TimeValue warmTurn,
        int turns,
        TimeValue warmup,
        int iterations,
        TimeValue iteration,
        Counts counts,
        int leastRounds,
        int mostRounds,
        Duration budget) {

    /** Which iteration counts. */
    enum Counts {
        /** What else runs on the machine only slows a thread that is alone. */
        BEST,
        /** Several threads also slow each other, and that is part of the matter. */
        MEDIAN
    }

    /** Fresh JVMs, so that what the compiler happens to do with one operation in one JVM does not decide. */
    static Plan full() {
        return new Plan(
                "full", true, 3, millis(100), 5, millis(10), 4, millis(12), Counts.BEST, 4, 9, Duration.ofMinutes(10));
    }

    /** Everything in one JVM: an impression in less than a minute. */
    static Plan quick() {
        return new Plan(
                "quick", false, 1, millis(50), 1, millis(10), 4, millis(8), Counts.BEST, 3, 9, Duration.ofSeconds(45));
    }

    /** Longer turns, for threads that wait for each other. */
    static Plan threads() {
        return new Plan(
                "threads",
                true,
                3,
                millis(150),
                5,
                millis(20),
                3,
                millis(25),
                Counts.MEDIAN,
                4,
                9,
                Duration.ofMinutes(6));
    }

    /** The same in one JVM. */
    static Plan quickThreads() {
        return new Plan(
                "quick of threads",
                false,
                1,
                millis(150),
                2,
                millis(10),
                2,
                millis(20),
                Counts.MEDIAN,
                3,
                9,
                Duration.ofSeconds(40));
    }

    /** Fewer and longer turns, for workloads that take milliseconds each. */
    static Plan peers() {
        return new Plan(
                "peers",
                true,
                2,
                millis(150),
                3,
                millis(30),
                3,
                millis(60),
                Counts.MEDIAN,
                2,
                2,
                Duration.ofMinutes(4));
    }

    /** The same in one JVM. */
    static Plan quickPeers() {
        return new Plan(
                "quick of peers",
                false,
                1,
                millis(60),
                1,
                millis(20),
                2,
                millis(30),
                Counts.MEDIAN,
                2,
                2,
                Duration.ofSeconds(45));
    }

    /** As {@link #full}, for operations that take longer than milliseconds. */
    static Plan ofLong() {
        return new Plan(
                "long",
                true,
                3,
                millis(900),
                3,
                millis(100),
                3,
                millis(200),
                Counts.BEST,
                3,
                6,
                Duration.ofMinutes(10));
    }

    /** An impression of operations that take longer than milliseconds, each in a JVM of its own. */
    static Plan quickOfLong() {
        return new Plan(
                "quick of long",
                true,
                2,
                millis(400),
                1,
                millis(50),
                3,
                millis(60),
                Counts.BEST,
                1,
                1,
                Duration.ofMinutes(2));
    }

    /** The plan of that name. */
    static Plan named(String name) {
        return Stream.of(full(), quick(), threads(), quickThreads(), peers(), quickPeers(), ofLong(), quickOfLong())
                .filter(plan -> plan.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TimeValue millis(long time) {
        return TimeValue.milliseconds(time);
    }
}

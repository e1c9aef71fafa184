package dev.trestle.bench;

import java.time.Duration;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long and how often to measure.
 *
 * <p>A round measures each variant of each operation once. After {@code leastRounds} only the operations that are not
 * clearly within their limits are measured again, in the variants that have limits, up to {@code mostRounds} or until the
 * time is over.
 *
 * @param name its name in the JSON file
 * @param forks 1 for a JVM of its own for each measurement; 0 to make all of them in this one
 * @param warmRounds rounds that do not count
 * @param warmups iterations before those that count, in each measurement
 * @param warmup how long such an iteration is
 * @param iterations iterations that count; the best is the measurement, since what else runs on the machine only slows it
 * @param iteration how long such an iteration is
 * @param leastRounds rounds for every operation
 * @param mostRounds rounds for the operations that are close to the line
 * @param budget nothing is measured a second time after that time
 */
record Plan(
        String name,
        int forks,
        int warmRounds,
        int warmups,
        TimeValue warmup,
        int iterations,
        TimeValue iteration,
        int leastRounds,
        int mostRounds,
        Duration budget) {

    /** A fresh JVM for each measurement, so that no variant profits or suffers from what ran before. */
    static Plan full() {
        return new Plan("full", 1, 0, 6, millis(100), 6, millis(60), 3, 9, Duration.ofMinutes(10));
    }

    /** Everything in one JVM, whose profiles all variants share: an impression in less than a minute. */
    static Plan quick() {
        return new Plan("quick", 0, 1, 1, millis(15), 5, millis(8), 3, 9, Duration.ofSeconds(40));
    }

    private static TimeValue millis(long time) {
        return TimeValue.milliseconds(time);
    }
}

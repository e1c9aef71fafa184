package dev.trestle.examples.census;

import dev.trestle.pipeline.StepStats;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast it went: all of it, and each step.
 *
 * @param answer how the survey ended
 */
record Speed(Answer answer) {
    private static final List<String> NAMES = List.of("step", "in", "out", "seconds", "us per item");

    /** What is printed. */
    List<String> lines() {
        long files = Progress.NONE.at(answer.steps()).read();
        double perSecond = files / (answer.elapsed().toNanos() / 1e9);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,.0f class files a second; in each step:", perSecond));
        lines.add("");
        lines.addAll(Table.of(NAMES, answer.steps().stream().map(Speed::row).toList())
                .lines());
        return lines;
    }

    private static List<Object> row(StepStats step) {
        long nanos = step.time().toNanos();
        return List.of(
                step.step(),
                step.in(),
                step.out(),
                BigDecimal.valueOf(nanos / 1_000_000, 3),
                BigDecimal.valueOf(step.in() == 0 ? 0 : nanos / 100 / step.in(), 1));
    }
}

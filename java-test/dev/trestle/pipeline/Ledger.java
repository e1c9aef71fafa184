package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.internal.Timer;
import dev.trestle.testing.OwnThreads;
import java.time.Duration;
import java.util.List;

/** Audits a run that has ended. */
final class Ledger {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private Ledger() {}

    /** Each step's books are balanced, and what one step gave out came into the next. */
    static void audit(PipelineRun<?> run) {
        List<StepStats> stats = run.stats();
        for (int i = 0; i < stats.size(); i++) {
            StepStats step = stats.get(i);
            assertThat(step.inFlight()).as("in flight in %s of %s", step, stats).isZero();
            assertThat(step.queued()).as("queued before %s", step).isZero();
            if (i > 0) {
                assertThat(step.in())
                        .as("what came into %s of %s", step, stats)
                        .isEqualTo(stats.get(i - 1).out());
            }
        }
    }

    /** Ends a run in whatever way it does, and audits it. */
    static void auditEnd(PipelineRun<?> run) throws Exception {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT)
                .until(() -> run.state().compareTo(PipelineRun.State.ENDING) > 0);
        audit(run);
    }

    static StepStats step(PipelineRun<?> run, String name) {
        return run.stats().stream()
                .filter(step -> step.step().endsWith(":" + name))
                .findFirst()
                .orElseThrow();
    }

    /** No thread of a pipeline and no timer is left. Threads that only wait end by themselves when they are idle. */
    static void nothingLeft() {
        await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .untilAsserted(
                        () -> assertThat(OwnThreads.named("trestle-pipeline")).isEmpty());
        await().atMost(LIMIT).pollDelay(Duration.ZERO).until(() -> Timer.pending() == 0);
    }
}

package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.internal.Timer;
import dev.trestle.testing.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Audits a run that has ended. */
final class Ledger {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private Ledger() {}

    /** Each step's books are balanced, and what one step gave out came into the next, over joins and branches too. */
    static void audit(PipelineRun<?> run) {
        List<StepStats> stats = run.stats();
        Map<String, List<StepStats>> chains = new LinkedHashMap<>();
        for (StepStats step : stats) {
            assertThat(step.inFlight()).as("in flight in %s of %s", step, stats).isZero();
            assertThat(step.queued()).as("queued before %s", step).isZero();
            String chain = step.step().substring(0, step.step().lastIndexOf('/') + 1);
            chains.computeIfAbsent(chain, key -> new ArrayList<>()).add(step);
        }
        chains.values().forEach(chain -> {
            for (int i = 1; i < chain.size(); i++) {
                StepStats step = chain.get(i);
                List<StepStats> joining = chains.get(step.step() + "/");
                long joined =
                        joining == null ? 0 : joining.get(joining.size() - 1).out();
                assertThat(step.in())
                        .as("what came into %s of %s", step, stats)
                        .isEqualTo(chain.get(i - 1).out() + joined);
            }
            StepStats last = chain.get(chain.size() - 1);
            long branched = 0;
            for (int i = 0; chains.containsKey(last.step() + "[" + i + "]/"); i++) {
                branched += chains.get(last.step() + "[" + i + "]/").get(0).in();
            }
            if (chains.containsKey(last.step() + "[0]/")) {
                assertThat(branched)
                        .as("what came into the branches of %s of %s", last, stats)
                        .isEqualTo(last.out());
            }
        });
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

package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import dev.trestle.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs pipelines made at random and ends them in every way. Then the books must be balanced and agree with what came out, was
 * handed over as failed, and was thrown; nothing is there twice, nothing is missing, the order is kept where that is promised,
 * and nothing is left behind. {@code -Dtrestle.stress=20} does twenty times as much; {@code -Dtrestle.seed=7} begins with
 * another seed.
 */
class GeneratedTest {
    private static final int CASES = 250 * Integer.getInteger("trestle.stress", 1);
    private static final long SEED = Long.getLong("trestle.seed", 0);

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private enum Ending {
        BY_ITSELF,
        CANCELLED,
        STOPPED,
        STOPPED_WITHOUT_PATIENCE,
        STOPPED_BY_AN_INTERRUPTED_CALLER,
        AWAITED_BY_AN_INTERRUPTED_CALLER,
        CLOSED,
        CLOSED_BY_AN_INTERRUPTED_CALLER,
        FUTURE_CANCELLED,
        PAUSED_AND_RESUMED
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void books_areExact(long seed) throws Exception {
        for (int i = 0; i < CASES; i++) {
            long own = (SEED + seed) * 1_000_000 + i;
            Random random = new Random(own);
            Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
            boolean endless = ending != Ending.BY_ITSELF && ending != Ending.PAUSED_AND_RESUMED && random.nextBoolean();
            Generated made = new Generated(random, endless);
            made.fed.keySet().forEach(left::in);
            PipelineRun<?> run = made.pipeline.start();
            List<Channel<Integer>> watched = made.taps.stream()
                    .map(tap -> run.<Integer>tap(tap, Buffer.sliding(3)))
                    .toList();
            String told = "seed " + own + ", " + ending + ", " + made;
            try {
                end(run, ending, random.nextInt(20_000));
                Ledger.auditEnd(run);
                made.awaitTakers();
                check(made, run);
                checkTaps(made, watched);
                left.check();
            } catch (Throwable e) {
                run.cancel();
                throw new AssertionError(told + run + " " + run.stats() + "\narrived " + made.arrived, e);
            }
        }
    }

    private static void end(PipelineRun<?> run, Ending ending, int spins) throws Exception {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
        switch (ending) {
            case BY_ITSELF -> {}
            case CANCELLED -> run.cancel();
            case STOPPED -> assertThat(run.stop(Ledger.LIMIT)).isTrue();
            case STOPPED_WITHOUT_PATIENCE -> run.stop(Duration.ZERO);
            case STOPPED_BY_AN_INTERRUPTED_CALLER -> {
                Thread.currentThread().interrupt();
                try {
                    run.stop(Ledger.LIMIT);
                } catch (InterruptedException e) {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
                Thread.interrupted();
            }
            case AWAITED_BY_AN_INTERRUPTED_CALLER -> {
                if (!run.completion().isDone()) {
                    Thread.currentThread().interrupt();
                    try {
                        run.await(Ledger.LIMIT);
                    } catch (InterruptedException | StepFailedException e) {
                        // either may be first
                    }
                    Thread.interrupted();
                }
                run.stop(Ledger.LIMIT);
            }
            case CLOSED -> run.close();
            case CLOSED_BY_AN_INTERRUPTED_CALLER -> {
                Thread.currentThread().interrupt();
                run.close();
                assertThat(Thread.interrupted()).isTrue();
            }
            case FUTURE_CANCELLED -> run.completion().cancel(true);
            case PAUSED_AND_RESUMED -> {
                run.pause();
                Thread.onSpinWait();
                run.resume();
            }
        }
    }

    private static long sum(PipelineRun<?> run, ToLongFunction<StepStats> of) {
        return run.stats().stream().mapToLong(of).sum();
    }

    private void check(Generated made, PipelineRun<?> run) {
        PipelineRun.State state = run.state();
        if (!made.failsFast) {
            assertThat(state).isNotEqualTo(PipelineRun.State.FAILED);
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Ledger.LIMIT)
                .until(run.completion()::isDone);
        long drawn = 0;
        long given = 0;
        for (StepStats step : run.stats()) {
            if (step.step().matches("(.*/)?1:(?!branch).*")) {
                drawn += step.in();
            }
            if (step.step().matches(".*:(consumer|channel|subscriber)")
                    && !step.step().matches("(.*/)?1:.*")) {
                given += step.out();
            }
        }
        List<Integer> all = new ArrayList<>();
        for (List<Integer> sink : made.arrived) {
            assertThat(new HashSet<>(sink)).as("nothing twice").hasSameSizeAs(sink);
            all.addAll(sink);
            if (made.ordered) {
                assertThat(sink).as("in order").isSorted();
            }
        }
        assertThat(given).as("what the sinks have").isEqualTo(all.size());
        if (made.once) {
            assertThat(new HashSet<>(all)).as("nothing in two branches").hasSameSizeAs(all);
            assertThat(new HashSet<>(made.letters)).as("no letter twice").hasSameSizeAs(made.letters);
            assertThat(made.letters).as("no letter that has arrived").noneMatch(new HashSet<Object>(all)::contains);
        }
        assertThat(drawn + sum(run, StepStats::expanded))
                .as("everything is accounted for")
                .isEqualTo(all.size()
                        + sum(run, s -> s.filtered() + s.failed() + s.dropped() + s.undelivered() + s.merged()));
        assertThat(sum(run, StepStats::failed)).isGreaterThanOrEqualTo(made.letters.size());
        if (made.counted) {
            boolean early = state == PipelineRun.State.CANCELLED || state == PipelineRun.State.FAILED;
            long told = sum(run, s -> s.failed() + s.replaced() + s.retried());
            assertThat(told).as("failures, of which all are injected").isLessThanOrEqualTo(made.thrown.get());
            assertThat(told + sum(run, StepStats::undelivered)) // an item whose retries are cut short is one of these
                    .as("injected failures, of which all are told")
                    .isGreaterThanOrEqualTo(made.callsElsewhere && early ? 0 : made.thrown.get());
        }
        if (made.whole && state == PipelineRun.State.COMPLETED) {
            assertThat(sum(run, StepStats::undelivered)).isZero();
            assertThat(drawn).as("drawn").isEqualTo(made.items);
        }
        made.fed.forEach((channel, put) -> {
            assertThat(channel.isClosed()).isFalse();
            List<Integer> rest = new ArrayList<>();
            while (channel.poll() instanceof Taken.Value<Integer> value) {
                rest.add(value.value());
            }
            assertThat(put).as("nothing is lost in the source").endsWith(rest.toArray(Integer[]::new));
            assertThat(all)
                    .as("nothing that is still in the source")
                    .doesNotContainAnyElementsOf(rest.isEmpty() ? List.of(-1) : rest);
        });
    }

    private static void checkTaps(Generated made, List<Channel<Integer>> watched) {
        for (Channel<Integer> tap : watched) {
            assertThat(tap.isClosed()).isTrue();
            List<Integer> seen = new ArrayList<>();
            while (tap.poll() instanceof Taken.Value<Integer> value) {
                seen.add(value.value());
            }
            if (made.once) {
                assertThat(seen).doesNotHaveDuplicates();
            }
            if (made.ordered) {
                assertThat(seen).isSorted();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void callsThatHang_areGivenUp_andTheBooksHold(long seed) throws Exception {
        Random random = new Random(SEED + seed);
        for (int i = 0; i < CASES / 25; i++) {
            HangingCalls.Outcome outcome = HangingCalls.run(random);

            Ledger.audit(outcome.run());
            assertThat(outcome.arrived()).doesNotHaveDuplicates();
            assertThat(outcome.letters()).noneMatch(outcome.arrived()::contains);
            assertThat(outcome.arrived().size() + outcome.letters().size()).isEqualTo(HangingCalls.ITEMS);
            assertThat(sum(outcome.run(), StepStats::failed))
                    .isEqualTo(outcome.letters().size());
            left.check();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void failedRun_saysWhichStep(long seed) throws Exception {
        Random random = new Random(SEED + seed);
        int failed = 0;
        for (int i = 0; i < CASES; i++) {
            Generated made = new Generated(random, false);
            PipelineRun<?> run = made.pipeline.start();
            Ledger.auditEnd(run);
            if (run.state() == PipelineRun.State.FAILED) {
                failed++;
                assertThatExceptionOfType(StepFailedException.class)
                        .isThrownBy(() -> run.await(Ledger.LIMIT))
                        .withMessageContaining("injected")
                        .satisfies(e -> assertThat(run.stats())
                                .filteredOn(step -> step.step().equals(e.step()))
                                .singleElement()
                                .satisfies(step -> assertThat(step.failed())
                                        .isGreaterThanOrEqualTo(
                                                step.step().endsWith(":transform") ? 0 : 1))); // not an item of it
            }
        }
        assertThat(failed).isPositive();
    }
}

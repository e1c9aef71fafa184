package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that pace items, on a clock of the test's own, and for a moment on the real one. */
class ClockTest {
    private static final int TICKS = 10_000;

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static <R> R ran(RunnablePipeline<R> pipeline, Clock clock) throws Exception {
        PipelineRun<R> run = pipeline.start(clock);
        R result = run.await(Ledger.LIMIT);
        Ledger.audit(run);
        return result;
    }

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1_000_000, 1",
        "3, 1_000_000, 1",
        "7, 1_000_003, 5",
        "1000, 1_000_000, 1",
        "1000, 999, 1",
        "10, 1_000_000, 10",
        "100_000, 1_000_000_000, 1",
    })
    void throttle_passesEachItemAtItsTime_thoughEverySleepIsTooLong(String n, String per, int burst) throws Exception {
        int count = Integer.parseInt(n.replace("_", ""));
        long nanos = Long.parseLong(per.replace("_", ""));
        Random random = new Random(1);
        FakeClock clock = new FakeClock(() -> random.nextInt(60_000));
        long start = clock.now();
        List<Long> times = new ArrayList<>();

        ran(
                numbers(TICKS).throttle(count, Duration.ofNanos(nanos), burst).to(x -> times.add(clock.now() - start)),
                clock);

        assertThat(times).hasSize(TICKS).isSorted();
        for (int i = 0; i < TICKS; i++) {
            long due = Math.max(0, nanos * i / count - nanos * (burst - 1) / count);
            assertThat(times.get(i)).as("item %s", i).isBetween(due, due + 60_000);
        }
    }

    @Test
    void throttle_doesNotMakeUpForAPause_butForABurst() throws Exception {
        FakeClock clock = new FakeClock();
        long start = clock.now();
        List<Long> times = new ArrayList<>();

        ran(
                numbers(8)
                        .peek(x -> clock.advance(x == 4 ? 1_000_000 : 0))
                        .throttle(1, Duration.ofNanos(100), 2)
                        .to(x -> times.add(clock.now() - start)),
                clock);

        assertThat(times).containsExactly(0L, 0L, 100L, 200L, 1_000_200L, 1_000_200L, 1_000_300L, 1_000_400L);
    }

    @Test
    void timedBatch_goesAtItsTime_neitherEarlierNorLater() throws Exception {
        FakeClock clock = new FakeClock();
        long longest = 1_000_003;
        long start = clock.now();
        Channel<Integer> in = left.in(Channel.rendezvous());
        Channel<List<Integer>> out = left.in(Channel.buffered(1));
        List<Long> times = new ArrayList<>();
        PipelineRun<?> run = Pipeline.from(in)
                .batch(2, Duration.ofNanos(longest))
                .peek(x -> times.add(clock.now() - start))
                .to(out)
                .start(clock);

        for (int i = 0; i < TICKS; i++) {
            long due = clock.now() + longest;
            assertThat(in.put(i)).isTrue();
            clock.awaitTakerUntil(due);
            clock.advance(longest - 1);
            clock.awaitTakerUntil(due);
            assertThat(out.poll().isValue()).isFalse();
            clock.advance(1);
            assertThat(out.take()).containsExactly(i);
        }
        in.close();
        run.await(Ledger.LIMIT);

        Ledger.audit(run);
        assertThat(times).hasSize(TICKS);
        for (int i = 0; i < TICKS; i++) {
            assertThat(times.get(i)).isEqualTo((i + 1) * longest);
        }
    }

    @Test
    void timedBatch_countsFromItsFirstItem_andGoesWhenFull() throws Exception {
        FakeClock clock = new FakeClock();
        Channel<Integer> in = left.in(Channel.rendezvous());
        Channel<List<Integer>> out = left.in(Channel.buffered(1));
        PipelineRun<?> run =
                Pipeline.from(in).batch(3, Duration.ofNanos(100)).to(out).start(clock);
        long due = clock.now() + 100;

        in.put(1);
        clock.awaitTakerUntil(due);
        clock.advance(99);
        in.put(2);
        await().atMost(Ledger.LIMIT).until(() -> Ledger.step(run, "batch").in() == 2);
        clock.awaitTakerUntil(due);
        clock.advance(1);
        assertThat(out.take()).containsExactly(1, 2);
        in.put(3);
        in.put(4);
        in.put(5);
        assertThat(out.take()).containsExactly(3, 4, 5);
        in.put(6);
        in.close();
        assertThat(out.take()).containsExactly(6);
        assertThat(out.take()).isNull();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void retry_waitsItsBackoff() throws Exception {
        FakeClock clock = new FakeClock();
        long start = clock.now();
        List<Long> times = new ArrayList<>();

        ran(
                numbers(1)
                        .map(x -> {
                            times.add(clock.now() - start);
                            if (times.size() < 5) {
                                throw new IllegalStateException();
                            }
                            return x;
                        })
                        .retry(4, Backoff.exponential(Duration.ofNanos(10), Duration.ofNanos(50)))
                        .toList(),
                clock);

        assertThat(times).containsExactly(0L, 10L, 30L, 70L, 120L);
    }

    @Test
    void realClock_keepsTheRate() throws Exception {
        long start = System.nanoTime();
        List<Long> times = new ArrayList<>();

        ran(
                numbers(20_001)
                        .throttle(100_000, Duration.ofSeconds(1), 1)
                        .to(x -> times.add(System.nanoTime() - start)),
                Clock.SYSTEM);

        long first = times.get(0);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i) - first).isGreaterThanOrEqualTo(10_000L * i - 1_000_000);
        }
        assertThat(times.get(20_000) - first).isLessThan(Duration.ofSeconds(2).toNanos());
    }
}

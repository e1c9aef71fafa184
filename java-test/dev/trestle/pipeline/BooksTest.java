package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.async.Channel;
import dev.trestle.async.ReadPort;
import dev.trestle.async.WritePort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs generated pipelines whose steps fail at random, and ends them in every way; then each step's books must be balanced,
 * and what came out must be there once, in order where that is promised. {@code -Dtrestle.stress=20} does twenty times as much.
 */
class BooksTest {
    private static final int CASES = 300 * Integer.getInteger("trestle.stress", 1);

    @AfterEach
    void nothingIsLeft() {
        Ledger.nothingLeft();
    }

    private enum Ending {
        BY_ITSELF,
        CANCELLED,
        STOPPED,
        CLOSED,
        FUTURE_CANCELLED
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void books_areExact_howeverARunEnds(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            new Case(random, "case " + i + " of seed " + seed).run();
        }
    }

    private static void copy(ReadPort<Integer> in, WritePort<Integer> out) throws InterruptedException {
        for (Integer item : in) {
            out.put(item);
        }
    }

    /** One pipeline, and one run of it. */
    private static final class Case {
        private final Random random;
        private final String name;
        private final int count;
        private final int failing;
        private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger letters = new AtomicInteger();
        private boolean ordered = true;
        private boolean whole = true;
        private boolean failsFast;

        Case(Random random, String name) {
            this.random = random;
            this.name = name;
            count = random.nextInt(300);
            failing = random.nextInt(3) == 0 ? 0 : 2 + random.nextInt(40);
        }

        void run() throws Exception {
            Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
            RunnablePipeline<?> pipeline = pipeline(ending);
            PipelineRun<?> run = pipeline.start();
            int spins = random.nextInt(20_000);
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            switch (ending) {
                case BY_ITSELF -> {}
                case CANCELLED -> run.cancel();
                case STOPPED -> assertThat(run.stop(Ledger.LIMIT)).as(name).isTrue();
                case CLOSED -> run.close();
                case FUTURE_CANCELLED -> run.completion().cancel(true);
            }
            check(pipeline, run, ending);
        }

        private void check(RunnablePipeline<?> pipeline, PipelineRun<?> run, Ending ending) throws Exception {
            String told = name + " " + ending + "\n" + pipeline.describe() + "\n" + run.stats();
            try {
                Ledger.auditEnd(run);
                assertThat(run.state() == PipelineRun.State.FAILED && !failsFast)
                        .as("failed, but no step fails fast")
                        .isFalse();
                assertThat(new HashSet<>(arrived)).hasSameSizeAs(arrived);
                List<StepStats> stats = run.stats();
                assertThat(stats.get(stats.size() - 1).out()).isEqualTo(arrived.size());
                assertThat(stats.stream().mapToLong(StepStats::failed).sum()).isGreaterThanOrEqualTo(letters.get());
                if (ordered) {
                    assertThat(arrived).isSorted();
                }
                long lost = stats.stream()
                        .mapToLong(s -> s.failed() + s.filtered() + s.undelivered())
                        .sum();
                assertThat(stats.get(0).in()).isEqualTo(lost + arrived.size());
                if (whole && run.state() == PipelineRun.State.COMPLETED) {
                    assertThat(stats.stream().mapToLong(StepStats::undelivered).sum())
                            .isZero();
                    assertThat(stats.get(0).in()).isEqualTo(count);
                }
            } catch (AssertionError e) {
                throw new AssertionError(told + "\nnow " + run.stats(), e);
            }
        }

        private RunnablePipeline<?> pipeline(Ending ending) {
            boolean waits = ending != Ending.BY_ITSELF && random.nextBoolean();
            Pipeline<Integer> pipeline = waits ? Pipeline.from(endless()) : Pipeline.from(items());
            int steps = random.nextInt(6);
            for (int i = 0; i < steps; i++) {
                pipeline = step(pipeline);
            }
            if (random.nextInt(5) == 0) {
                whole = false;
                pipeline = pipeline.take(random.nextInt(200));
            }
            return sink(pipeline);
        }

        private List<Integer> items() {
            return IntStream.range(0, count).boxed().toList();
        }

        /** After its last item it waits for ever. */
        private static StepSupplier<Integer> endless() {
            AtomicInteger next = new AtomicInteger();
            Channel<Integer> never = Channel.rendezvous();
            return () -> next.get() < 100 ? next.getAndIncrement() : never.take();
        }

        private Pipeline<Integer> step(Pipeline<Integer> before) {
            return switch (random.nextInt(8)) {
                case 0 -> before.async();
                case 1 -> before.tap("tap");
                case 2 -> before.transform(BooksTest::copy);
                default -> guarded(asking(before));
            };
        }

        /** Steps that call a function. */
        private Pipeline<Integer> asking(Pipeline<Integer> before) {
            int n = 1 + random.nextInt(5);
            return switch (random.nextInt(10)) {
                case 0 -> before.map(this::maybe);
                case 1 -> before.filter(x -> maybe(x) % 3 != 0);
                case 2 -> before.flatMap(x -> List.of(maybe(x)));
                case 3 -> before.peek(this::maybe);
                case 4 -> before.mapParallel(n, this::maybe);
                case 5 -> unordered(before.mapParallelUnordered(n, this::maybe));
                case 6 -> before.mapBlocking(n, this::maybe);
                case 7 -> before.mapAsync(n, x -> CompletableFuture.supplyAsync(() -> unchecked(x)));
                case 8 ->
                    unordered(before.mapAsyncUnordered(n, x -> CompletableFuture.supplyAsync(() -> unchecked(x))));
                default -> unordered(before.mapPartitioned(n, x -> maybe(x) % 7, this::maybe));
            };
        }

        private Pipeline<Integer> unordered(Pipeline<Integer> pipeline) {
            ordered = false;
            return pipeline;
        }

        private RunnablePipeline<?> sink(Pipeline<Integer> pipeline) {
            return switch (random.nextInt(3)) {
                case 0 -> pipeline.to(arrived::add);
                case 1 -> pipeline.to(new Requesting(arrived));
                default ->
                    guarded(pipeline.to(x -> {
                        int arriving = maybe(x);
                        arrived.add(arriving);
                    }));
            };
        }

        private RunnablePipeline<?> guarded(RunnablePipeline<?> sink) {
            RunnablePipeline<?> retried = random.nextBoolean() ? sink.retry(1, Backoff.none()) : sink;
            switch (random.nextInt(3)) {
                case 0:
                    failsFast |= failing > 0;
                    return retried;
                case 1:
                    return retried.onError(ErrorPolicy.skip());
                default:
                    return retried.onError(ErrorPolicy.deadLetter(failed -> letters.incrementAndGet()));
            }
        }

        private Pipeline<Integer> guarded(Pipeline<Integer> step) {
            Pipeline<Integer> retried =
                    random.nextInt(3) == 0 ? step.retry(1 + random.nextInt(2), Backoff.none()) : step;
            switch (random.nextInt(4)) {
                case 0:
                    failsFast |= failing > 0;
                    return retried;
                case 1:
                    return retried.onError(ErrorPolicy.skip());
                case 2:
                    return retried.onError(ErrorPolicy.replaceWith(failed -> (Integer) failed.item()));
                default:
                    return retried.onError(ErrorPolicy.deadLetter(failed -> letters.incrementAndGet()));
            }
        }

        private int maybe(int x) throws IOException {
            if (failing > 0 && ThreadLocalRandom.current().nextInt(failing) == 0) {
                throw new IOException("injected");
            }
            return x;
        }

        private int unchecked(int x) {
            try {
                return maybe(x);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void cancelledRun_completesAsCancelled() throws Exception {
        PipelineRun<?> run =
                Pipeline.from(Channel.rendezvous()).async().toList().start();

        run.cancel();

        assertThat(run.completion())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(CancellationException.class);
        Ledger.auditEnd(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
    }
}

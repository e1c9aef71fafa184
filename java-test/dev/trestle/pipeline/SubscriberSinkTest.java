package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A subscriber at the end. */
class SubscriberSinkTest {
    @RegisterExtension
    final Runs runs = new Runs();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    /** Requests some at first, and later as it is told. */
    private static class Collecting implements Flow.Subscriber<Integer> {
        final List<Integer> items = new CopyOnWriteArrayList<>();
        private final long first;
        volatile Flow.Subscription subscription;
        volatile boolean completed;
        volatile Throwable failure;

        Collecting(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(Integer item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable reason) {
            failure = reason;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    @Test
    void items_comeAsRequested_thenTheEnd() throws Exception {
        Collecting collecting = new Collecting(2);
        PipelineRun<Void> run = runs.start(numbers(5).async().to(collecting));
        await().until(() -> collecting.items.size() == 2);
        await().until(() -> Ledger.step(run, "async").out() >= 3);
        assertThat(collecting.items).containsExactly(0, 1);

        collecting.subscription.request(1);
        await().until(() -> collecting.items.size() == 3);
        collecting.subscription.request(Long.MAX_VALUE);

        run.await(Ledger.LIMIT);
        assertThat(collecting.items).containsExactly(0, 1, 2, 3, 4);
        assertThat(collecting.completed).isTrue();
        assertThat(Ledger.step(run, "subscriber").out()).isEqualTo(5);
    }

    @Test
    void failedRun_isTold_withTheStep() {
        Collecting collecting = new Collecting(10);
        PipelineRun<Void> run = runs.start(numbers(5)
                .map(x -> {
                    if (x == 2) {
                        throw new IllegalStateException("on purpose");
                    }
                    return x;
                })
                .async()
                .to(collecting));

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> run.await(Ledger.LIMIT));
        assertThat(collecting.failure)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("2:map failed on 2");
        assertThat(collecting.completed).isFalse();
    }

    @Test
    void cancelledRun_isTold_andAStoppedOneCompletes() throws Exception {
        Collecting cancelled = new Collecting(1);
        PipelineRun<Void> run = runs.start(numbers(5).to(cancelled));
        await().until(() -> cancelled.items.size() == 1);
        run.cancel();
        Ledger.auditEnd(run);

        Channel<Integer> source = Channel.rendezvous();
        Collecting stopped = new Collecting(10);
        PipelineRun<Void> other = runs.start(Pipeline.from(source).to(stopped));
        source.put(7);
        assertThat(other.stop(Ledger.LIMIT)).isTrue();

        assertThat(cancelled.failure).isInstanceOf(CancellationException.class);
        assertThat(stopped.items).containsExactly(7);
        assertThat(stopped.completed).isTrue();
    }

    @Test
    void cancellingTheSubscription_endsTheRun_evenIfNothingComes() throws Exception {
        Channel<Integer> never = Channel.rendezvous();
        Collecting collecting = new Collecting(1);
        PipelineRun<Void> run =
                runs.start(Pipeline.from(never).async().map(x -> x).to(collecting));
        await().until(() -> collecting.subscription != null);

        collecting.subscription.cancel();

        run.await(Ledger.LIMIT);
        assertThat(run.state()).isEqualTo(PipelineRun.State.COMPLETED);
        assertThat(collecting.completed).isFalse();
        assertThat(never.isClosed()).isFalse();
    }

    @Test
    void cancelWithinASignal_endsAnEndlessSource() throws Exception {
        Collecting three = new Collecting(Long.MAX_VALUE) {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                if (item == 2) {
                    subscription.cancel();
                }
            }
        };
        StepSupplier<Integer> endless = new StepSupplier<>() {
            private int next;

            @Override
            public Integer get() {
                return next++;
            }
        };

        runs.start(Pipeline.from(endless).to(three)).await(Ledger.LIMIT);

        assertThat(three.items).containsExactly(0, 1, 2);
    }

    @Test
    void misuse_failsTheRun() {
        Collecting none = new Collecting(0);
        PipelineRun<Void> run = runs.start(numbers(5).to(none));
        await().until(() -> none.subscription != null);
        none.subscription.request(0);
        Collecting throwing = new Collecting(1) {
            @Override
            public void onNext(Integer item) {
                throw new IllegalStateException("on purpose");
            }
        };
        PipelineRun<Void> thrown = runs.start(numbers(5).to(throwing));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageContaining("rule 3.9");
        assertThat(none.failure).isInstanceOf(IllegalArgumentException.class);
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> thrown.await(Ledger.LIMIT))
                .withMessageStartingWith("2:subscriber failed on 0");
        assertThat(throwing.failure).isNull();
    }
}

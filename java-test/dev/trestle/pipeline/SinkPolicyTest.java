package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.trestle.async.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink does when its function fails. */
class SinkPolicyTest {
    private final List<PipelineRun<?>> runs = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        runs.forEach(PipelineRun::close);
        for (PipelineRun<?> run : runs) {
            assertThat(run.stats())
                    .allSatisfy(step -> assertThat(step.inFlight()).isZero());
        }
        Ledger.nothingLeft();
    }

    private <R> PipelineRun<R> ended(RunnablePipeline<R> pipeline) throws Exception {
        PipelineRun<R> run = pipeline.start();
        runs.add(run);
        run.await(Ledger.LIMIT);
        return run;
    }

    private static Pipeline<Integer> numbers() {
        return Pipeline.from(List.of(1, 2, 3));
    }

    private static void refuseTwo(int x) {
        if (x == 2) {
            throw new IllegalStateException("two");
        }
    }

    @Test
    void consumer_canSkipOrHandOn() throws Exception {
        List<Integer> taken = new ArrayList<>();
        List<FailedItem<Object>> letters = new ArrayList<>();
        StepConsumer<Integer> odd = x -> {
            refuseTwo(x);
            taken.add(x);
        };

        PipelineRun<?> skipped = ended(numbers().to(odd).onError(ErrorPolicy.skip()));
        ended(numbers().to(odd).named("store").retry(2, Backoff.none()).onError(ErrorPolicy.deadLetter(letters::add)));

        assertThat(taken).containsExactly(1, 3, 1, 3);
        assertThat(Ledger.step(skipped, "consumer").failed()).isEqualTo(1);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.step()).isEqualTo("2:store");
            assertThat(letter.item()).isEqualTo(2);
            assertThat(letter.attempts()).isEqualTo(3);
        });
    }

    @Test
    void consumer_isCalledAgain_andGivenUpInTime() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        List<FailedItem<Object>> late = new ArrayList<>();

        PipelineRun<?> retried = ended(Pipeline.from(List.of(1))
                .to(x -> refuseTwo(calls.incrementAndGet() + 1))
                .retry(1, Backoff.none()));
        ended(numbers()
                .to(x -> {
                    if (x == 2) {
                        never.await();
                    }
                })
                .timeout(Duration.ofMillis(100))
                .onError(ErrorPolicy.deadLetter(late::add)));

        assertThat(Ledger.step(retried, "consumer").retried()).isEqualTo(1);
        assertThat(Ledger.step(retried, "consumer").out()).isEqualTo(1);
        assertThat(late)
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).isInstanceOf(TimeoutException.class));
    }

    @Test
    void reduction_isLeftAsItWas() throws Exception {
        PipelineRun<Integer> run = ended(numbers()
                .reduce(0, (sum, x) -> {
                    refuseTwo(x);
                    return sum + x;
                })
                .onError(ErrorPolicy.skip()));

        assertThat(run.completion().join()).isEqualTo(4);
    }

    @Test
    void choiceOfABranch_canFail() throws Exception {
        PipelineRun<List<Object>> run = ended(numbers()
                .split(
                        x -> {
                            refuseTwo(x);
                            return x == 1;
                        },
                        Pipeline::toList,
                        Pipeline::toList)
                .timeout(Duration.ofSeconds(10))
                .onError(ErrorPolicy.skip()));

        assertThat(run.completion().join()).containsExactly(List.of(1), List.of(3));
        assertThat(Ledger.step(run, "split").failed()).isEqualTo(1);
    }

    @Test
    void failFast_isTheDefault_withTheName() {
        PipelineRun<?> run =
                numbers().to(SinkPolicyTest::refuseTwo).named("store").start();
        runs.add(run);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageStartingWith("2:store failed on 2");
    }

    @Test
    void policyThatReplaces_isRefused() {
        ErrorPolicy<Void> replacing = ErrorPolicy.replaceWith(failed -> null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers().to(x -> {}).onError(replacing))
                .withMessage("policy of 2:consumer must not replace, as nothing goes on, was replace");
    }

    @Test
    void sinkWithoutAFunctionThatCanBeLeftOut_refuses() {
        Flow.Subscriber<Integer> subscriber = Channel.<Integer>rendezvous().toSubscriber();
        List<RunnablePipeline<?>> sinks = List.of(
                numbers().toList(),
                numbers().to(Channel.rendezvous()),
                numbers().to(Collectors.toList()),
                numbers().to(subscriber),
                numbers().collectPartitioned(2, Collectors.toList()),
                numbers().broadcast(Pipeline::toList),
                numbers().balance(Pipeline::toList));
        for (RunnablePipeline<?> sink : sinks) {
            String name = Step.label(sink.steps().size(), sink.sink().name());
            assertThatIllegalStateException()
                    .isThrownBy(() -> sink.onError(ErrorPolicy.skip()))
                    .withMessage("onError must follow a step that calls a function for each item, follows " + name);
            assertThatIllegalStateException().isThrownBy(() -> sink.retry(1, Backoff.none()));
            assertThatIllegalStateException().isThrownBy(() -> sink.timeout(Duration.ofMillis(1)));
        }
    }
}

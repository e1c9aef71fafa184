package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PendingTest {
    private final Channel<Integer> rendezvous = Channel.rendezvous();
    private final Channel<Integer> buffered = Channel.buffered(1);

    @Test
    void whatIsReady_isCompleteAtOnce() {
        assertThat(buffered.putAsync(1)).isCompletedWithValue(true);
        assertThat(buffered.takeAsync()).isCompletedWithValue(1);

        buffered.close();
        assertThat(buffered.putAsync(2)).isCompletedWithValue(false);
        assertThat(buffered.takeAsync()).isCompletedWithValue(null);
    }

    @Test
    void takeAsync_completesWhenAValueComes() throws Exception {
        CompletableFuture<Integer> taken = rendezvous.takeAsync();
        assertThat(taken).isNotDone();

        assertThat(rendezvous.put(1)).isTrue();

        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void putAsync_completesWhenItIsTaken() throws Exception {
        CompletableFuture<Boolean> put = rendezvous.putAsync(1);
        assertThat(put).isNotDone();

        assertThat(rendezvous.take()).isEqualTo(1);

        assertThat(put.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_completesTakesWithNull() throws Exception {
        CompletableFuture<Integer> taken = rendezvous.takeAsync();

        rendezvous.close();

        assertThat(taken.get(30, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void fact2_dependentsRunOnTheDispatchPool_neverUnderTheLock() throws Exception {
        CompletableFuture<String> after = rendezvous.takeAsync().thenApply(value -> {
            // a channel whose lock is held by another thread would keep us waiting for ever
            rendezvous.poll();
            return Thread.currentThread().getName();
        });

        rendezvous.close();

        assertThat(after.get(30, TimeUnit.SECONDS)).startsWith("async-");
    }

    @Test
    void fact2_aDependentThatBlocks_doesNotHoldUpTheOtherSide() throws Exception {
        CompletableFuture<Integer> never = new CompletableFuture<>();
        CompletableFuture<Integer> stuck = rendezvous.takeAsync().thenApply(value -> never.join());

        Running putter = Running.start(() -> rendezvous.put(1));

        putter.join();
        assertThat(stuck).isNotDone();
        never.complete(2);
        assertThat(stuck.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void cancel_withdrawsTheTake() {
        CompletableFuture<Integer> taken = rendezvous.takeAsync();

        assertThat(taken.cancel(true)).isTrue();

        assertThat(taken).isCancelled();
        assertThatThrownBy(taken::join).isInstanceOf(CancellationException.class);
        assertThat(Waiting.count(rendezvous, "take-count")).isZero();
        assertThat(rendezvous.offer(1)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(taken.cancel(true)).isTrue();
    }

    @Test
    void cancel_withdrawsThePut() {
        CompletableFuture<Boolean> put = rendezvous.putAsync(1);

        assertThat(put.cancel(false)).isTrue();

        assertThat(Waiting.count(rendezvous, "put-count")).isZero();
        assertThat(rendezvous.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void cancel_afterTheTransfer_isTooLate() throws Exception {
        CompletableFuture<Integer> taken = rendezvous.takeAsync();
        rendezvous.put(1);

        assertThat(taken.cancel(true)).isFalse();
        assertThat(taken.complete(2)).isFalse();
        assertThat(taken.completeExceptionally(new IllegalStateException())).isFalse();

        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void everyOtherWayToComplete_withdraws() throws Exception {
        CompletableFuture<Integer> value = rendezvous.takeAsync();
        assertThat(value.complete(7)).isTrue();
        assertThat(value).isCompletedWithValue(7);

        CompletableFuture<Integer> failed = rendezvous.takeAsync();
        assertThat(failed.completeExceptionally(new IllegalStateException("no")))
                .isTrue();

        CompletableFuture<Integer> timed = rendezvous.takeAsync().orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> timed.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);

        CompletableFuture<Integer> fallback = rendezvous.takeAsync().completeOnTimeout(9, 1, TimeUnit.MILLISECONDS);
        assertThat(fallback.get(30, TimeUnit.SECONDS)).isEqualTo(9);

        CompletableFuture<Integer> async = rendezvous.takeAsync().completeAsync(() -> 8);
        assertThat(async.get(30, TimeUnit.SECONDS)).isEqualTo(8);

        CompletableFuture<Integer> asyncFailed = rendezvous.takeAsync().completeAsync(() -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> asyncFailed.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);

        CompletableFuture<Integer> obtruded = rendezvous.takeAsync();
        obtruded.obtrudeValue(3);
        CompletableFuture<Integer> obtrudedFailure = rendezvous.takeAsync();
        obtrudedFailure.obtrudeException(new IllegalStateException("no"));

        assertThat(Waiting.count(rendezvous, "take-count")).isZero();
    }

    @Test
    void waitingForTheFuture_doesNotWithdraw() throws Exception {
        CompletableFuture<Integer> taken = rendezvous.takeAsync();

        assertThatThrownBy(() -> taken.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        rendezvous.put(1);
        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void puts_keepTheirOrder() throws Exception {
        List<CompletableFuture<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            puts.add(rendezvous.putAsync(i));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(rendezvous.take()).isEqualTo(i);
        }

        for (CompletableFuture<Boolean> put : puts) {
            assertThat(put.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void fact9_nullIsRefusedUpFront() {
        assertThatNullPointerException()
                .isThrownBy(() -> rendezvous.putAsync(Untyped.nothing()))
                .withMessage("value must not be null");
    }
}

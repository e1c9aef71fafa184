package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LockingTransaction;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TimedTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Channel<Integer> rendezvous = Channel.rendezvous();
    private final Channel<Integer> buffered = Channel.buffered(1);

    @Test
    void fact10_poll_tellsEmptyFromClosed() {
        assertThat(buffered.poll()).isEqualTo(new Taken.WouldBlock<>());

        buffered.offer(1);
        assertThat(buffered.poll()).isEqualTo(new Taken.Value<>(1));

        buffered.close();
        assertThat(buffered.poll()).isEqualTo(new Taken.Closed<>(null));
    }

    @Test
    void fact10_offer_tellsFullFromClosed() {
        assertThat(buffered.offer(1)).isEqualTo(Put.ACCEPTED);
        assertThat(buffered.offer(2)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(rendezvous.offer(1)).isEqualTo(Put.WOULD_BLOCK);

        buffered.close();
        assertThat(buffered.offer(3)).isEqualTo(Put.CLOSED);
        assertThat(buffered.poll().toOptional()).contains(1);
        assertThat(buffered.poll().isClosed()).isTrue();
    }

    @Test
    void offer_meetsAWaitingTaker() throws Exception {
        Running taker = Running.start(() -> assertThat(rendezvous.take()).isEqualTo(5));
        Waiting.takes(rendezvous, 1);

        assertThat(rendezvous.offer(5).isAccepted()).isTrue();
        taker.join();
    }

    @Test
    void poll_meetsAWaitingPutter() throws Exception {
        Running putter = Running.start(() -> assertThat(rendezvous.put(5, LONG)).isEqualTo(Put.ACCEPTED));
        Waiting.puts(rendezvous, 1);

        assertThat(rendezvous.poll().toOptional()).contains(5);
        putter.join();
    }

    @Test
    void take_timesOut_andTheNextValueIsNotLost() throws Exception {
        long start = System.nanoTime();
        assertThat(rendezvous.take(SHORT)).isEqualTo(new Taken.TimedOut<>());
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(Waiting.count(rendezvous, "take-count")).isZero();

        Running putter = Running.start(() -> rendezvous.put(1));
        assertThat(rendezvous.take(LONG)).isEqualTo(new Taken.Value<>(1));
        putter.join();
    }

    @Test
    void put_timesOut_andIsNotDelivered() throws Exception {
        long start = System.nanoTime();
        assertThat(rendezvous.put(1, SHORT)).isEqualTo(Put.TIMED_OUT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(Waiting.count(rendezvous, "put-count")).isZero();

        assertThat(rendezvous.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void zero_triesOnce() throws Exception {
        assertThat(buffered.take(Duration.ZERO)).isEqualTo(new Taken.TimedOut<>());
        assertThat(buffered.put(1, Duration.ZERO)).isEqualTo(Put.ACCEPTED);
        assertThat(buffered.put(2, Duration.ZERO)).isEqualTo(Put.TIMED_OUT);
        assertThat(buffered.take(Duration.ZERO)).isEqualTo(new Taken.Value<>(1));
    }

    @Test
    void hugeTimes_waitForTheOtherSide() throws Exception {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        Running putter = Running.start(() -> assertThat(rendezvous.put(1, ages)).isEqualTo(Put.ACCEPTED));
        Waiting.puts(rendezvous, 1);

        assertThat(rendezvous.take(ages)).isEqualTo(new Taken.Value<>(1));
        putter.join();
    }

    @Test
    void close_endsTimedTakes() throws Exception {
        Running taker = Running.start(() -> assertThat(rendezvous.take(LONG)).isEqualTo(new Taken.Closed<>(null)));
        Waiting.takes(rendezvous, 1);

        rendezvous.close();

        taker.join();
        assertThat(rendezvous.put(1, LONG)).isEqualTo(Put.CLOSED);
    }

    @Test
    void interrupt_endsTimedWaits() throws Exception {
        Running taker = Running.start(
                () -> assertThatThrownBy(() -> rendezvous.take(LONG)).isInstanceOf(InterruptedException.class));
        Waiting.takes(rendezvous, 1);
        taker.interrupt();
        taker.join();

        Running putter = Running.start(
                () -> assertThatThrownBy(() -> rendezvous.put(1, LONG)).isInstanceOf(InterruptedException.class));
        Waiting.puts(rendezvous, 1);
        putter.interrupt();
        putter.join();

        assertThat(Waiting.count(rendezvous, "take-count")).isZero();
        assertThat(Waiting.count(rendezvous, "put-count")).isZero();
    }

    @Test
    void badArguments_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rendezvous.take(Duration.ofMillis(-1)))
                .withMessage("timeout must be >= 0, was PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rendezvous.put(1, Duration.ofMillis(-1)))
                .withMessage("timeout must be >= 0, was PT-0.001S");
        assertThatNullPointerException()
                .isThrownBy(() -> rendezvous.take(Untyped.nothing()))
                .withMessage("timeout must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> rendezvous.put(Untyped.nothing(), SHORT))
                .withMessage("value must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> rendezvous.offer(Untyped.nothing()))
                .withMessage("value must not be null");
    }

    @Test
    void inATransaction_waitingIsRefused() {
        Callable<?> put = () -> buffered.put(1, SHORT);
        Callable<?> take = () -> buffered.take(SHORT);

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(put))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Channel.put must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(take))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Channel.take must not be called in a transaction");
    }
}

package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trestle.collection.Vectors;
import dev.trestle.internal.Vars;
import dev.trestle.testing.Blocked;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CloseCauseTest {
    private static final IOException CAUSE = new IOException("line is dead");

    private final Channel<Integer> channel = Channel.buffered(2);

    @Test
    void take_throwsTheCauseWhenDrained() throws Exception {
        channel.put(1);

        channel.close(CAUSE);

        assertThat(channel.isClosed()).isTrue();
        assertThat(channel.put(2)).isFalse();
        assertThat(channel.take()).isEqualTo(1);
        assertThatThrownBy(channel::take)
                .isInstanceOf(ChannelFailedException.class)
                .hasCause(CAUSE)
                .hasMessageStartingWith(
                        "channel must be open, was closed because of java.io.IOException: line is dead: Channel@");
    }

    @Test
    void timedAndNonBlockingForms_tellTheCause() throws Exception {
        channel.close(CAUSE);

        assertThat(channel.poll()).isEqualTo(new Taken.Closed<>(CAUSE));
        assertThat(channel.take(Duration.ofSeconds(1))).isEqualTo(new Taken.Closed<>(CAUSE));
    }

    @Test
    void anotherFacade_seesTheSame() {
        channel.close(CAUSE);

        assertThat(Channel.wrap(channel.unwrap()).poll()).isEqualTo(new Taken.Closed<>(CAUSE));
        assertThat(channel.readOnly().poll()).isEqualTo(new Taken.Closed<>(CAUSE));
    }

    @Test
    void waitingTakes_endWithTheCause() throws Exception {
        Blocked<Integer> waiting = Blocked.on(channel::take);
        CompletableFuture<Integer> future = channel.takeAsync();

        channel.writeOnly().close(CAUSE);

        assertThat(waiting.failure()).isInstanceOf(ChannelFailedException.class).hasCause(CAUSE);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ChannelFailedException.class)
                .hasRootCause(CAUSE);
        assertThat(channel.takeAsync()).isCompletedExceptionally();
    }

    @Test
    void iteration_endsWithTheCause() throws Exception {
        channel.put(1);
        channel.close(CAUSE);
        Iterator<Integer> values = channel.iterator();

        assertThat(values.next()).isEqualTo(1);
        assertThatThrownBy(values::hasNext)
                .isInstanceOf(ChannelFailedException.class)
                .hasCause(CAUSE);
    }

    /** What throws, throws the same; what answers, answers with the cause. */
    @Test
    void everyOtherWayToTake_tellsTheCause() throws Exception {
        channel.put(1);
        channel.close(CAUSE);
        List<Integer> left = new ArrayList<>();
        assertThat(channel.drainTo(left, 9)).isEqualTo(1); // it is about the values

        Map<String, ThrowingCallable> throwing = Map.of(
                "take",
                channel::take,
                "view",
                channel.readOnly()::take,
                "iterator",
                channel.iterator()::next,
                "for each",
                () -> channel.forEach(left::add),
                "stream",
                () -> channel.stream().forEach(left::add),
                "queue",
                channel.asBlockingQueue()::take,
                "select",
                () -> Select.<Integer>builder().take(channel, value -> value).select(),
                "select or else",
                () -> Select.<Integer>builder()
                        .take(channel, value -> value)
                        .orElse(() -> 0)
                        .select());
        throwing.forEach((way, call) -> assertThatThrownBy(call)
                .as(way)
                .isInstanceOf(ChannelFailedException.class)
                .hasCause(CAUSE));
        assertThat(channel.takeAsync())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ChannelFailedException.class)
                .withRootCauseInstanceOf(IOException.class);

        assertThat(channel.poll()).isEqualTo(new Taken.Closed<>(CAUSE));
        assertThat(channel.take(Duration.ofSeconds(1))).isEqualTo(new Taken.Closed<>(CAUSE));
        assertThat(channel.asBlockingQueue().poll()).isNull();
        assertThat(channel.drainTo(left, 9)).isZero();
        assertThat(left).containsExactly(1);
    }

    /** A bridge or a reduction passes on the cause itself, as if nothing had been between. */
    @Test
    void bridgesAndReductions_passTheCauseOn() {
        channel.close(CAUSE);
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        channel.toPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Integer value) {
                told.completeExceptionally(new AssertionError("no value was put, came " + value));
            }

            @Override
            public void onError(Throwable failure) {
                told.complete(failure);
            }

            @Override
            public void onComplete() {
                told.completeExceptionally(new AssertionError("the channel has failed, but it completes"));
            }
        });

        assertThat(told).succeedsWithin(Duration.ofSeconds(10)).isSameAs(CAUSE);
        assertThat(Channels.into(Vectors.<Integer>empty(), channel))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCause(CAUSE);
    }

    @Test
    void clojure_seesAPlainClose() {
        channel.close(CAUSE);

        assertThat(Vars.load("clojure.core.async", "<!!").invoke(channel)).isNull();
    }

    @Test
    void onlyTheCloseThatCloses_tellsWhy() throws Exception {
        channel.close();
        channel.close(CAUSE);

        assertThat(channel.take()).isNull();
        assertThat(channel.poll()).isEqualTo(new Taken.Closed<>(null));
    }

    @Test
    void closeAndDrain_isAboutTheValues() throws Exception {
        channel.put(1);
        channel.close(CAUSE);

        assertThat(channel.closeAndDrain()).containsExactly(1);
    }

    @Test
    void aCause_isRequired() {
        assertThatNullPointerException()
                .isThrownBy(() -> channel.close(Untyped.nothing()))
                .withMessage("cause must not be null");
        assertThat(channel.isClosed()).isFalse();
    }

    @Test
    void aCause_keepsNoChannelAlive() {
        WeakReference<Object> raw = failedAndForgotten();

        await().pollDelay(Duration.ZERO).until(() -> {
            System.gc();
            return raw.get() == null;
        });
    }

    private static WeakReference<Object> failedAndForgotten() {
        Channel<Integer> forgotten = Channel.buffered(1);
        forgotten.close(new IOException("gone"));
        assertThat(forgotten.poll().isClosed()).isTrue();
        return new WeakReference<>(forgotten.unwrap());
    }
}

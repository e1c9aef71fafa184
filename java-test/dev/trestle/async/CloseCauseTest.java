package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trestle.internal.Vars;
import dev.trestle.testing.Blocked;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

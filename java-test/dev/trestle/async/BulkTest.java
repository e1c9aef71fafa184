package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.trestle.testing.Blocked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BulkTest {
    @Test
    void drainTo_takesWhatIsThereUpToTheMaximum() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        channel.putAll(List.of(1, 2));
        CompletableFuture<Boolean> third = channel.putAsync(3);
        List<Number> target = new ArrayList<>();

        assertThat(channel.drainTo(target, 2)).isEqualTo(2);
        assertThat(channel.drainTo(target, 5)).isEqualTo(1);
        assertThat(channel.drainTo(target, 5)).isZero();

        assertThat(target).isEqualTo(List.of(1, 2, 3));
        assertThat(third.get()).isTrue();
    }

    @Test
    void drainTo_ofAPromise_takesItsValueOnce() throws Exception {
        Channel<String> promise = Channel.promise();
        promise.put("once");
        List<String> target = new ArrayList<>();

        assertThat(promise.drainTo(target, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(promise.closeAndDrain()).containsExactly("once");
    }

    @Test
    void drainTo_ofEqualValues_takesThemAll() throws Exception {
        Channel<String> channel = Channel.buffered(3);
        channel.putAll(List.of("same", "same", "same"));

        assertThat(channel.drainTo(new ArrayList<>(), 10)).isEqualTo(3);
    }

    @Test
    void drainTo_checksItsArguments() {
        Channel<String> channel = Channel.buffered(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> channel.drainTo(new ArrayList<>(), -1))
                .withMessage("max must be >= 0, was -1");
        assertThatNullPointerException().isThrownBy(() -> channel.drainTo(Untyped.nothing(), 1));
    }

    @Test
    void putAll_countsWhatAClosedChannelHasAccepted() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        Blocked<Integer> putting = Blocked.on(() -> channel.putAll(List.of(1, 2, 3, 4)));

        channel.close();

        assertThat(channel.take()).isEqualTo(1);
        assertThat(putting.value()).isEqualTo(3);
        assertThat(channel).containsExactly(2, 3);
    }

    @Test
    void putAll_interruptedAfterTheFirst_countsAndKeepsTheFlag() throws Exception {
        Channel<Integer> channel = Channel.buffered(2);
        Blocked<Integer> putting = Blocked.on(() -> channel.putAll(List.of(1, 2, 3)));

        assertThat(putting.interrupt().value()).isEqualTo(2);

        assertThat(putting.flag()).isTrue();
        assertThat(channel.closeAndDrain()).containsExactly(1, 2);
    }

    @Test
    void putAll_interruptedBeforeTheFirst_throws() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Blocked<Integer> putting = Blocked.on(() -> channel.putAll(List.of(1, 2, 3)));

        assertThat(putting.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(channel.closeAndDrain()).isEmpty();
    }

    @Test
    void fact9_putAllOfANull_putsThoseBefore() {
        Channel<Integer> channel = Channel.buffered(2);

        assertThatNullPointerException()
                .isThrownBy(() -> channel.putAll(Arrays.asList(1, Untyped.<Integer>nothing())))
                .withMessage("value must not be null");
        assertThat(channel.closeAndDrain()).containsExactly(1);
    }

    @Test
    void closeAndDrain_releasesPutters() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);
        channel.put(1);
        Blocked<Boolean> second = Blocked.on(() -> channel.put(2));
        CompletableFuture<Boolean> third = channel.putAsync(3);

        assertThat(channel.closeAndDrain()).containsExactly(1, 2, 3);

        assertThat(second.value()).isTrue();
        assertThat(third.get()).isTrue();
        assertThat(channel.put(4)).isFalse();
        assertThat(channel.closeAndDrain()).isEmpty();
    }
}

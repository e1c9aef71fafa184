package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    @Test
    void from_iterable_givesAllAndCloses() {
        Channel<Integer> channel = Channel.from(IntStream.range(0, 1000).boxed().toList());

        assertThat(channel.stream().toList()).hasSize(1000).isSorted();
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void from_endlessStream_readsBarelyAhead() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Channel<Integer> channel = Channel.from(Stream.generate(read::incrementAndGet));
        Waiting.puts(channel, 1);

        assertThat(read).hasValue(Feed.AHEAD + 1);
        assertThat(channel.take()).isEqualTo(1);
        await().until(() -> read.get() == Feed.AHEAD + 2);
    }

    @Test
    void from_stream_closesItWhenTheChannelIsClosed() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Channel<Integer> channel = Channel.from(Stream.iterate(0, i -> i + 1).onClose(() -> closed.set(true)));

        channel.close();
        while (channel.take() != null) {
            assertThat(channel.isClosed()).isTrue();
        }

        await().untilTrue(closed);
    }

    @Test
    void fact9_aNullInASource_closesTheChannelAsFailed() throws Exception {
        Channel<String> channel = Channel.from(Arrays.asList("a", Untyped.nothing(), "b"));

        assertThat(channel.take()).isEqualTo("a");
        assertThatThrownBy(channel::take)
                .isInstanceOf(ChannelFailedException.class)
                .rootCause()
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value must not be null");
    }

    @Test
    void from_failingIterator_closesTheChannelAsFailed() throws Exception {
        IllegalStateException onPurpose = new IllegalStateException("on purpose");
        Iterable<Integer> failing = () -> {
            throw onPurpose;
        };

        assertThatThrownBy(Channel.<Integer>from(failing)::take)
                .isInstanceOf(ChannelFailedException.class)
                .hasCause(onPurpose);
    }

    @Test
    void from_stage_givesItsValueToEveryTake() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Channel<String> channel = Channel.from(stage);
        Running taker = Running.start(() -> assertThat(channel.take()).isEqualTo("value"));
        Waiting.takes(channel, 1);

        stage.complete("value");

        taker.join();
        assertThat(channel.take()).isEqualTo("value");
    }

    @Test
    void from_stageOfNull_closes() throws Exception {
        Channel<String> channel = Channel.from(CompletableFuture.completedFuture(null));

        assertThat(channel.take()).isNull();
    }

    @Test
    void from_failedStage_closesAsFailed() throws Exception {
        IllegalStateException onPurpose = new IllegalStateException("on purpose");
        CompletableFuture<String> stage = new CompletableFuture<>();
        Channel<String> channel = Channel.from(stage.thenApply(String::trim));

        stage.completeExceptionally(onPurpose);

        assertThatThrownBy(channel::take)
                .isInstanceOf(ChannelFailedException.class)
                .hasCause(onPurpose);
    }

    @Test
    void stream_takesNoMoreThanItIsAskedFor() throws Exception {
        Channel<Integer> channel = Channel.from(List.of(1, 2, 3, 4));

        assertThat(channel.stream().limit(2)).containsExactly(1, 2);

        assertThat(channel.take()).isEqualTo(3);
        assertThat(channel.stream().parallel().toList()).containsExactly(4);
    }

    @Test
    void stream_closed_endsAndLeavesTheChannel() throws Exception {
        Channel<Integer> channel = Channel.from(List.of(1, 2, 3));
        try (Stream<Integer> stream = channel.stream()) {
            Iterator<Integer> values = stream.iterator();
            assertThat(values.next()).isEqualTo(1);
            closing(stream);
            assertThat(values.hasNext()).isFalse();
        }

        assertThat(channel.take()).isEqualTo(2);
    }

    @Test
    void stream_interrupted_keepsTheFlagAndTakesNothing() throws Exception {
        Channel<Integer> channel = Channel.from(List.of(1));
        Stream<Integer> stream = channel.stream();

        Thread.currentThread().interrupt();
        assertThatThrownBy(stream::toList)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(channel.take()).isEqualTo(1);
    }

    private static void closing(AutoCloseable resource) throws Exception {
        resource.close();
    }
}

package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trestle.collection.Transducer;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Uncaught;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TransducedChannelTest {
    private static final IllegalStateException FAILURE = new IllegalStateException("odd");

    private static int failOnOdd(int n) {
        if (n % 2 != 0) {
            throw FAILURE;
        }
        return n;
    }

    private static Transducer<Integer, Integer> failingOnOdd() {
        return Transducer.<Integer>identity().map(TransducedChannelTest::failOnOdd);
    }

    @Test
    void snippet() throws Exception {
        // snippet
        Transduced<String, Integer> lengths = Channel.transduced(
                Buffer.fixed(8), Transducer.<String>identity().map(String::length));
        lengths.in().put("hello");
        int five = lengths.out().take();
        // end

        assertThat(five).isEqualTo(5);
        assertThat(lengths.in().unwrap()).isSameAs(lengths.out().unwrap());
        assertThat(JavadocSnippet.shownBy(Transduced.class))
                .isEqualTo(JavadocSnippet.testedBy(TransducedChannelTest.class));
    }

    @Test
    void create_withTransducer_transforms() throws Exception {
        Channel<Integer> channel = Channel.create(
                Buffer.fixed(8),
                Transducer.<Integer>identity().filter(n -> n % 2 == 0).map(n -> n * 10));

        channel.putAll(List.of(1, 2, 3, 4));

        assertThat(channel.closeAndDrain()).containsExactly(20, 40);
    }

    @Test
    void create_takesATransducerOfAWiderType() throws Exception {
        Transducer<Number, Integer> ints = Transducer.<Number>identity().map(Number::intValue);

        Channel<Number> channel = Channel.create(Buffer.fixed(1), ints);

        channel.put(1.5);
        assertThat(channel.take()).isEqualTo(1);
    }

    @Test
    void fact6_reducedClosesAndAcknowledgesPendingPuts() throws Exception {
        Channel<Integer> channel =
                Channel.create(Buffer.fixed(1), Transducer.<Integer>identity().take(2));
        channel.put(1);
        CompletableFuture<Boolean> second = channel.putAsync(2);
        CompletableFuture<Boolean> third = channel.putAsync(3);

        assertThat(channel.take()).isEqualTo(1);

        assertThat(second.get()).isTrue();
        assertThat(third.get()).isTrue();
        assertThat(channel.isClosed()).isTrue();
        assertThat(channel.closeAndDrain()).containsExactly(2);
    }

    @Test
    void fact6_anExpandingTransducerOverfillsTheBuffer() throws Exception {
        Channel<Integer> channel =
                Channel.create(Buffer.fixed(1), Transducer.<Integer>identity().mapcat(n -> List.of(n, n, n)));

        assertThat(channel.offer(7)).isEqualTo(Put.ACCEPTED);

        assertThat(channel.stats().size()).isEqualTo(3);
        assertThat(channel.offer(8)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(channel.closeAndDrain()).containsExactly(7, 7, 7);
    }

    @Test
    void fact6_aTransducerIsCompletedOnce() throws Exception {
        AtomicInteger completions = new AtomicInteger();
        Object counting = ClojureCode.call(
                "(fn [^java.util.concurrent.atomic.AtomicInteger n]"
                        + " (fn [rf] (fn ([b] (.incrementAndGet n) (rf b)) ([b v] (rf b v)))))",
                completions);
        Channel<Integer> channel = Channel.create(Buffer.fixed(1), Transducer.wrap(counting));

        channel.close();
        for (int i = 0; i < 3; i++) {
            assertThat(channel.take()).isNull();
        }

        assertThat(completions).hasValue(1);
    }

    @Test
    void completion_deliversTheRest() throws Exception {
        Transduced<Integer, List<Integer>> pairs = Channel.transduced(
                Buffer.fixed(4), Transducer.<Integer>identity().partitionAll(2));
        pairs.in().putAll(List.of(1, 2, 3));

        pairs.in().close();

        assertThat(pairs.out()).containsExactly(List.of(1, 2), List.of(3));
    }

    @Test
    void completion_thatThrows_isReportedOnce() throws Exception {
        Object failing = ClojureCode.eval("(fn [rf] (fn ([b] (throw (ex-info \"end\" {}))) ([b v] (rf b v))))");
        Channel<Integer> channel = Channel.create(Buffer.fixed(1), Transducer.wrap(failing));

        List<Throwable> heard = Uncaught.during(() -> {
            channel.close();
            assertThat(channel.take()).isNull();
            assertThat(channel.take()).isNull();
        });

        assertThat(heard).singleElement().extracting(Throwable::getMessage).isEqualTo("end");
    }

    @Test
    void fact5_withoutHandler_theFailureIsReportedOnceAndTheValueDropped() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.fixed(4), failingOnOdd());

        List<Throwable> heard =
                Uncaught.during(() -> assertThat(channel.putAll(List.of(1, 2))).isEqualTo(2));

        assertThat(heard).containsExactly(FAILURE);
        assertThat(channel.closeAndDrain()).containsExactly(2);
    }

    @Test
    void exHandler_givesTheValueInstead() throws Exception {
        List<Throwable> seen = new ArrayList<>();
        Channel<Integer> channel = Channel.create(Buffer.fixed(4), failingOnOdd(), e -> {
            seen.add(e);
            return -1;
        });

        channel.putAll(List.of(1, 2));

        assertThat(seen).containsExactly(FAILURE);
        assertThat(channel.closeAndDrain()).containsExactly(-1, 2);
    }

    @Test
    void exHandler_thatGivesNull_dropsTheValue() throws Exception {
        Transduced<Integer, String> ends =
                Channel.transduced(Buffer.fixed(4).counted(), failingOnOdd().map(String::valueOf), e -> null);

        assertThat(Uncaught.during(() -> ends.in().putAll(List.of(1, 2)))).isEmpty();

        assertThat(ends.out().poll()).isEqualTo(new Taken.Value<>("2"));
        assertThat(Channel.wrap(ends.in().unwrap()).stats().counts()).hasValue(new ChannelStats.Counts(2, 1, 1));
    }

    @Test
    void fact4_anExHandlerThatThrows_leavesNoLockHeld() throws Exception {
        AssertionError failure = new AssertionError("handler");
        Function<Throwable, Integer> handler = e -> {
            throw failure;
        };
        Channel<Integer> channel = Channel.create(Buffer.fixed(4), failingOnOdd(), handler);

        List<Throwable> heard = Uncaught.during(() -> assertThat(channel.put(1)).isTrue());

        assertThat(heard).containsExactly(failure);
        Running other = Running.start(() -> {
            assertThat(channel.put(2)).isTrue();
            assertThat(channel.take()).isEqualTo(2);
        });
        other.join();
    }

    @Test
    void aTransducerThatGivesNull_isANullPointerException() throws Exception {
        List<Throwable> seen = new ArrayList<>();
        Channel<Integer> channel = Channel.create(
                Buffer.fixed(4),
                Transducer.<Integer>identity().map(n -> n == 1 ? Untyped.<Integer>nothing() : n),
                e -> {
                    seen.add(e);
                    return null;
                });

        channel.putAll(List.of(1, 2));

        assertThat(seen)
                .singleElement()
                .isInstanceOf(NullPointerException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("value from a channel's transducer must not be null");
        assertThat(channel.closeAndDrain()).containsExactly(2);
    }

    @Test
    void aTransducerThatThrowsOnTheTakersThread_doesNotReachTheTaker() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.fixed(1), failingOnOdd());
        channel.put(2);
        CompletableFuture<Boolean> waiting = channel.putAsync(3);

        List<Throwable> heard = Uncaught.during(() -> assertThat(channel.take()).isEqualTo(2));

        assertThat(heard).containsExactly(FAILURE);
        assertThat(waiting.get()).isTrue();
        assertThat(channel.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void aTransducerThatCannotStart_failsTheCaller() {
        Object failing = ClojureCode.eval("(fn [rf] (throw (ex-info \"start\" {})))");

        assertThatThrownBy(() -> Channel.create(Buffer.fixed(1), Transducer.wrap(failing)))
                .hasMessage("start");
    }
}

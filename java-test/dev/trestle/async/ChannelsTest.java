package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.IPersistentMap;
import dev.trestle.collection.Maps;
import dev.trestle.collection.Transducer;
import dev.trestle.collection.Vectors;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static final RuntimeException ON_PURPOSE = new IllegalStateException("on purpose");

    @Test
    void snippet_runsAndIsShown() throws Exception {
        Channel<String> left = Channel.from(List.of("one"));
        Channel<String> right = Channel.from(List.of("three"));
        // snippet
        Channel<String> all = Channels.merge(List.of(left, right));
        CompletableFuture<Integer> length = Channels.reduce((sum, word) -> sum + word.length(), 0, all);
        // end
        assertThat(get(length)).isEqualTo(8);
        assertThat(JavadocSnippet.testedBy(ChannelsTest.class)).isEqualTo(JavadocSnippet.shownBy(Channels.class));
    }

    @Test
    void merge_closesWhenAllAreClosed() throws Exception {
        Channel<Integer> a = Channel.from(List.of(1, 2, 3));
        Channel<Number> b = Channel.from(List.of(4L, 5L));

        Channel<Number> merged = Channels.merge(List.of(a, b), Buffer.fixed(2));

        assertThat(taken(merged)).containsExactlyInAnyOrder(1, 2, 3, 4L, 5L);
    }

    @Test
    void fact15_mergeGoesOnWhenItsOutputIsClosed() throws Exception {
        Channel<Integer> source = Channel.from(List.of(1, 2, 3));
        Channel<Integer> merged = Channels.merge(List.of(source));

        merged.close();

        while (source.take() != null) {
            assertThat(source.isClosed()).isTrue();
        }
        assertThat(source.poll().isClosed()).isTrue();
    }

    @Test
    void split_separates() throws Exception {
        Channels.Split<Integer> split =
                Channels.split(n -> n % 2 == 0, Channel.from(List.of(1, 2, 3, 4)), Buffer.fixed(4), Buffer.fixed(4));

        assertThat(taken(split.matching())).containsExactly(2, 4);
        assertThat(taken(split.others())).containsExactly(1, 3);
    }

    @Test
    void split_predicateThatThrows_losesNothing() throws Exception {
        List<Throwable> heard = Uncaught.during(() -> {
            Channels.Split<Integer> split = Channels.split(
                    n -> {
                        if (n == 2) {
                            throw ON_PURPOSE;
                        }
                        return true;
                    },
                    Channel.from(List.of(1, 2, 3)));
            assertThat(split.matching().take()).isEqualTo(1);
            assertThat(split.others().take()).isEqualTo(2);
            assertThat(split.matching().take()).isEqualTo(3);
            assertThat(split.others().take()).isNull();
        });

        assertThat(heard).containsExactly(ON_PURPOSE);
    }

    @Test
    void fact15_splitStopsWithNeitherSideClosed() throws Exception {
        Channels.Split<Integer> split = Channels.split(n -> n % 2 == 0, Channel.from(List.of(1, 2, 3)));
        split.matching().close();

        assertThat(split.others().take()).isEqualTo(1);
        assertThat(split.others().take(Duration.ofMillis(50))).isEqualTo(new Taken.TimedOut<>());
        assertThat(split.others().isClosed()).isFalse();
    }

    @Test
    void pipe_returnsItsTargetAndClosesIt() throws Exception {
        Channel<Number> to = Channels.pipe(Channel.from(List.of(1, 2)), Channel.<Number>rendezvous());

        assertThat(taken(to)).containsExactly(1, 2);
    }

    @Test
    void fact15_pipeAndTakeLeaveTheSourceOpen() throws Exception {
        Channel<Integer> source = Channel.buffered(8);
        source.put(0);
        source.put(1);

        assertThat(taken(Channels.take(2, source))).containsExactly(0, 1);
        Channel<Integer> closed = Channel.rendezvous();
        closed.close();
        Channels.pipe(source, closed, false);

        Waiting.takes(source, 1);
        source.put(2);
        source.put(3);
        assertThat(source.isClosed()).isFalse();
        assertThat(source.take()).isEqualTo(3); // the pipe took 2 and found its target closed
    }

    @Test
    void map_leavesOutWhatFails() throws Exception {
        List<Throwable> heard = Uncaught.during(() -> {
            Channel<Integer> mapped = Channels.map(
                    n -> switch (n) {
                        case 2 -> throw ON_PURPOSE;
                        case 3 -> Untyped.<Integer>nothing();
                        default -> n * 10;
                    },
                    Channel.from(List.of(1, 2, 3, 4)));
            assertThat(taken(mapped)).containsExactly(10, 40);
        });

        assertThat(heard).hasSize(2).first().isSameAs(ON_PURPOSE);
        assertThat(heard.get(1)).isInstanceOf(NullPointerException.class).hasMessage("value of f must not be null");
    }

    @Test
    void map_ofTwo_endsWithTheShorter() throws Exception {
        Channel<String> mapped =
                Channels.map((n, s) -> s + n, Channel.from(List.of(1, 2, 3)), Channel.from(List.of("a", "b")));

        assertThat(taken(mapped)).containsExactly("a1", "b2");
    }

    @Test
    void map_ofMany_takesOneOfEach() throws Exception {
        Channel<Integer> sums = Channels.map(
                (List<Integer> values) -> values.stream().mapToInt(n -> n).sum(),
                List.of(
                        Channel.from(List.of(1, 2, 3)),
                        Channel.from(List.of(10, 20)),
                        Channel.from(List.of(100, 200))));

        assertThat(sums).containsExactly(111, 222);
        assertThat(Channels.map((List<Integer> values) -> 1, List.<Channel<Integer>>of())
                        .take())
                .isNull();
    }

    @Test
    void into_aMap_addsTheEntries() {
        Map<String, Integer> before = Maps.of("a", 0, "b", 2);

        CompletableFuture<Map<String, Integer>> after =
                Channels.into(before, Channel.from(List.of(Map.entry("a", 1), Map.entry("c", 3))));

        assertThat(after)
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(Map.of("a", 1, "b", 2, "c", 3))
                .isInstanceOf(IPersistentMap.class);
        assertThat(before).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void reduce_transduce_into_giveTheirResult() throws Exception {
        Transducer<Integer, Integer> twoBig =
                Transducer.<Integer>identity().filter(n -> n > 1).take(2);

        assertThat(get(Channels.reduce(Integer::sum, 0, Channel.from(List.of(1, 2, 3)))))
                .isEqualTo(6);
        assertThat(get(Channels.transduce(twoBig, Integer::sum, 0, Channel.from(List.of(1, 2, 3, 4)))))
                .isEqualTo(5);
        assertThat(get(Channels.into(Vectors.of(0), Channel.from(List.of(1, 2)))))
                .containsExactly(0, 1, 2);
        assertThat(get(Channels.transduce(
                        Transducer.<Integer>identity().partitionAll(2),
                        (list, part) -> Vectors.conj(list, part),
                        Vectors.<List<Integer>>empty(),
                        Channel.from(List.of(1, 2, 3)))))
                .isEqualTo(List.of(List.of(1, 2), List.of(3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Channels.into(new ArrayList<>(), Channel.rendezvous()))
                .withMessageStartingWith("object must be a Clojure collection, was java.util.ArrayList");
    }

    @Test
    void fact16_reductionThatThrows_failsItsFuture() {
        CompletableFuture<Integer> sum = Channels.reduce(
                (a, b) -> {
                    throw ON_PURPOSE;
                },
                0,
                Channel.from(List.of(1)));

        assertThatThrownBy(() -> get(sum))
                .isInstanceOf(ExecutionException.class)
                .hasCause(ON_PURPOSE);
    }

    @Test
    void reduce_ofAFailedChannel_fails() {
        Channel<Integer> from = Channel.buffered(1);
        from.offer(1);
        from.close(ON_PURPOSE);

        assertThatThrownBy(() -> get(Channels.reduce(Integer::sum, 0, from)))
                .isInstanceOf(ExecutionException.class)
                .hasCause(ON_PURPOSE);
    }

    @Test
    void ontoChannel_putsAllAndCloses() throws Exception {
        Channel<Integer> to = Channel.buffered(4);

        get(Channels.ontoChannel(to, List.of(1, 2), false));
        get(Channels.ontoChannel(to, List.of(3)));

        assertThat(taken(to)).containsExactly(1, 2, 3);
        assertThat(taken(Channels.toChannel(List.of(1, 2)))).containsExactly(1, 2);
    }

    @Test
    void fact9_ontoChannelOfNull_failsAndCloses() {
        Channel<Integer> to = Channel.buffered(4);
        List<Integer> values = new ArrayList<>();
        values.add(null);

        assertThatThrownBy(() -> get(Channels.ontoChannel(to, values)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(to.isClosed()).isTrue();
    }

    @Test
    void pipelines_keepOrderAndClose() throws Exception {
        Transducer<Integer, Integer> triple = Transducer.<Integer>identity().map(n -> 3 * n);
        Channel<Integer> a = Channel.buffered(100);
        Channel<Integer> b = Channel.buffered(100);
        Channel<Integer> c = Channel.buffered(100);

        get(Channels.pipeline(4, a, triple, Channel.from(List.of(1, 2, 3))));
        get(Channels.pipelineBlocking(4, b, triple, Channel.from(List.of(1, 2, 3))));
        get(Channels.<Integer, Integer>pipelineAsync(
                4,
                c,
                (n, results) -> {
                    results.putAsync(3 * n).thenRun(results::close);
                },
                Channel.from(List.of(1, 2, 3))));

        assertThat(taken(a)).containsExactly(3, 6, 9);
        assertThat(taken(b)).containsExactly(3, 6, 9);
        assertThat(taken(c)).containsExactly(3, 6, 9);
    }

    @Test
    void fact4_pipelineHandlerThatThrows_isReportedAndNothingHangs() throws Exception {
        Transducer<Integer, Integer> failing = Transducer.<Integer>identity().map(n -> 6 / n);
        Channel<Integer> to = Channel.buffered(10);

        List<Throwable> heard = Uncaught.during(
                () -> get(Channels.pipeline(2, to, failing, Channel.from(List.of(1, 0, 2)), true, thrown -> {
                    throw ON_PURPOSE;
                })));

        assertThat(heard).containsExactly(ON_PURPOSE);
        assertThat(taken(to)).containsExactly(6, 3);
    }

    @Test
    void fact5_pipelineTransducerThatThrows_isReportedAndItsValueReplaced() throws Exception {
        Transducer<Integer, Integer> failing = Transducer.<Integer>identity().map(n -> 6 / n);
        Channel<Integer> dropped = Channel.buffered(10);
        Channel<Integer> replaced = Channel.buffered(10);

        List<Throwable> heard =
                Uncaught.during(() -> get(Channels.pipeline(2, dropped, failing, Channel.from(List.of(1, 0, 2)))));
        get(Channels.pipelineBlocking(2, replaced, failing, Channel.from(List.of(1, 0, 2)), true, thrown -> -1));

        assertThat(heard).singleElement().isInstanceOf(ArithmeticException.class);
        assertThat(taken(dropped)).containsExactly(6, 3);
        assertThat(taken(replaced)).containsExactly(6, -1, 3);
    }

    @Test
    void fact14_pipelineAsyncFunctionThatThrows_hasNoResults() throws Exception {
        Channel<Integer> to = Channel.buffered(10);

        List<Throwable> heard = Uncaught.during(() -> get(Channels.<Integer, Integer>pipelineAsync(
                2,
                to,
                (n, results) -> {
                    if (n == 2) {
                        throw ON_PURPOSE;
                    }
                    results.offer(n);
                    results.close();
                },
                Channel.from(List.of(1, 2, 3)))));

        assertThat(heard).containsExactly(ON_PURPOSE);
        assertThat(taken(to)).containsExactly(1, 3);
    }

    @Test
    void fact14_pipelineGoesOnWhenItsTargetIsClosed() throws Exception {
        Channel<Integer> to = Channel.rendezvous();
        to.close();
        Channel<Integer> from = Channel.from(List.of(1, 2, 3, 4, 5, 6, 7, 8));

        get(Channels.pipeline(1, to, Transducer.<Integer>identity().map(n -> n), from));

        assertThat(from.poll().isClosed()).isTrue();
    }

    @Test
    void fact16_threads_tellFailureAndNullApart() throws Exception {
        assertThat(get(Channels.thread(() -> 1))).isEqualTo(1);
        assertThat(get(Channels.<Integer>thread(Untyped::nothing))).isNull();
        assertThatThrownBy(() -> get(Channels.ioThread(() -> {
                    throw ON_PURPOSE;
                })))
                .isInstanceOf(ExecutionException.class)
                .hasCause(ON_PURPOSE);
    }

    @Test
    void fact16_onlyIoThreadsAreVirtual() throws Exception {
        boolean possible = Runtime.version().feature() >= 21;

        assertThat(get(Channels.ioThread(ChannelsTest::isVirtual))).isEqualTo(possible);
        assertThat(get(Channels.thread(ChannelsTest::isVirtual))).isFalse();
    }

    @Test
    void fact13_timeoutsAreShared() throws Exception {
        ReadPort<String> soon = Channels.timeout(Duration.ofMillis(30));
        boolean shared = false;
        for (int i = 0; i < 100 && !shared; i++) {
            shared = Channels.timeout(Duration.ofDays(1)).equals(Channels.timeout(Duration.ofDays(1)));
        }

        assertThat(soon.take()).isNull();
        assertThat(shared).isTrue();
    }

    @Test
    void fact18_flowIsNotThere() {
        assertThat(ClassLoader.getSystemResource("clojure/core/async.clj")).isNotNull();
        assertThat(ClassLoader.getSystemResource("clojure/core/async/flow.clj")).isNull();
    }

    private static boolean isVirtual() throws ReflectiveOperationException {
        return Runtime.version().feature() >= 21
                && (Boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
    }

    private static <R> R get(CompletableFuture<R> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static <T> List<T> taken(ReadPort<T> port) throws InterruptedException {
        List<T> all = new ArrayList<>();
        Taken<T> next = port.take(Duration.ofSeconds(20));
        while (next instanceof Taken.Value<T> one) {
            all.add(one.value());
            next = port.take(Duration.ofSeconds(20));
        }
        assertThat(next.isClosed()).as("closed: %s", next).isTrue();
        return all;
    }
}

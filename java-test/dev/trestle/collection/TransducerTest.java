package dev.trestle.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.PersistentVector;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransducerTest {
    private static final Transducer<Long, Long> START = Transducer.identity();
    private static final List<Long> NUMBERS = Vectors.of(1L, 2L, 3L, 4L, 5L);

    @Test
    void snippet_ofTheJavadoc_works() {
        // snippet
        Transducer<String, Integer> lengths = Transducer.<String>identity()
                .filter(s -> !s.isBlank())
                .map(String::length)
                .take(2);
        lengths.toList(List.of("a", "", "bcd", "ef")); // [1 3]
        Sets.into(Sets.empty(), lengths, List.of("x", "y")); // #{1}
        // end
        assertThat(JavadocSnippet.shownBy(Transducer.class)).isEqualTo(JavadocSnippet.testedBy(TransducerTest.class));
        assertThat(lengths.toList(List.of("a", "", "bcd", "ef"))).containsExactly(1, 3);
        assertThat(Sets.into(Sets.<Integer>empty(), lengths, List.of("x", "y"))).isEqualTo(Set.of(1));
    }

    @Test
    void identity_letsEverythingThrough_andIsClojures() {
        assertThat(START.toList(NUMBERS)).isEqualTo(NUMBERS);
        assertThat(START.unwrap()).isSameAs(ClojureCode.<Object>eval("identity"));
    }

    @Test
    void steps_doWhatClojuresDo() {
        assertThat(START.map(n -> "n" + n).toList(NUMBERS)).containsExactly("n1", "n2", "n3", "n4", "n5");
        assertThat(START.mapIndexed((i, n) -> i * n).toList(NUMBERS)).containsExactly(0L, 2L, 6L, 12L, 20L);
        assertThat(START.mapcat(n -> List.of(n, -n)).take(3).toList(NUMBERS)).containsExactly(1L, -1L, 2L);
        assertThat(START.partitionAll(2).mapcat(pair -> pair).toList(NUMBERS)).isEqualTo(NUMBERS);
        assertThat(START.mapcat(n -> n == 2 ? Set.of("two") : null).toList(NUMBERS))
                .containsExactly("two");
        assertThat(START.keep(n -> n > 3 ? "n" + n : null).toList(NUMBERS)).containsExactly("n4", "n5");
        assertThat(START.filter(n -> n % 2 == 0).toList(NUMBERS)).containsExactly(2L, 4L);
        assertThat(START.remove(n -> n % 2 == 0).toList(NUMBERS)).containsExactly(1L, 3L, 5L);
        assertThat(START.take(2).toList(NUMBERS)).containsExactly(1L, 2L);
        assertThat(START.take(0).toList(NUMBERS)).isEmpty();
        assertThat(START.takeWhile(n -> n < 3).toList(NUMBERS)).containsExactly(1L, 2L);
        assertThat(START.drop(3).toList(NUMBERS)).containsExactly(4L, 5L);
        assertThat(START.dropWhile(n -> n < 3).toList(NUMBERS)).containsExactly(3L, 4L, 5L);
        assertThat(START.distinct().toList(List.of(1L, 2L, 1L))).containsExactly(1L, 2L);
        assertThat(START.dedupe().toList(List.of(1L, 1L, 2L, 1L))).containsExactly(1L, 2L, 1L);
        assertThat(START.interpose(0L).toList(List.of(1L, 2L))).containsExactly(1L, 0L, 2L);
    }

    @Test
    void partitions_areVectors_andTheLastIsFlushedAtTheEnd() {
        List<List<Long>> pairs = START.partitionAll(2).toList(NUMBERS);

        assertThat(pairs).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
        assertThat(pairs).allSatisfy(pair -> assertThat(pair).isInstanceOf(PersistentVector.class));
        assertThat(START.partitionBy(n -> n > 2).toList(NUMBERS)).containsExactly(List.of(1L, 2L), List.of(3L, 4L, 5L));
    }

    @Test
    void partitionAll_endedEarlyByTake_stillCompletesOnce() {
        Transducer<Long, List<Long>> ended = START.take(3).partitionAll(2);

        assertThat(ended.toList(NUMBERS)).containsExactly(List.of(1L, 2L), List.of(3L));
        assertThat(START.partitionAll(2).take(1).toList(NUMBERS)).containsExactly(List.of(1L, 2L));
    }

    @Test
    void andThen_composes() {
        Transducer<Long, String> text = START.map(n -> "n" + n);

        assertThat(START.filter(n -> n > 4).andThen(text).toList(NUMBERS)).containsExactly("n5");
        assertThat(START.<String>andThen(text).unwrap()).isSameAs(text.unwrap());
    }

    @Test
    void take_readsNoFurtherThanItMust() {
        AtomicInteger read = new AtomicInteger();
        Iterable<Long> endless =
                () -> Stream.generate(() -> (long) read.incrementAndGet()).iterator();

        assertThat(START.map(n -> n * 10).take(3).toList(endless)).containsExactly(10L, 20L, 30L);
        assertThat(read).hasValue(3);
    }

    @Test
    void uses_haveTheirOwnState_alsoInterleaved() {
        Transducer<Long, Long> stateful = START.take(2);
        Iterator<Long> first = stateful.eduction(NUMBERS).iterator();
        Iterator<Long> second = stateful.eduction(NUMBERS).iterator();

        assertThat(first.next()).isEqualTo(1L);
        assertThat(second.next()).isEqualTo(1L);
        assertThat(first.next()).isEqualTo(2L);
        assertThat(first.hasNext()).isFalse();
        assertThat(second.next()).isEqualTo(2L);
        assertThat(stateful.toList(NUMBERS)).containsExactly(1L, 2L);
    }

    @Test
    void eduction_isLazy_andRunsAnewEachTime() {
        AtomicInteger calls = new AtomicInteger();
        Iterable<Long> lazy = START.map(n -> {
                    calls.incrementAndGet();
                    return n;
                })
                .eduction(NUMBERS);

        assertThat(calls).hasValue(0);
        assertThat(lazy).containsExactlyElementsOf(NUMBERS);
        int once = calls.get();
        assertThat(lazy).containsExactlyElementsOf(NUMBERS);
        assertThat(calls.get()).isGreaterThan(once);
    }

    @Test
    void transduce_reducesWithoutCallingTheReducerAtTheEnd() {
        List<String> log = new ArrayList<>();
        Long sum = START.partitionAll(2)
                .transduce(
                        (total, pair) -> {
                            log.add(total + "+" + pair);
                            return total + pair.get(0);
                        },
                        0L,
                        NUMBERS);

        assertThat(sum).isEqualTo(9L);
        assertThat(log).containsExactly("0+[1 2]", "1+[3 4]", "4+[5]");
        assertThat(START.transduce((a, b) -> a, "init", List.of())).isEqualTo("init");
    }

    @Test
    void stepThatThrows_reachesTheCallerByIdentity_andNothingIsStuck() {
        IllegalStateException failure = new IllegalStateException("step");
        Transducer<Long, Long> failing = START.map(n -> {
            if (n == 3) {
                throw failure;
            }
            return n;
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> failing.toList(NUMBERS))
                .isSameAs(failure);
        assertThatIllegalStateException()
                .isThrownBy(() -> failing.eduction(NUMBERS).forEach(n -> {}))
                .isSameAs(failure);
        assertThat(failing.take(2).toList(NUMBERS)).containsExactly(1L, 2L);
    }

    @Test
    void clojureStepThatThrowsChecked_isTheCause() {
        Transducer<Long, Long> failing =
                Transducer.wrap(ClojureCode.eval("(map (fn [_] (throw (java.io.IOException. \"disk\"))))"));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> failing.toList(NUMBERS))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void facade_isATransducerForClojure_wrappedAndUnwrapped() {
        Transducer<Long, Long> xform =
                START.filter(n -> n % 2 == 1).map(n -> n + 1).take(2);

        for (Object x : List.of(xform, xform.unwrap())) {
            assertThat(ClojureCode.<Object>call("(fn [x] (into [] x (range 1 100)))", x))
                    .isEqualTo(List.of(2L, 4L));
            assertThat(ClojureCode.<Object>call("(fn [x] (transduce x + 0 (range 1 100)))", x))
                    .isEqualTo(6L);
            assertThat(ClojureCode.<Object>call("(fn [x] (vec (sequence x (range 1 100))))", x))
                    .isEqualTo(List.of(2L, 4L));
            assertThat(ClojureCode.<Object>call("(fn [x] (vec (eduction x (range 1 100))))", x))
                    .isEqualTo(List.of(2L, 4L));
            assertThat(ClojureCode.<Object>call("(fn [x] (into [] (comp x (map inc)) (range 1 100)))", x))
                    .isEqualTo(List.of(3L, 5L));
        }
    }

    @Test
    void clojureReducedInTheReducingFunction_endsAFacadeToo() {
        Object firstBig = ClojureCode.call(
                "(fn [x] (transduce x (completing (fn [_ n] (if (> n 2) (reduced n) n))) nil (range)))",
                START.map(n -> n + 1));

        assertThat(firstBig).isEqualTo(3L);
    }

    @Test
    void wrap_adoptsAClojureTransducer() {
        Object raw = ClojureCode.eval("(comp (filter even?) (map inc))");
        Transducer<Long, Long> xform = Transducer.wrap(raw);

        assertThat(xform.unwrap()).isSameAs(raw);
        assertThat(xform.toList(NUMBERS)).containsExactly(3L, 5L);
        assertThat(xform.map(n -> -n).toList(NUMBERS)).containsExactly(-3L, -5L);
        assertThat(xform).isEqualTo(Transducer.wrap(raw)).hasSameHashCodeAs(Transducer.wrap(raw));
        assertThat(xform).isNotEqualTo(START).isNotEqualTo(raw);
        assertThat(Transducer.wrap(xform)).isSameAs(xform);
        assertThat(xform.toString()).startsWith("Transducer@");
    }

    @Test
    void wrap_whatIsNoTransducer_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transducer.wrap("x"))
                .withMessage("object must be a transducer (a clojure.lang.IFn), was java.lang.String: x");
        assertThatIllegalArgumentException().isThrownBy(() -> Transducer.wrap(Keywords.of("k")));
        assertThatIllegalArgumentException().isThrownBy(() -> Transducer.wrap(Vectors.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Transducer.wrap(Maps.empty()));
    }

    @Test
    void counts_areChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> START.take(-1)).withMessage("n must be >= 0, was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> START.drop(-2)).withMessage("n must be >= 0, was -2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> START.partitionAll(0))
                .withMessage("n must be > 0, was 0");
    }

    @Test
    @SuppressWarnings("DataFlowIssue")
    void nulls_areRefusedUpFront() {
        assertThatNullPointerException().isThrownBy(() -> START.map(null)).withMessage("f must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> START.mapIndexed(null))
                .withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.mapcat(null)).withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.keep(null)).withMessage("f must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> START.partitionBy(null))
                .withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.filter(null)).withMessage("predicate must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.remove(null)).withMessage("predicate must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.takeWhile(null));
        assertThatNullPointerException().isThrownBy(() -> START.dropWhile(null));
        assertThatNullPointerException().isThrownBy(() -> START.andThen(null)).withMessage("next must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.toList(null)).withMessage("source must not be null");
        assertThatNullPointerException().isThrownBy(() -> START.eduction(null)).withMessage("source must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> START.transduce(null, 0L, NUMBERS))
                .withMessage("reducer must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Transducer.wrap(null))
                .withMessage("transducer must not be null");
    }

    @Test
    void nullElements_goThrough() {
        List<String> source = Arrays.asList("a", null);

        assertThat(Transducer.<String>identity()
                        .map(s -> s == null ? null : s + "!")
                        .toList(source))
                .containsExactly("a!", null);
    }

    @Test
    void transducer_isSerializable_ifItsFunctionsAre() throws Exception {
        Function<Long, Long> shipped = (Function<Long, Long> & Serializable) n -> n * 2;
        Function<Long, Long> bound = n -> n * 2;
        Transducer<Long, Long> copy = copyOf(START.map(shipped).take(2));

        assertThat(copy.toList(NUMBERS)).containsExactly(2L, 4L);
        assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> copyOf(START.map(bound)));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copyOf(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}

package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LazySeq;
import clojure.lang.LockingTransaction;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ChildJvm;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class ParallelTest {

    @Test
    void snippet_isWhatTheJavadocShows() {
        // snippet
        List<Integer> lengths = Parallel.map(List.of("one", "three"), String::length);
        // end

        assertThat(lengths).containsExactly(3, 5);
        assertThat(JavadocSnippet.shownBy(Parallel.class)).isEqualTo(JavadocSnippet.testedBy(ParallelTest.class));
    }

    @Test
    void map_keepsTheOrderAndTakesNulls() {
        List<Integer> items = IntStream.range(0, 200).boxed().toList();

        assertThat(Parallel.map(items, i -> i * i))
                .containsExactlyElementsOf(items.stream().map(i -> i * i).toList());
        assertThat(Parallel.<String, String>map(Arrays.asList("a", nothing()), s -> s))
                .containsExactly("a", nothing());
        assertThat(Parallel.map(List.of(), i -> i)).isEmpty();
    }

    @Test
    void map_isClojuresOwnLazySequence() {
        List<Integer> list = Parallel.map(List.of(1, 2), i -> i + 1);

        assertThat(list).isInstanceOf(LazySeq.class);
        assertThat(ClojureCode.<Boolean>call("(fn [s] (= [2 3] s))", list)).isTrue();
        assertThatThrownBy(() -> list.add(4)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void map_isSemiLazy() {
        int ahead = 2 + Runtime.getRuntime().availableProcessors();
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> endless = () -> new java.util.Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                return taken.getAndIncrement();
            }
        };

        List<Integer> list = Parallel.map(endless, i -> i * 2);

        assertThat(list.get(0)).isZero();
        assertThat(list.get(3)).isEqualTo(6);
        assertThat(taken.get()).isGreaterThan(3).isLessThanOrEqualTo(4 + ahead + 2 * 32);
    }

    @Test
    void map_runsItemsAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);

        List<Boolean> met = Parallel.map(List.of(1, 2), i -> {
            both.countDown();
            try {
                return both.await(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(met).containsExactly(true, true);
    }

    @Test
    void map_ofAFunctionThatThrows_throwsExecutionExceptionWhenItIsRead() {
        RuntimeException failure = new IllegalArgumentException("bad");
        List<Integer> list = Parallel.map(List.of(1, 2), i -> {
            if (i == 2) {
                throw failure;
            }
            return i;
        });

        assertThat(list.get(0)).isEqualTo(1);
        assertThatThrownBy(() -> list.get(1))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void map_readByAnInterruptedThread_throwsInterruptedException() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> list = Parallel.map(List.of(1), i -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return i;
        });
        Blocked<Integer> reader = Blocked.<Integer>on(() -> list.get(0)).interrupt();

        assertThat(reader.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(reader.flag()).isFalse();
        release.countDown();
        assertThatThrownBy(() -> list.get(0))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("list must not be read again where its reader was interrupted")
                .hasCauseExactlyInstanceOf(InterruptedException.class);
    }

    @Test
    void map_readAgainWhereItFailed_failsAgainWhereClojuresSequenceEnds() {
        List<Object> ofClojure = ClojureCode.eval("(pmap #(/ 6 %) [3 0])");
        List<Integer> list = Parallel.map(List.of(3, 0), i -> 6 / i);

        assertThatThrownBy(ofClojure::size).hasCauseExactlyInstanceOf(ArithmeticException.class);
        assertThat(ofClojure.size()).isLessThan(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(list::size).hasCauseExactlyInstanceOf(ArithmeticException.class);
            assertThat(list.get(0)).isEqualTo(2);
        }
    }

    @Test
    void map_conveysTheBindings() {
        Var var = Var.create("root").setDynamic();
        Var.pushThreadBindings(RT.map(var, "bound"));
        List<Object> seen;
        try {
            seen = Parallel.map(List.of(1, 2), i -> var.deref());
            assertThat(seen).containsExactly("bound", "bound");
        } finally {
            Var.popThreadBindings();
        }
    }

    @Test
    void calls_returnsTheValuesInOrder() {
        assertThat(Parallel.calls(() -> "a", () -> "b", () -> "c")).containsExactly("a", "b", "c");
        assertThat(Parallel.<String>calls()).isEmpty();
    }

    @Test
    void calls_ofATaskThatThrows_throwsExecutionExceptionWhenItIsRead() {
        Exception failure = new java.io.IOException("gone");
        Callable<String> broken = () -> {
            throw failure;
        };
        List<String> list = Parallel.calls(() -> "a", broken);

        assertThat(list.get(0)).isEqualTo("a");
        assertThatThrownBy(() -> list.get(1))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void fold_ofAClojureVector_splitsItAndKeepsTheOrder() {
        List<Integer> items = ClojureCode.eval("(vec (map int (range 10000)))");
        Set<String> threads = ConcurrentHashMap.newKeySet();

        String joined = Parallel.<Integer, String>fold(items, 64, () -> "", String::concat, (text, i) -> {
            threads.add(Thread.currentThread().getName());
            return text + i + ",";
        });

        StringBuilder expected = new StringBuilder();
        items.forEach(i -> expected.append(i).append(','));
        assertThat(joined).isEqualTo(expected.toString());
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("ForkJoinPool"));
        assertThat(items).isInstanceOf(PersistentVector.class);
    }

    @Test
    void fold_ofAnotherList_reducesOnTheCallingThread() {
        List<Integer> items = IntStream.rangeClosed(1, 1000).boxed().toList();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        long sum = Parallel.<Integer, Long>fold(items, 10, () -> 0L, Long::sum, (total, i) -> {
            threads.add(Thread.currentThread());
            return total + i;
        });

        assertThat(sum).isEqualTo(500_500L);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void fold_ofNothing_isTheIdentity() {
        assertThat(Parallel.<Integer, Long>fold(List.of(), 10, () -> 7L, Long::sum, Long::sum))
                .isEqualTo(7L);
    }

    @Test
    void fold_ofAFunctionThatThrows_throwsIt() {
        List<Integer> items = ClojureCode.eval("(vec (map int (range 1000)))");

        assertThatThrownBy(() -> Parallel.<Integer, Integer>fold(items, 10, () -> 0, Integer::sum, (a, b) -> {
                    throw new IllegalArgumentException("bad");
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad");
    }

    @Test
    void fold_loadsItsNamespaceOnFirstUse() {
        ChildJvm.Result child = ChildJvm.run(FirstUse.class);

        assertThat(child.stderr()).isEmpty();
        assertThat(child.stdout().lines()).containsExactly("[2] reducers: false", "6 reducers: true");
        assertThat(child.exitCode()).isZero();
    }

    @Test
    void everything_inATransaction_isRefused() {
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> Parallel.map(List.of(1), i -> i)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parallel.map");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> Parallel.calls(() -> 1)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parallel.calls");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(
                        () -> Parallel.<Long, Long>fold(List.of(1L), 1, () -> 0L, Long::sum, Long::sum)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parallel.fold");
    }

    @Test
    void everything_withBadArguments_isRefused() {
        assertThatThrownBy(() -> Parallel.map(nothing(), i -> i)).hasMessage("items must not be null");
        assertThatThrownBy(() -> Parallel.map(List.of(1), nothing())).hasMessage("f must not be null");
        assertThatThrownBy(() -> Parallel.calls(() -> 1, nothing())).hasMessage("tasks[1] must not be null");
        assertThatThrownBy(() -> Parallel.<Long, Long>fold(List.of(1L), 0, () -> 0L, Long::sum, Long::sum))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("groupSize must be > 0, was 0");
        assertThatThrownBy(() -> Parallel.<Long, Long>fold(List.of(1L), 1, nothing(), Long::sum, Long::sum))
                .hasMessage("identity must not be null");
    }

    /** Says which namespaces are loaded. */
    static final class FirstUse {
        private FirstUse() {}

        public static void main(String[] args) {
            System.out.println(List.copyOf(Parallel.map(List.of(1), i -> i + 1)) + reducers());
            System.out.println(Parallel.<Integer, Integer>fold(List.of(1, 2, 3), 1, () -> 0, Integer::sum, Integer::sum)
                    + reducers());
            ClojureCode.eval("(shutdown-agents)");
        }

        private static String reducers() {
            return " reducers: " + (ClojureCode.<@Nullable Object>eval("(find-ns 'clojure.core.reducers)") != null);
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}

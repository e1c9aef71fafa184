package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import clojure.lang.LazySeq;
import clojure.lang.LockingTransaction;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ChildJvm;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Racing;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void map_isASequenceToClojure() {
        List<Integer> list = Parallel.map(List.of(1, 2, 3), i -> i + 1);

        assertThat(ClojureCode.<Boolean>call("(fn [s] (and (seq? s) (sequential? s)))", list))
                .isTrue();
        assertThat(ClojureCode.<Boolean>call("(fn [s] (= [2 3 4] s (list 2 3 4) (seq s) (vec s)))", list))
                .isTrue();
        assertThat(ClojureCode.<Boolean>call("(fn [s] (= (hash [2 3 4]) (hash s)))", list))
                .isTrue();
        assertThat(ClojureCode.<List<?>>call(
                        "(fn [s e] [(reduce + s) (reduce + 1 s) (reduce + e) (reduce + 7 e) (transduce (take 1) conj s)])",
                        list,
                        Parallel.map(List.of(), i -> i)))
                .hasToString("[9 10 0 7 [2]]");
        assertThat(ClojureCode.<List<?>>call(
                        "(fn [s] [(first s) (second s) (nth s 2) (count s) (reduce + s) (pr-str s) (realized? s)"
                                + " (meta (with-meta s {:a 1})) (vec (next s)) (conj s 1) (empty s)"
                                + " (reduce #(reduced [%1 %2]) 0 s)])",
                        list))
                .hasToString("[2 3 4 3 9 \"(2 3 4)\" true {:a 1} [3 4] (1 2 3 4) () [0 2]]");
    }

    @Test
    void map_isAList() {
        List<Integer> list = Parallel.map(List.of(1, 2, 3), i -> i + 1);

        assertThat(list).isEqualTo(List.of(2, 3, 4)).hasSameHashCodeAs(List.of(2, 3, 4));
        assertThat(List.of(2, 3, 4)).isEqualTo(list);
        assertThat(list).isNotEqualTo(List.of(2, 3)).isNotEqualTo(List.of(2, 3, 5));
        assertThat(list.get(2)).isEqualTo(4);
        assertThat(list.indexOf(3)).isOne();
        assertThat(list.indexOf(9)).isEqualTo(-1);
        assertThat(list.subList(1, 3)).containsExactly(3, 4);
        assertThat(list.stream().mapToInt(i -> i).sum()).isEqualTo(9);
        assertThat(list.listIterator(3).previous()).isEqualTo(4);
        assertThatThrownBy(() -> list.add(4)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.set(0, 4)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.get(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("index must be >= 0 and < the size, was 3");
        assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Parallel.map(List.of(), i -> i))
                .isEqualTo(List.of())
                .hasSameHashCodeAs(List.of())
                .hasToString("[]");
    }

    @Test
    void map_asText_showsWhatIsThereAndWaitsForNothing() {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> list = Parallel.map(IntStream.range(0, 50).boxed().toList(), i -> {
            awaitUnless(i == 0, release);
            return i;
        });

        assertThat(list.get(0)).isZero();
        assertThat(list).hasToString("[0, ...]");
        release.countDown();
        assertThat(list).hasSize(50);
        assertThat(list.toString()).startsWith("[0, 1, 2, ").endsWith(", 18, 19, ...]");
    }

    private static void awaitUnless(boolean passes, CountDownLatch latch) {
        try {
            if (!passes && !latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("latch must be released");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void map_isSemiLazy() {
        int ahead = 2 + Runtime.getRuntime().availableProcessors();
        Endless items = new Endless();

        List<Integer> list = Parallel.map(items, i -> {
            spin(Duration.ofMillis(1));
            return i * 2;
        });

        assertThat(items.taken).hasValue(ahead);
        assertThat(list.get(0)).isZero();
        assertThat(list.get(3)).isEqualTo(6);
        assertThat(items.taken.get()).isGreaterThan(3).isLessThanOrEqualTo(4 + ahead);
    }

    @Test
    void map_ofSmallWork_staysAheadByWholeChunks() {
        int ahead = (2 + Runtime.getRuntime().availableProcessors()) * 4096;
        Endless items = new Endless();

        List<Integer> list = Parallel.map(items, i -> i * 2);

        for (int i = 0; i < 1_000_000; i += 100_000) {
            assertThat(list.get(i)).isEqualTo(2 * i);
            assertThat(items.taken.get()).isGreaterThan(i).isLessThanOrEqualTo(i + 4096 + ahead);
        }
    }

    @Test
    @SuppressWarnings("ReturnValueIgnored")
    void map_thatNobodyReadsOn_ends() {
        Endless items = new Endless();
        AtomicInteger called = new AtomicInteger();

        Parallel.map(items, i -> called.incrementAndGet()).get(10_000);

        await().until(() -> called.get() == items.taken.get());
        assertThat(items.taken.get()).isGreaterThan(10_000).isLessThan(100_000);
    }

    @Test
    void map_readWithoutItsHead_keepsNothing() {
        ChildJvm.Result child = ChildJvm.run(Duration.ofSeconds(60), List.of("-Xmx24m"), ReadsALot.class);

        assertThat(child.stderr()).isEmpty();
        assertThat(child.stdout().strip()).isEqualTo("2000000");
    }

    /** Reads more than there is room for. */
    static final class ReadsALot {
        private ReadsALot() {}

        public static void main(String[] args) {
            int count = 0;
            for (byte[] bytes : Parallel.map(new Endless(), i -> new byte[64])) {
                count += bytes.length / 64;
                if (count == 2_000_000) {
                    break;
                }
            }
            System.out.println(count);
            ClojureCode.eval("(shutdown-agents)");
        }
    }

    /** Counts up for ever. */
    static final class Endless implements Iterable<Integer> {
        final AtomicInteger taken = new AtomicInteger();

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    return taken.getAndIncrement();
                }
            };
        }
    }

    private static void spin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void map_drawsAtOnceFromASlowSource() {
        AtomicInteger drawn = new AtomicInteger();
        Iterator<Integer> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return drawn.get() < 20_000;
            }

            @Override
            public Integer next() {
                if (drawn.get() > 10_000) {
                    spin(Duration.ofMillis(1));
                }
                return drawn.getAndIncrement();
            }
        };

        List<Integer> list = Parallel.map(() -> source, i -> i);

        assertThat(list.get(10_001)).isEqualTo(10_001);
        assertThat(drawn.get()).isLessThan(10_001 + 64 + 8);
    }

    @Test
    void map_whereItemsBecomeSlow_givesThemToAllThreads() {
        Map<Thread, Integer> slow = new ConcurrentHashMap<>();
        List<Integer> items = IntStream.range(0, 30_000).boxed().toList();

        List<Integer> list = Parallel.map(items, i -> {
            if (i >= 29_700) {
                spin(Duration.ofMillis(1));
                slow.merge(Thread.currentThread(), 1, Integer::sum);
            }
            return i;
        });

        assertThat(list).isEqualTo(items);
        assertThat(slow.values().stream().mapToInt(n -> n).sum()).isEqualTo(300);
        assertThat(slow.values()).allSatisfy(n -> assertThat(n).isLessThan(280));
    }

    @Test
    void map_runsItemsAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);

        List<Boolean> met = Parallel.map(List.of(1, 2), i -> {
            both.countDown();
            awaitUnless(false, both);
            return true;
        });

        assertThat(met).containsExactly(true, true);
    }

    @Test
    void map_ofAFunctionThatThrows_throwsExecutionExceptionEachTimeItIsRead() {
        RuntimeException failure = new IllegalArgumentException("bad");
        List<Integer> list = Parallel.map(List.of(1, 2), i -> {
            if (i == 2) {
                throw failure;
            }
            return i;
        });
        Iterator<Integer> iterator = list.iterator();

        for (int i = 0; i < 2; i++) {
            assertThat(list.get(0)).isEqualTo(1);
            for (ThrowingCallable read : List.<ThrowingCallable>of(() -> list.get(1), list::size, list::hashCode)) {
                assertThatThrownBy(read)
                        .isExactlyInstanceOf(ExecutionException.class)
                        .hasMessage("item 1 failed: java.lang.IllegalArgumentException: bad")
                        .cause()
                        .isSameAs(failure);
            }
        }
        assertThat(iterator.next()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(iterator::hasNext).cause().isSameAs(failure);
            assertThatThrownBy(iterator::next).cause().isSameAs(failure);
            assertThat(ClojureCode.<String>call(
                            "(fn [s] (try (dorun s) (catch Exception e (ex-message (ex-cause e)))))", list))
                    .isEqualTo("bad");
        }
        assertThat(list).hasToString("[1, ...]");
    }

    @Test
    void map_readToAFailure_interruptsWhatIsBehindIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Integer> list = Parallel.map(new Endless(), i -> {
            if (i == 0) {
                awaitUnless(false, begun);
                throw new IllegalStateException("first");
            }
            begun.countDown();
            try {
                return awaitForEver();
            } catch (InterruptedException e) {
                interrupted.countDown();
                return i;
            }
        });

        assertThatThrownBy(() -> list.get(0)).hasCauseExactlyInstanceOf(IllegalStateException.class);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static int awaitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void map_ofASourceThatThrows_throwsWhatItThrewInItsPlace() {
        Iterator<Integer> source = List.of(1, 2).iterator();
        IllegalStateException failure = new IllegalStateException("no more");
        Iterable<Integer> items = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (!source.hasNext()) {
                    throw failure;
                }
                return source.next();
            }
        };

        List<Integer> list = Parallel.map(items, i -> i);

        assertThat(list.get(1)).isEqualTo(2);
        assertThatThrownBy(() -> list.get(2)).isSameAs(failure);
        assertThatThrownBy(list::size).isSameAs(failure);
    }

    @Test
    void map_readByAnInterruptedThread_throwsInterruptedExceptionAndCanBeReadOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> list = Parallel.map(List.of(1), i -> {
            awaitUnless(false, release);
            return i;
        });
        Blocked<Integer> reader = Blocked.<Integer>on(() -> list.get(0)).interrupt();

        assertThat(reader.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(reader.flag()).isFalse();
        release.countDown();
        assertThat(list.get(0)).isEqualTo(1);
    }

    @Test
    void map_readByManyThreads_givesAllOfThemAll() throws Exception {
        List<Integer> items = IntStream.range(0, 50_000).boxed().toList();
        AtomicInteger called = new AtomicInteger();
        List<Integer> list = Parallel.map(items, i -> {
            called.incrementAndGet();
            return i + 1;
        });

        Racing.threads(
                4, thread -> assertThat(list.stream().mapToLong(i -> i).sum()).isEqualTo(50_000L * 50_001 / 2));

        assertThat(called).hasValue(50_000);
    }

    @Test
    void map_inAFunctionOfMap_ends() {
        List<Integer> tens = IntStream.range(0, 10).boxed().toList();

        List<Integer> sums = Parallel.map(
                tens,
                i ->
                        Parallel.map(
                                        tens,
                                        k -> Parallel.map(tens, m -> i * k * m).stream()
                                                .mapToInt(x -> x)
                                                .sum())
                                .stream()
                                .mapToInt(x -> x)
                                .sum());

        assertThat(sums).isEqualTo(tens.stream().map(i -> i * 2025).toList());
    }

    @Test
    void map_afterShutdown_saysSo() {
        ChildJvm.Result child = ChildJvm.run(AfterShutdown.class);

        assertThat(child.stderr()).isEmpty();
        assertThat(child.stdout().strip())
                .isEqualTo("Clojure's pool for futures must take the task, was shut down with Clojure's agents: start"
                        + " futures before that, or use an executor of your own");
    }

    /** Maps when Clojure's pools are gone. */
    static final class AfterShutdown {
        private AfterShutdown() {}

        public static void main(String[] args) {
            ClojureCode.eval("(shutdown-agents)");
            try {
                System.out.println(Parallel.map(List.of(1), i -> i).get(0));
            } catch (RejectedExecutionException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void pmap_isClojuresOwnLazySequence() {
        List<Integer> list = Parallel.pmap(List.of(1, 2), i -> i + 1);

        assertThat(list).isInstanceOf(LazySeq.class);
        assertThat(ClojureCode.<Boolean>call("(fn [s] (= [2 3] s))", list)).isTrue();
        assertThatThrownBy(() -> list.add(4)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void pmap_readByAnInterruptedThread_throwsInterruptedException() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> list = Parallel.pmap(List.of(1), i -> {
            awaitUnless(false, release);
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
    void pmap_readAgainWhereItFailed_failsAgainWhereClojuresSequenceEnds() {
        List<Object> ofClojure = ClojureCode.eval("(pmap #(/ 6 %) [3 0])");
        List<Integer> list = Parallel.pmap(List.of(3, 0), i -> 6 / i);

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
    void map_leavesThePoolsBindingsAlone() throws Exception {
        Var var = Var.create("root").setDynamic();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Var.pushThreadBindings(RT.map(var, "bound"));
        try {
            assertThat(Parallel.on(one, 1).map(List.of(1), i -> var.deref())).containsExactly("bound");
        } finally {
            Var.popThreadBindings();
        }

        assertThat(one.submit(var::deref).get()).isEqualTo("root");
        one.shutdown();
    }

    @Test
    void partitionAll_isClojures() {
        assertThat(Parallel.partitionAll(List.of(1, 2, 3, 4, 5), 2))
                .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5))
                .isInstanceOf(LazySeq.class);
        assertThat(Parallel.partitionAll(List.of(), 2)).isEmpty();
        assertThat(Parallel.partitionAll(new Endless(), 3).get(1)).containsExactly(3, 4, 5);
    }

    @Test
    void partitionByCost_keepsTheHeavyApart() {
        List<Integer> items = List.of(1, 2, 9, 3, 3, 4, 2);

        assertThat(Parallel.partitionByCost(items, 2, Integer::longValue))
                .isEqualTo(List.of(List.of(3, 3, 4, 2), List.of(1, 2, 9)))
                .isInstanceOf(PersistentVector.class);
        assertThat(Parallel.partitionByCost(items, 3, Integer::longValue))
                .isEqualTo(List.of(List.of(9), List.of(2, 4, 2), List.of(1, 3, 3)));
        assertThat(Parallel.partitionByCost(List.of(1, 2), 5, Integer::longValue))
                .isEqualTo(List.of(List.of(2), List.of(1)));
        assertThat(Parallel.partitionByCost(Arrays.asList(1, nothing(), 3, 4), 2, i -> 0))
                .isEqualTo(List.of(Arrays.asList(nothing(), 4), List.of(1, 3)));
        assertThat(Parallel.partitionByCost(List.<Integer>of(), 2, Integer::longValue))
                .isEmpty();
    }

    @Test
    void partitionByCost_isWithinAThirdOfTheBest() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int parts = 1 + random.nextInt(3);
            List<Integer> costs =
                    random.ints(1 + random.nextInt(8), 0, 20).boxed().toList();

            List<List<Integer>> made = Parallel.partitionByCost(costs, parts, Integer::longValue);

            assertThat(made.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(costs);
            assertThat(made).hasSize(Math.min(parts, costs.size())).noneMatch(List::isEmpty);
            assertThat(3 * dearest(made)).isLessThanOrEqualTo(4 * best(costs, 0, new int[parts]));
        }
    }

    private static int dearest(List<List<Integer>> parts) {
        return parts.stream()
                .mapToInt(part -> part.stream().mapToInt(i -> i).sum())
                .max()
                .orElse(0);
    }

    private static int best(List<Integer> costs, int next, int[] sums) {
        if (next == costs.size()) {
            return Arrays.stream(sums).max().orElse(0);
        }
        int best = Integer.MAX_VALUE;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += costs.get(next);
            best = Math.min(best, best(costs, next + 1, sums));
            sums[i] -= costs.get(next);
        }
        return best;
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
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> Parallel.pmap(List.of(1), i -> i)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parallel.pmap");
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
        assertThatThrownBy(() -> Parallel.pmap(nothing(), i -> i)).hasMessage("items must not be null");
        assertThatThrownBy(() -> Parallel.pmap(List.of(1), nothing())).hasMessage("f must not be null");
        assertThatThrownBy(() -> Parallel.calls(() -> 1, nothing())).hasMessage("tasks[1] must not be null");
        assertThatThrownBy(() -> Parallel.partitionAll(List.of(1), 0)).hasMessage("size must be > 0, was 0");
        assertThatThrownBy(() -> Parallel.partitionByCost(List.of(1), 0, i -> i))
                .hasMessage("parts must be > 0, was 0");
        assertThatThrownBy(() -> Parallel.partitionByCost(List.of(1), 1, i -> -i))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("cost must be >= 0, was -1");
        assertThatThrownBy(() -> Parallel.blocking(0)).hasMessage("n must be > 0, was 0");
        assertThatThrownBy(() -> Parallel.on(nothing(), 1)).hasMessage("executor must not be null");
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

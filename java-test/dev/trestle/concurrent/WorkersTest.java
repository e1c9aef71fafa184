package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import clojure.lang.LockingTransaction;
import clojure.lang.PersistentVector;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.OwnThreads;
import dev.trestle.testing.Racing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@Timeout(60)
class WorkersTest {
    private static final class Bar {
        private volatile long shown;

        void show(long done, long total) {
            shown = done * 100 / total;
        }
    }

    private final Bar bar = new Bar();

    private String fetch(String address) throws IOException {
        if (address.isEmpty()) {
            throw new IOException("no address");
        }
        return "page of " + address;
    }

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        List<String> addresses = List.of("a", "b");

        // snippet
        Workers workers = Parallel.blocking(100)
                .within(Deadline.after(Duration.ofSeconds(10)))
                .onProgress(p -> bar.show(p.done(), p.total()));
        List<String> pages = workers.map(addresses, this::fetch);
        // end

        assertThat(pages).containsExactly("page of a", "page of b");
        assertThat(bar.shown).isEqualTo(100);
        assertThat(JavadocSnippet.shownBy(Workers.class)).isEqualTo(JavadocSnippet.testedBy(WorkersTest.class));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static int awaitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 4096, 4097, 100_000})
    void map_isAVectorInOrder(int count) throws Exception {
        List<Integer> items = numbers(count);

        List<Integer> values = Parallel.cpu().map(items, i -> i + 1);

        assertThat(values).isEqualTo(items.stream().map(i -> i + 1).toList()).isInstanceOf(PersistentVector.class);
        assertThat(Parallel.blocking(3).map(Arrays.asList("a", nothing()), s -> s))
                .containsExactly("a", nothing());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void blocking_runsSoManyAtOnce(int n) throws Exception {
        CountDownLatch all = new CountDownLatch(n);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Parallel.blocking(n).map(numbers(3 * n), i -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            all.countDown();
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            return now.decrementAndGet();
        });

        assertThat(most).hasValue(n);
    }

    @Test
    void blocking_leavesNoThread() throws Exception {
        Parallel.blocking(5).map(numbers(10), i -> i);

        await().untilAsserted(() -> assertThat(OwnThreads.named("trestle-wait")).isEmpty());
    }

    @Test
    void map_ofAFunctionThatThrows_endsAllWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger called = new AtomicInteger();
        IOException failure = new IOException("gone");

        assertThatThrownBy(() -> Parallel.blocking(2).map(numbers(100), i -> {
                    called.incrementAndGet();
                    if (i == 1) {
                        begun.await();
                        throw failure;
                    }
                    begun.countDown();
                    try {
                        return awaitForEver();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasMessage("item 1 failed: java.io.IOException: gone")
                .cause()
                .isSameAs(failure);

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(called).hasValue(2);
    }

    @Test
    void map_ofItemsThatThrow_throwsWhatTheyThrow() {
        List<Integer> items = new ArrayList<>(numbers(10)) {
            @Override
            public java.util.Iterator<Integer> iterator() {
                throw new IllegalStateException("not now");
            }
        };

        assertThatThrownBy(() -> Parallel.cpu().map(items, i -> i)).hasMessage("not now");
    }

    @Test
    void within_atTheEndOfTheTime_interruptsAndThrows() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(2);
        AtomicInteger called = new AtomicInteger();
        Workers workers = Parallel.blocking(2).within(Deadline.after(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> workers.map(numbers(10), i -> {
                    called.incrementAndGet();
                    if (i == 0) {
                        return i;
                    }
                    try {
                        return awaitForEver();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("work must be done before its deadline, 1 of 10 items were: the rest is cancelled and"
                        + " interrupted");

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(called).hasValue(3);
        assertThatThrownBy(() -> workers.map(numbers(10), i -> called.incrementAndGet()))
                .as("the deadline is shared, and has passed")
                .isExactlyInstanceOf(TimeoutException.class);
        assertThat(called).hasValue(3);
    }

    @Test
    void within_keepsTheEarlierDeadline() {
        Workers workers = Parallel.cpu().within(Deadline.after(Duration.ZERO)).within(Deadline.never());

        assertThatThrownBy(() -> workers.map(List.of(1), i -> i)).isExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    void map_byAnInterruptedThread_endsAllWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Blocked<List<Integer>> caller = Blocked.on(() -> Parallel.blocking(2).map(numbers(10), i -> {
            begun.countDown();
            try {
                return awaitForEver();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }));

        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(caller.interrupt().failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(caller.flag()).isFalse();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interrupts_reachNobodyElse() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Set<Boolean> flags = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 200; round++) {
            CountDownLatch begun = new CountDownLatch(1);
            Blocked<?> caller = Blocked.on(() -> Parallel.on(one, 1).map(numbers(2), i -> {
                begun.countDown();
                return awaitForEver();
            }));
            begun.await();
            caller.interrupt();
            flags.add(one.submit(() -> Thread.currentThread().isInterrupted()).get());
            caller.failure();
        }

        assertThat(flags).containsExactly(false);
        one.shutdown();
    }

    @Test
    void onProgress_tellsTheCallingThreadUntilAllIsDone() throws Exception {
        List<Progress> told = new ArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch halfway = new CountDownLatch(1);

        Parallel.blocking(2)
                .onProgress(progress -> {
                    told.add(progress);
                    threads.add(Thread.currentThread());
                    if (progress.done() >= 5) {
                        halfway.countDown();
                    }
                })
                .map(numbers(10), i -> i < 5 || halfway.await(20, TimeUnit.SECONDS));

        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(told).contains(new Progress(5, 10));
        assertThat(told.get(told.size() - 1)).isEqualTo(new Progress(10, 10));
        assertThat(told.stream().mapToLong(Progress::done)).isSorted();
    }

    @Test
    void onProgress_thatThrows_endsTheWork() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.blocking(1)
                        .onProgress(progress -> {
                            throw new IllegalStateException("no bar");
                        })
                        .map(numbers(1), i -> {
                            try {
                                return awaitForEver();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                        }))
                .hasMessage("no bar");

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onSkew_tellsOfTheSlowest() throws Exception {
        List<Skew> told = new ArrayList<>();

        Parallel.cpu().onSkew(told::add).map(numbers(100), i -> {
            long end = System.nanoTime() + (i == 42 ? 100_000_000 : 10_000);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return i;
        });

        assertThat(told).hasSize(1);
        Skew skew = told.get(0);
        assertThat(skew.items()).isEqualTo(100);
        assertThat(skew.slowestItem()).isEqualTo(42);
        assertThat(skew.slowest()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(skew.mean()).isLessThan(skew.slowest());
        assertThat(skew.ratio()).isGreaterThan(5);
        assertThat(new Skew(0, 0, Duration.ZERO, Duration.ZERO).ratio()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000, 20_000})
    void mapReduce_keepsTheOrder(int count) throws Exception {
        List<Integer> items = numbers(count);
        List<Progress> told = new ArrayList<>();

        String joined = Parallel.cpu()
                .onProgress(told::add)
                .<Integer, String>mapReduce(items, i -> i + ",", "", String::concat);

        assertThat(joined).isEqualTo(items.stream().map(i -> i + ",").collect(Collectors.joining()));
        assertThat(told.get(told.size() - 1)).isEqualTo(new Progress(count, count));
    }

    @Test
    void mapReduce_ofAFunctionThatThrows_throwsIt() {
        assertThatThrownBy(() ->
                        Parallel.cpu().<Integer, Integer>mapReduce(numbers(10), i -> 5 / (i - 5), 0, Integer::sum))
                .hasMessageStartingWith("item 5 failed")
                .hasCauseExactlyInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Parallel.cpu().<Integer, Integer>mapReduce(numbers(10), i -> i, 0, (a, b) -> {
                    throw new IllegalStateException("no sum");
                }))
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void collect_mergesWhatEachThreadHasCollected() throws Exception {
        List<Integer> items = numbers(50_000);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        Map<Integer, List<Integer>> groups = Parallel.cpu().collect(items, Collectors.groupingBy(i -> {
            threads.add(Thread.currentThread());
            return i % 7;
        }));

        assertThat(groups).isEqualTo(items.stream().collect(Collectors.groupingBy(i -> i % 7)));
        assertThat(threads).doesNotContain(Thread.currentThread());
        assertThat(Parallel.cpu().collect(List.<Integer>of(), Collectors.counting()))
                .isZero();
        assertThat(Parallel.cpu().collect(items, Collectors.toList())).isEqualTo(items);
    }

    @Test
    void on_usesTheExecutor() throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2, task -> new Thread(task, "own"));
        Set<String> threads = ConcurrentHashMap.newKeySet();

        Parallel.on(own, 2)
                .map(numbers(1000), i -> threads.add(Thread.currentThread().getName()));

        assertThat(threads).containsExactly("own");
        own.shutdown();
    }

    @Test
    void on_anExecutorThatIsFull_worksWithFewerThreads() throws Exception {
        ThreadPoolExecutor one = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

        assertThat(Parallel.on(one, 5).map(numbers(1000), i -> i)).isEqualTo(numbers(1000));
        one.shutdown();
        assertThatThrownBy(() -> Parallel.on(one, 5).map(numbers(10), i -> i))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void on_theCallingThread_works() throws Exception {
        assertThat(Parallel.on(Runnable::run, 3).map(numbers(1000), i -> i)).isEqualTo(numbers(1000));
    }

    @Test
    void workers_canBeUsedInTheirOwnWork() throws Exception {
        Workers workers = Parallel.cpu();

        int sum = workers.mapReduce(
                numbers(20), i -> workers.mapReduce(numbers(20), k -> i * k, 0, Integer::sum), 0, Integer::sum);

        assertThat(sum).isEqualTo(190 * 190);
    }

    @Test
    void workers_canBeUsedAgainAndAtOnce() throws Exception {
        Workers workers = Parallel.blocking(2);

        Racing.threads(4, thread -> {
            for (int i = 0; i < 10; i++) {
                assertThat(workers.map(numbers(500), item -> item)).isEqualTo(numbers(500));
            }
        });
    }

    @Test
    void everything_inATransaction_isRefused() {
        Workers workers = Parallel.cpu();
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> workers.map(List.of(1), i -> i)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Workers.map");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(
                        () -> workers.<Integer, Integer>mapReduce(List.of(1), i -> i, 0, Integer::sum)))
                .hasMessageContaining("Workers.mapReduce");
        assertThatThrownBy(() ->
                        LockingTransaction.runInTransaction(() -> workers.collect(List.of(1), Collectors.toList())))
                .hasMessageContaining("Workers.collect");
    }

    @Test
    void everything_withBadArguments_isRefused() {
        Workers workers = Parallel.cpu();
        assertThatThrownBy(() -> workers.map(nothing(), i -> i)).hasMessage("items must not be null");
        assertThatThrownBy(() -> workers.map(List.of(1), nothing())).hasMessage("f must not be null");
        assertThatThrownBy(() -> workers.<Integer, Integer>mapReduce(List.of(1), i -> i, 0, nothing()))
                .hasMessage("combine must not be null");
        assertThatThrownBy(() -> workers.onProgress(nothing())).hasMessage("listener must not be null");
        assertThatThrownBy(() -> workers.onSkew(nothing())).hasMessage("listener must not be null");
        assertThatThrownBy(() -> workers.within(nothing())).hasMessage("limit must not be null");
        assertThat(workers)
                .hasToString("Workers[" + Runtime.getRuntime().availableProcessors() + " at once, Deadline[never]]");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T extends @Nullable Object> T nothing() {
        return null;
    }
}

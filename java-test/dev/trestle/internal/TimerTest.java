package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class TimerTest {
    private static final long MILLI = 1_000_000;
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    @Test
    void schedule_runsTheTaskNotBeforeItsTime() throws Exception {
        CompletableFuture<Long> ran = new CompletableFuture<>();
        long start = System.nanoTime();

        Timer.schedule(30 * MILLI, () -> ran.complete(System.nanoTime()));

        assertThat(ran.get(20, TimeUnit.SECONDS) - start).isGreaterThanOrEqualTo(30 * MILLI);
    }

    @Test
    void schedule_runsTasksInTheOrderOfTheirTimes() throws Exception {
        LinkedBlockingQueue<Integer> ran = new LinkedBlockingQueue<>();

        Timer.schedule(60 * MILLI, () -> ran.add(3));
        Timer.schedule(0, () -> ran.add(1));
        Timer.schedule(30 * MILLI, () -> ran.add(2));

        assertThat(List.of(ran.take(), ran.take(), ran.take())).containsExactly(1, 2, 3);
    }

    @Test
    void schedule_usesOneDaemonThreadThatEnds() throws Exception {
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Thread> second = new CompletableFuture<>();
        Timer.schedule(MILLI, () -> first.complete(Thread.currentThread()));
        Timer.schedule(MILLI, () -> second.complete(Thread.currentThread()));

        assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(second.get(20, TimeUnit.SECONDS));
        assertThat(first.get().isDaemon()).isTrue();
        assertThat(first.get().getName()).isEqualTo("trestle-timer");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> OwnThreads.named("trestle-timer").isEmpty());
    }

    @Test
    void schedule_aTaskThatThrows_tellsTheUncaughtHandlerAndGoesOn() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CountDownLatch next = new CountDownLatch(1);
        var previous = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.complete(failure));
        try {
            Error failure = new AssertionError("broken");
            Timer.schedule(0, () -> {
                throw failure;
            });
            Timer.schedule(MILLI, next::countDown);

            assertThat(told.get(20, TimeUnit.SECONDS)).isSameAs(failure);
            assertThat(next.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(previous);
        }
    }

    @Test
    void schedule_forTheLongestTime_neverRunsAndDisturbsNobody() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        Timer never = Timer.schedule(Long.MAX_VALUE, ran::countDown);

        Timer.schedule(MILLI, other::countDown);

        assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.getCount()).isEqualTo(1);
        assertThat(never.cancel()).isTrue();
        assertThat(never.cancel()).isFalse();
    }

    @Test
    void cancel_afterTheTaskRan_isFalse() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Timer entry = Timer.schedule(0, ran::countDown);
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();

        await().until(() -> !entry.cancel());
    }

    @Test
    void cancel_ofAMillionEntries_leavesNoneBehind() {
        int before = Timer.pending();
        long used = usedHeap();

        for (int i = 0; i < 1_000_000; i++) {
            byte[] ballast = new byte[64];
            Timer.schedule(HOUR, () -> ballast[0]++).cancel();
        }

        assertThat(Timer.pending()).isEqualTo(before);
        assertThat(usedHeap() - used).isLessThan(16L << 20);
    }

    @Test
    void cancel_ofManyEntriesThatWaitTogether_leavesNoneBehind() {
        int before = Timer.pending();
        List<Timer> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            entries.add(Timer.schedule(HOUR + i, () -> {}));
        }
        assertThat(Timer.pending()).isEqualTo(before + 100_000);

        assertThat(entries).allMatch(Timer::cancel);

        assertThat(Timer.pending()).isEqualTo(before);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

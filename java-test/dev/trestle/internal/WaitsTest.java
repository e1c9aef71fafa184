package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.OwnThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class WaitsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void completable_completesWithTheValue() throws Exception {
        assertThat(Waits.completable(() -> "value").get(20, TimeUnit.SECONDS)).isEqualTo("value");
    }

    @Test
    void completable_failsWithWhatTheWaitThrows() {
        IOException failure = new IOException("gone");
        Error error = new AssertionError("broken");

        assertThatThrownBy(() -> Waits.completable(() -> {
                            throw failure;
                        })
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> Waits.completable(() -> {
                            throw new ExecutionException(failure);
                        })
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> Waits.completable(() -> {
                            throw new ExecutionException(error);
                        })
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isSameAs(error);
    }

    @Test
    void completable_cancelled_interruptsTheWait() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<String> result = Waits.completable(() -> {
            waiting.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "late";
        });
        waiting.await();

        result.cancel(false);

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(result).isCancelled();
    }

    @Test
    void completable_completedByItsWait_doesNotInterruptTheStagesThatFollow() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> flag = Waits.completable(() -> {
                    release.await();
                    return "value";
                })
                .thenApply(value -> Thread.currentThread().isInterrupted());

        release.countDown();

        assertThat(flag.get(20, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void completable_aThousandCancelled_leavesNoThread() {
        AtomicInteger waits = new AtomicInteger();
        List<CompletableFuture<Object>> results = Stream.generate(() -> Waits.completable(() -> {
                    waits.incrementAndGet();
                    try {
                        new CountDownLatch(1).await();
                        return null;
                    } finally {
                        waits.decrementAndGet();
                    }
                }))
                .limit(1_000)
                .toList();
        await().atMost(LONG).until(() -> waits.get() == 1_000);

        results.forEach(result -> result.cancel(true));

        await().atMost(LONG).until(() -> waits.get() == 0);
        await().atMost(LONG).until(() -> OwnThreads.named("trestle-wait-").isEmpty());
    }

    @Test
    void waiting_runsOnDaemonsWithVirtualOnesWhereTheJvmHasThem() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();

        Threads.waiting().execute(() -> thread.complete(Thread.currentThread()));

        Thread used = thread.get(20, TimeUnit.SECONDS);
        assertThat(used.isDaemon()).isTrue();
        assertThat(used.getName()).startsWith("trestle-wait-");
        assertThat(used.getClass().getSimpleName().contains("Virtual"))
                .isEqualTo(Runtime.version().feature() >= 21);
    }
}

package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LockingTransaction;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.JavadocSnippet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class TimeoutsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        // snippet
        String answer = Timeouts.call(() -> ask("colour"), Duration.ofSeconds(5), "unknown");
        // end

        assertThat(answer).isEqualTo("colour?");
        assertThat(JavadocSnippet.shownBy(Timeouts.class)).isEqualTo(JavadocSnippet.testedBy(TimeoutsTest.class));
    }

    private static String ask(String what) {
        return what + "?";
    }

    @Test
    void call_withinTheTime_returnsTheValue() throws Exception {
        assertThat(Timeouts.<String>call(() -> "value", LONG)).isEqualTo("value");
        assertThat(Timeouts.<String>call(() -> "value", LONG, "fallback")).isEqualTo("value");
        assertThat(Timeouts.<String>call(executor, () -> "value", LONG)).isEqualTo("value");
        assertThat(Timeouts.<String>call(executor, () -> "value", LONG, "fallback"))
                .isEqualTo("value");
        assertThat(Timeouts.<String>call(TimeoutsTest::nothing, LONG)).isNull();
    }

    @Test
    void call_withHugeDuration_waitsForEver() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Callable<String> task = () -> {
            release.await();
            return "value";
        };
        Blocked<String> plain = Blocked.on(() -> Timeouts.<String>call(task, FOREVER));
        Blocked<String> on = Blocked.on(() -> Timeouts.<String>call(executor, task, FOREVER));

        release.countDown();

        assertThat(plain.value()).isEqualTo("value");
        assertThat(on.value()).isEqualTo("value");
    }

    @Test
    void call_whenTheTimeIsOver_throwsTimeoutThatNamesItAndInterruptsTheTask() throws Exception {
        Endless task = new Endless();

        assertThatThrownBy(() -> Timeouts.call(task, SHORT))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("task must be done within PT0.02S, was still running: it is cancelled and interrupted");

        assertThat(task.wasInterrupted()).isTrue();
    }

    @Test
    void call_whenTheTimeIsOver_returnsTheFallbackAndInterruptsTheTask() throws Exception {
        Endless task = new Endless();

        assertThat(Timeouts.call(task, SHORT, "fallback")).isEqualTo("fallback");

        assertThat(task.wasInterrupted()).isTrue();
    }

    @Test
    void call_onAnExecutorWhenTheTimeIsOver_interruptsTheTask() throws Exception {
        Endless first = new Endless();
        Endless second = new Endless();

        assertThatThrownBy(() -> Timeouts.call(executor, first, SHORT)).isExactlyInstanceOf(TimeoutException.class);
        assertThat(Timeouts.call(executor, second, SHORT, "fallback")).isEqualTo("fallback");

        assertThat(first.wasInterrupted()).isTrue();
        assertThat(second.wasInterrupted()).isTrue();
    }

    @Test
    void call_onAnExecutorThatHasNoThread_neverRunsTheTask() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Endless task = new Endless();

        assertThat(Timeouts.call(executor, task, SHORT, "fallback")).isEqualTo("fallback");

        release.countDown();
        executor.submit(() -> {}).get();
        assertThat(task.started.getCount()).isEqualTo(1);
    }

    @Test
    void call_interrupted_throwsClearsTheFlagAndInterruptsTheTask() throws Exception {
        for (boolean own : new boolean[] {false, true}) {
            Endless task = new Endless();
            Blocked<String> caller =
                    Blocked.on(() -> own ? Timeouts.call(executor, task, LONG) : Timeouts.call(task, LONG));
            task.started.await();

            assertThat(caller.interrupt().failure()).isExactlyInstanceOf(InterruptedException.class);

            assertThat(caller.flag()).isFalse();
            assertThat(task.wasInterrupted()).isTrue();
        }
    }

    @Test
    void call_interruptedAtTheVeryEnd_returnsTheValueAndKeepsTheFlagOrThrows() throws Exception {
        for (int i = 0; i < 500; i++) {
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean sent = new AtomicBoolean();
            Blocked<Boolean> flagBesideTheValue = Blocked.on(() -> {
                Timeouts.<Boolean>call(() -> release.await(20, TimeUnit.SECONDS), LONG);
                while (!sent.get()) {
                    Thread.onSpinWait();
                }
                return Thread.currentThread().isInterrupted();
            });

            release.countDown();
            flagBesideTheValue.interrupt();
            sent.set(true);

            if (flagBesideTheValue.failure() == null) {
                assertThat(flagBesideTheValue.value()).isTrue();
            } else {
                assertThat(flagBesideTheValue.failure()).isExactlyInstanceOf(InterruptedException.class);
                assertThat(flagBesideTheValue.flag()).isFalse();
            }
        }
    }

    @Test
    void call_ofATaskThatThrows_throwsExecutionExceptionWithIt() {
        for (Throwable failure :
                List.of(new IOException("gone"), new IllegalArgumentException("bad"), new AssertionError("broken"))) {
            Callable<String> task = () -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            };

            assertThatThrownBy(() -> Timeouts.call(task, LONG))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(failure);
            assertThatThrownBy(() -> Timeouts.call(task, LONG, "fallback"))
                    .isExactlyInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> Timeouts.call(executor, task, LONG))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(failure);
            assertThatThrownBy(() -> Timeouts.call(executor, task, LONG, "fallback"))
                    .isExactlyInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void call_ofATaskThatThrowsATimeout_isNotATimeout() {
        Callable<String> task = () -> {
            throw new TimeoutException("of the task");
        };

        assertThatThrownBy(() -> Timeouts.call(task, LONG, "fallback"))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    void call_conveysTheBindingsAndRestoresThoseOfAnExecutorsThread() throws Exception {
        Var var = Var.create("root").setDynamic();
        Var.pushThreadBindings(RT.map(var, "bound"));
        try {
            assertThat(Timeouts.<Object>call(var::deref, LONG)).isEqualTo("bound");
            assertThat(Timeouts.<Object>call(executor, var::deref, LONG)).isEqualTo("bound");
        } finally {
            Var.popThreadBindings();
        }

        assertThat(executor.submit(var::deref).get()).isEqualTo("root");
    }

    @Test
    void call_inATransaction_isRefusedAndRunsNothing() {
        Endless task = new Endless();

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> Timeouts.call(task, LONG)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Timeouts.call must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> Timeouts.call(executor, task, LONG, "x")))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(task.started.getCount()).isEqualTo(1);
    }

    @Test
    void call_withBadArguments_isRefusedAndRunsNothing() {
        Endless task = new Endless();

        assertThatThrownBy(() -> Timeouts.call(task, Duration.ofSeconds(-1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be >= 0, was PT-1S");
        assertThatThrownBy(() -> Timeouts.call(TimeoutsTest.<Callable<String>>nothing(), LONG))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("task must not be null");
        assertThatThrownBy(() -> Timeouts.call(TimeoutsTest.<Executor>nothing(), task, LONG))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("executor must not be null");
        assertThat(task.started.getCount()).isEqualTo(1);
    }

    @Test
    void call_onAnExecutorThatIsShutDown_isRejected() {
        executor.shutdown();

        assertThatThrownBy(() -> Timeouts.call(executor, () -> "value", LONG))
                .isInstanceOf(RejectedExecutionException.class);
    }

    /** Waits until it is interrupted. */
    private static final class Endless implements Callable<String> {
        final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String call() throws InterruptedException {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "never";
        }

        boolean wasInterrupted() throws InterruptedException {
            return interrupted.await(20, TimeUnit.SECONDS);
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}

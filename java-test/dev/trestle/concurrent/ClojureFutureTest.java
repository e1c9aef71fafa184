package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import clojure.lang.LockingTransaction;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.OwnThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ClojureFutureTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        // snippet
        ClojureFuture<Integer> sum = ClojureFuture.call(() -> 40 + 2);
        int value = sum.deref(Duration.ofSeconds(5));
        // end

        assertThat(value).isEqualTo(42);
        assertThat(JavadocSnippet.shownBy(ClojureFuture.class))
                .isEqualTo(JavadocSnippet.testedBy(ClojureFutureTest.class));
    }

    @Test
    void call_returnsClojuresFuture() throws Exception {
        ClojureFuture<String> future = ClojureFuture.call(ClojureFutureTest::nothing);

        assertThat(future.deref()).isNull();
        assertThat(future.isRealized()).isTrue();
        assertThat(future.unwrap().getClass().getName()).startsWith("clojure.core$future_call");
    }

    @Test
    void call_withoutATask_isRefused() {
        assertThatThrownBy(() -> ClojureFuture.call(nothing()))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("task must not be null");
    }

    @Test
    void deref_beforeTheEnd_waits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            release.await();
            return "done";
        });
        Blocked<String> plain = Blocked.on(future::deref);
        Blocked<String> get = Blocked.on(future::get);
        Blocked<String> forEver = Blocked.on(() -> future.deref(FOREVER));
        Blocked<String> relaxed = Blocked.on(() -> future.deref(FOREVER, "fallback"));

        assertThat(future.isRealized()).isFalse();
        assertThat(future.isDone()).isFalse();
        release.countDown();

        assertThat(plain.value()).isEqualTo("done");
        assertThat(get.value()).isEqualTo("done");
        assertThat(forEver.value()).isEqualTo("done");
        assertThat(relaxed.value()).isEqualTo("done");
    }

    @Test
    void deref_whenTheTimeIsOver_throwsTimeoutThatNamesItOrReturnsTheFallback() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);

        assertThatThrownBy(() -> future.deref(Duration.ofMillis(20)))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessageStartingWith("future must be done within PT0.02S, was still running");
        assertThat(future.deref(Duration.ofMillis(1), "fallback")).isEqualTo("fallback");
        assertThat(future.deref(Duration.ZERO, "fallback")).isEqualTo("fallback");
        assertThat(future.isDone()).isFalse();

        release.countDown();
        assertThat(future.deref(LONG)).isEqualTo("done");
    }

    @Test
    void deref_withBadDuration_isRefused() {
        ClojureFuture<String> future = ClojureFuture.call(() -> "there");

        assertThatThrownBy(() -> future.deref(Duration.ofSeconds(-1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must be >= 0, was PT-1S");
        assertThatThrownBy(() -> future.deref(Duration.ofSeconds(-1), "fallback"))
                .isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> future.deref(nothing())).isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void deref_interrupted_throwsClearsTheFlagAndLosesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);
        var calls = java.util.List.of(
                Blocked.<String>on(future::deref),
                Blocked.<String>on(() -> future.deref(LONG)),
                Blocked.<String>on(() -> future.deref(LONG, "fallback")),
                Blocked.<String>on(future::get),
                Blocked.<String>on(() -> future.get(20, TimeUnit.SECONDS)));

        for (Blocked<String> call : calls) {
            assertThat(call.interrupt().failure()).isExactlyInstanceOf(InterruptedException.class);
            assertThat(call.flag()).isFalse();
        }
        release.countDown();
        assertThat(future.deref()).isEqualTo("done");
    }

    @Test
    void deref_inATransaction_isRefusedUnlessDone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(future::deref))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ClojureFuture.deref must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> future.deref(LONG)))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> future.deref(LONG, "fallback")))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> future.get(1, TimeUnit.SECONDS)))
                .isExactlyInstanceOf(IllegalStateException.class);

        release.countDown();
        future.deref();
        assertThat(LockingTransaction.runInTransaction(future::deref)).isEqualTo("done");
    }

    @Test
    void fact38_derefOfAFailedFutureThrowsExecutionException() {
        IOException failure = new IOException("no such file");
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            throw failure;
        });

        assertThatThrownBy(future::deref)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> future.deref(LONG)).cause().isSameAs(failure);
        assertThatThrownBy(() -> future.deref(LONG, "fallback")).cause().isSameAs(failure);
        assertThatThrownBy(() -> ClojureCode.call("deref", future))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> ClojureCode.call("deref", future.unwrap()))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void deref_ofATaskThatThrowsAnError_throwsExecutionExceptionWithIt() {
        Error failure = new AssertionError("broken");
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            throw failure;
        });

        assertThatThrownBy(future::deref)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void deref_ofATaskThatThrowsATimeout_isNotATimeout() {
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            throw new TimeoutException("of the task");
        });

        assertThatThrownBy(() -> future.deref(LONG, "fallback"))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    void cancel_interruptsTheTask() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            try {
                started.countDown();
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        started.await();

        assertThat(future.cancel(true)).isTrue();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.isRealized()).isTrue();
        assertThat(future.cancel(true)).isFalse();
        assertThatThrownBy(future::deref).isExactlyInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> future.deref(LONG, "fallback")).isExactlyInstanceOf(CancellationException.class);
    }

    @Test
    void fact40_callConveysTheBindingsAndSetThereIsRefused() throws Exception {
        Var var = Var.create("root").setDynamic();
        Var.pushThreadBindings(RT.map(var, "bound"));
        ClojureFuture<Object> read;
        ClojureFuture<Object> set;
        try {
            read = ClojureFuture.call(var::deref);
            set = ClojureFuture.call(() -> var.set("other"));
        } finally {
            Var.popThreadBindings();
        }

        assertThat(read.deref()).isEqualTo("bound");
        assertThatThrownBy(set::deref)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from non-binding thread");
    }

    @Test
    void fact40_theThreadKeepsTheBindingsThatClojureConveysToIt() throws Exception {
        Var var = Var.create("root").setDynamic();
        var pool = Executors.newSingleThreadExecutor();
        try {
            Var.pushThreadBindings(RT.map(var, "bound"));
            Runnable conveyed;
            try {
                conveyed = ClojureCode.call("@#'clojure.core/binding-conveyor-fn", ClojureCode.<Object>eval("(fn [])"));
            } finally {
                Var.popThreadBindings();
            }
            assertThat(pool.submit(var::deref).get()).isEqualTo("root");
            pool.submit(conveyed).get();
            assertThat(pool.submit(var::deref).get()).isEqualTo("bound");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void facade_inClojure_isAFuture() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);

        assertThat(ClojureCode.<Boolean>call("future?", future)).isTrue();
        assertThat(ClojureCode.<Boolean>call("future-done?", future)).isFalse();
        assertThat(ClojureCode.<Boolean>call("realized?", future)).isFalse();
        assertThat(ClojureCode.<String>call("pr-str", future)).contains(":status :pending");
        assertThat(ClojureCode.<Object>call("deref", future, 1L, "fallback")).isEqualTo("fallback");
        release.countDown();
        assertThat(ClojureCode.<Object>call("(fn [f] @f)", future)).isEqualTo("done");
        assertThat(ClojureCode.<Boolean>call("realized?", future)).isTrue();
        assertThat(ClojureCode.<Boolean>call("future-cancel", future)).isFalse();
        assertThat(ClojureCode.<Boolean>call("future-cancelled?", future)).isFalse();
        assertThat(ClojureCode.<String>call("pr-str", future)).contains(":status :ready, :val \"done\"");
    }

    @Test
    void wrap_aNativeFuture_sharesIt() throws Exception {
        Object raw = ClojureCode.eval("(future 42)");
        ClojureFuture<Long> future = ClojureFuture.wrap(raw);

        assertThat(future.deref()).isEqualTo(42L);
        assertThat(future.unwrap()).isSameAs(raw);
        assertThat(future).isEqualTo(ClojureFuture.wrap(raw)).hasSameHashCodeAs(ClojureFuture.wrap(raw));
        assertThat(future).isNotEqualTo(ClojureFuture.wrap(new CompletableFuture<>()));
        assertThat(ClojureFuture.<Long>wrap(future)).isSameAs(future);
    }

    @Test
    void wrap_anyFuture_givesItClojuresVerbs() {
        FutureTask<String> task = new FutureTask<>(() -> "ran");
        ClojureFuture<String> future = ClojureFuture.wrap(task);

        assertThat(ClojureCode.<Boolean>call("realized?", future)).isFalse();
        task.run();
        assertThat(ClojureCode.<Object>call("deref", future)).isEqualTo("ran");
    }

    @Test
    void wrap_somethingElse_isRefusedWithBothTypes() {
        assertThatThrownBy(() -> ClojureFuture.wrap("text"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("object must be a java.util.concurrent.Future, was java.lang.String: text");
        assertThatThrownBy(() -> ClojureFuture.wrap(nothing()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was null");
    }

    @Test
    void from_aStage_hasClojuresVerbs() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        ClojureFuture<String> future = ClojureFuture.from(stage);

        assertThat(ClojureCode.<Boolean>call("realized?", future)).isFalse();
        assertThat(ClojureCode.<Object>call("deref", future, 1L, "fallback")).isEqualTo("fallback");
        stage.complete("done");
        assertThat(ClojureCode.<Boolean>call("realized?", future)).isTrue();
        assertThat(ClojureCode.<Object>call("(fn [f] @f)", future)).isEqualTo("done");
        assertThat(future.deref()).isEqualTo("done");
        assertThat(future.toCompletableFuture()).isSameAs(stage);
        assertThat(future.unwrap()).isSameAs(stage);
    }

    @Test
    void from_aFailedStage_throwsItsCause() {
        IOException failure = new IOException("no such file");
        CompletionStage<String> stage =
                CompletableFuture.<String>failedFuture(failure).thenApply(text -> text);

        ClojureFuture<String> future = ClojureFuture.from(stage);

        assertThatThrownBy(future::deref)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThatThrownBy(() -> ClojureCode.call("deref", future))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void from_aStage_futureCancelCancelsIt() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        ClojureFuture<String> future = ClojureFuture.from(stage);

        assertThat(ClojureCode.<Boolean>call("future-cancel", future)).isTrue();

        assertThat(stage).isCancelled();
        assertThat(ClojureCode.<Boolean>call("future-cancelled?", future)).isTrue();
        assertThatThrownBy(() -> ClojureCode.call("deref", future)).isExactlyInstanceOf(CancellationException.class);
    }

    @Test
    void from_aStageThatOthersCannotComplete_isDoneWithIt() throws Exception {
        CompletableFuture<String> source = new CompletableFuture<>();
        ClojureFuture<String> future = ClojureFuture.from(source.minimalCompletionStage());

        source.complete("done");

        assertThat(future.deref(LONG)).isEqualTo("done");
    }

    @Test
    void toCompletableFuture_ofADoneFuture_isDoneAtOnce() throws Exception {
        ClojureFuture<String> future = ClojureFuture.call(() -> "done");
        future.deref();

        assertThat(future.toCompletableFuture()).isCompletedWithValue("done");
    }

    @Test
    void toCompletableFuture_completesWithTheFuture() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> result = waiting(release).toCompletableFuture();
        assertThat(result).isNotDone();

        release.countDown();

        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void toCompletableFuture_failsWithWhatTheTaskThrew() {
        IOException failure = new IOException("no such file");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> result = ClojureFuture.<String>call(() -> {
                    release.await();
                    throw failure;
                })
                .toCompletableFuture();

        release.countDown();

        assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS)).cause().isSameAs(failure);
    }

    @Test
    void toCompletableFuture_cancelled_cancelsTheFuture() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        ClojureFuture<String> future = ClojureFuture.call(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return "never";
        });
        started.await();

        future.toCompletableFuture().cancel(false);

        assertThat(future.isCancelled()).isTrue();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(LONG).until(() -> OwnThreads.named("trestle-wait-").isEmpty());
    }

    @Test
    void toCompletableFuture_ofAFutureThatIsCancelled_isCancelled() {
        ClojureFuture<String> future = waiting(new CountDownLatch(1));
        CompletableFuture<String> result = future.toCompletableFuture();

        ClojureCode.call("future-cancel", future.unwrap());

        await().atMost(LONG).until(result::isCancelled);
    }

    @Test
    void toCompletableFuture_completedByAnother_leavesTheFutureAlone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);

        future.toCompletableFuture().complete("by another");

        await().atMost(LONG).until(() -> OwnThreads.named("trestle-wait-").isEmpty());
        assertThat(future.isDone()).isFalse();
        release.countDown();
        assertThat(future.deref()).isEqualTo("done");
    }

    @Test
    void toString_showsWhatHasBecomeOfIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ClojureFuture<String> future = waiting(release);
        assertThat(future).hasToString("ClojureFuture[pending]");
        release.countDown();
        future.deref();
        assertThat(future).hasToString("ClojureFuture[done]");

        Future<String> cancelled = ClojureFuture.from(new CompletableFuture<>());
        cancelled.cancel(true);
        assertThat(cancelled).hasToString("ClojureFuture[cancelled]");
        assertThat(ClojureFuture.from(CompletableFuture.failedFuture(new IOException("no such file"))))
                .hasToString("ClojureFuture[failed: java.io.IOException: no such file]");
    }

    private static ClojureFuture<String> waiting(CountDownLatch release) {
        return ClojureFuture.call(() -> {
            release.await();
            return "done";
        });
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}

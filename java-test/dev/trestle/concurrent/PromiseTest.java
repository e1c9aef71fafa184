package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import clojure.lang.ArityException;
import clojure.lang.LockingTransaction;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.OwnThreads;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class PromiseTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        // snippet
        Promise<String> answer = Promise.create();
        ClojureFuture.call(() -> answer.deliver("yes"));
        String value = answer.deref(Duration.ofSeconds(5));
        // end

        assertThat(value).isEqualTo("yes");
        assertThat(JavadocSnippet.shownBy(Promise.class)).isEqualTo(JavadocSnippet.testedBy(PromiseTest.class));
    }

    @Test
    void deliver_theFirstTime_isTrueAndAfterwardsFalse() throws Exception {
        Promise<Integer> promise = Promise.create();

        assertThat(promise.deliver(1)).isTrue();
        assertThat(promise.deliver(2)).isFalse();
        assertThat(promise.deref()).isEqualTo(1);
    }

    @Test
    void deliver_null_isAValue() throws Exception {
        Promise<String> promise = Promise.create();

        assertThat(promise.deliver(nothing())).isTrue();
        assertThat(promise.isRealized()).isTrue();
        assertThat(promise.deref(Duration.ZERO)).isNull();
        assertThat(promise.deliver("late")).isFalse();
    }

    @Test
    void deliver_fromManyThreads_isTrueOnce() throws Exception {
        Promise<Integer> promise = Promise.create();
        CountDownLatch start = new CountDownLatch(1);
        var attempts = java.util.stream.IntStream.range(0, 16)
                .mapToObj(i -> ClojureFuture.call(() -> {
                    start.await();
                    return promise.deliver(i) ? i : -1;
                }))
                .toList();

        start.countDown();

        int winners = 0;
        for (ClojureFuture<Integer> attempt : attempts) {
            if (attempt.deref() >= 0) {
                winners++;
                assertThat(promise.deref()).isEqualTo(attempt.deref());
            }
        }
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void deref_beforeDelivery_waits() throws Exception {
        Promise<String> promise = Promise.create();
        Blocked<String> reader = Blocked.on(promise::deref);

        assertThat(promise.isRealized()).isFalse();
        promise.deliver("now");

        assertThat(reader.value()).isEqualTo("now");
    }

    @Test
    void deref_withHugeDuration_waitsForEver() throws Exception {
        Promise<String> promise = Promise.create();
        Blocked<String> strict = Blocked.on(() -> promise.deref(FOREVER));
        Blocked<String> relaxed = Blocked.on(() -> promise.deref(FOREVER, "fallback"));

        promise.deliver("now");

        assertThat(strict.value()).isEqualTo("now");
        assertThat(relaxed.value()).isEqualTo("now");
    }

    @Test
    void deref_whenTheTimeIsOver_throwsTimeoutThatNamesIt() {
        Promise<String> promise = Promise.create();

        assertThatThrownBy(() -> promise.deref(Duration.ofMillis(20)))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("promise must be delivered within PT0.02S, was still pending");
        assertThatThrownBy(() -> promise.deref(Duration.ZERO)).isExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    void deref_whenTheTimeIsOver_waitsNoLessThanAsked() throws Exception {
        long start = System.nanoTime();

        Promise.<String>create().deref(Duration.ofMillis(30), "fallback");

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
    }

    @Test
    void deref_whenTheTimeIsOver_returnsTheFallback() throws Exception {
        Promise<String> promise = Promise.create();

        assertThat(promise.deref(Duration.ofMillis(1), "fallback")).isEqualTo("fallback");
        assertThat(promise.deref(Duration.ZERO, nothing())).isNull();
    }

    @Test
    void deref_withBadDuration_isRefused() {
        Promise<String> promise = Promise.create();
        promise.deliver("there");

        assertThatThrownBy(() -> promise.deref(Duration.ofSeconds(-1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must be >= 0, was PT-1S");
        assertThatThrownBy(() -> promise.deref(Duration.ofNanos(-1), "fallback"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must be >= 0, was PT-0.000000001S");
        assertThatThrownBy(() -> promise.deref(nothing()))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("timeout must not be null");
    }

    @Test
    void deref_interrupted_throwsClearsTheFlagAndLosesNothing() throws Exception {
        Promise<String> promise = Promise.create();
        Blocked<String> plain = Blocked.<String>on(promise::deref).interrupt();
        Blocked<String> timed = Blocked.<String>on(() -> promise.deref(LONG)).interrupt();
        Blocked<String> relaxed =
                Blocked.<String>on(() -> promise.deref(LONG, "fallback")).interrupt();

        assertThat(plain.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(timed.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(relaxed.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(plain.flag()).isFalse();
        assertThat(timed.flag()).isFalse();
        assertThat(relaxed.flag()).isFalse();
        promise.deliver("still there");
        assertThat(promise.deref()).isEqualTo("still there");
    }

    @Test
    void deref_inATransaction_isRefusedUnlessTheValueIsThere() throws Exception {
        Promise<String> promise = Promise.create();

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(promise::deref))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Promise.deref must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> promise.deref(LONG)))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(() -> promise.deref(LONG, "fallback")))
                .isExactlyInstanceOf(IllegalStateException.class);

        promise.deliver("there");
        assertThat(LockingTransaction.runInTransaction(promise::deref)).isEqualTo("there");
    }

    @Test
    void fact38_derefOfAPromiseThrowsAnInterruptedExceptionThatClojureDoesNotDeclare() throws Exception {
        Object nativePromise = ClojureCode.eval("(promise)");

        Blocked<Object> ofClojure = Blocked.on(() -> ClojureCode.call("deref", nativePromise));
        Blocked<Object> ofFacade = Blocked.on(() -> ClojureCode.call("deref", Promise.wrap(nativePromise)));

        assertThat(ofClojure.interrupt().failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(ofFacade.interrupt().failure()).isExactlyInstanceOf(InterruptedException.class);
    }

    @Test
    void fact39_deliverReturnsThePromiseTheFirstTimeAndNilAfterwards() {
        Object nativePromise = ClojureCode.eval("(promise)");
        Promise<String> facade = Promise.create();

        assertThat(ClojureCode.<Object>call("deliver", nativePromise, "a")).isSameAs(nativePromise);
        assertThat(ClojureCode.<@Nullable Object>call("deliver", nativePromise, "b"))
                .isNull();
        assertThat(ClojureCode.<Object>call("deliver", facade, "a")).isSameAs(facade);
        assertThat(ClojureCode.<@Nullable Object>call("deliver", facade, "b")).isNull();
    }

    @Test
    void fact39_aPromiseCannotFail() {
        assertThat(Promise.class.getMethods())
                .extracting(java.lang.reflect.Method::getName)
                .doesNotContain("from", "fail", "completeExceptionally");
    }

    @Test
    void facade_inClojure_isAPromise() throws Exception {
        Promise<Object> promise = Promise.create();

        assertThat(ClojureCode.<Boolean>call("realized?", promise)).isFalse();
        assertThat(ClojureCode.<String>call("pr-str", promise)).contains(":status :pending");
        assertThat(ClojureCode.<Object>call("deref", promise, 1L, "fallback")).isEqualTo("fallback");
        assertThat(ClojureCode.<Object>call("(fn [p] (p 42))", promise)).isSameAs(promise);
        assertThat(ClojureCode.<Object>call("(fn [p] @p)", promise)).isEqualTo(42L);
        assertThat(ClojureCode.<Object>call("(fn [p] (apply p [43]))", promise)).isNull();
        assertThat(ClojureCode.<Boolean>call("realized?", promise)).isTrue();
        assertThat(ClojureCode.<String>call("pr-str", promise)).contains(":status :ready, :val 42");
        assertThat(promise.deref()).isEqualTo(42L);
    }

    @Test
    void facade_calledWithoutAValue_isAnArityError() {
        Promise<Object> promise = Promise.create();

        assertThatThrownBy(() -> ClojureCode.call("(fn [p] (p))", promise)).isInstanceOf(ArityException.class);
        assertThat(promise.isRealized()).isFalse();
    }

    @Test
    void facade_withMetadata_deliversToTheSamePromise() throws Exception {
        Promise<Object> promise = Promise.create();

        Object marked = ClojureCode.call("(fn [p] (with-meta p {:on-caller? true}))", promise);
        ClojureCode.call("(fn [p] (p :x))", marked);

        assertThat(ClojureCode.<Object>call("(comp :on-caller? meta)", marked)).isEqualTo(true);
        assertThat(ClojureCode.<@Nullable Object>call("meta", promise)).isNull();
        assertThat(promise.deref()).isEqualTo(ClojureCode.<Object>eval(":x"));
    }

    @Test
    void wrap_aNativePromise_sharesIt() throws Exception {
        Object raw = ClojureCode.eval("(promise)");
        Promise<String> promise = Promise.wrap(raw);

        ClojureCode.call("deliver", raw, "from Clojure");

        assertThat(promise.deref()).isEqualTo("from Clojure");
        assertThat(promise.unwrap()).isSameAs(raw);
        assertThat(promise).isEqualTo(Promise.wrap(raw)).hasSameHashCodeAs(Promise.wrap(raw));
        assertThat(promise).isNotEqualTo(Promise.create());
        assertThat(Promise.<String>wrap(promise)).isSameAs(promise);
    }

    @Test
    void wrap_somethingElse_isRefusedWithBothTypes() {
        for (Object wrong : new Object[] {"text", ClojureCode.eval("(atom 1)"), ClojureCode.eval("(future 1)")}) {
            assertThatThrownBy(() -> Promise.wrap(wrong))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Clojure promise")
                    .hasMessageContaining(wrong.getClass().getName());
        }
        assertThatThrownBy(() -> Promise.wrap(nothing()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was null");
    }

    @Test
    void toCompletableFuture_ofADeliveredPromise_isDoneAtOnce() {
        Promise<String> promise = Promise.create();
        promise.deliver("there");

        assertThat(promise.toCompletableFuture()).isCompletedWithValue("there");
    }

    @Test
    void toCompletableFuture_ofADeliveredPromise_keepsTheInterruptFlag() {
        Promise<String> promise = Promise.create();
        promise.deliver("there");
        Thread.currentThread().interrupt();

        CompletableFuture<String> result = promise.toCompletableFuture();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isCompletedWithValue("there");
    }

    @Test
    void toCompletableFuture_completesOnDelivery() throws Exception {
        Promise<String> promise = Promise.create();
        CompletableFuture<String> result = promise.toCompletableFuture();
        assertThat(result).isNotDone();

        promise.deliver("now");

        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("now");
    }

    @Test
    void toCompletableFuture_inATransaction_isAllowedForItDoesNotWait() throws Exception {
        Promise<String> promise = Promise.create();

        Object result = LockingTransaction.runInTransaction(promise::toCompletableFuture);

        promise.deliver("now");
        assertThat(((CompletableFuture<?>) result).get(20, TimeUnit.SECONDS)).isEqualTo("now");
    }

    @Test
    void toCompletableFuture_cancelled_leavesNothingBehind() throws Exception {
        Promise<String> promise = Promise.create();
        CompletableFuture<String> cancelled = promise.toCompletableFuture();
        CompletableFuture<String> completed = promise.toCompletableFuture();
        CompletableFuture<String> expired = promise.toCompletableFuture().orTimeout(1, TimeUnit.MILLISECONDS);

        cancelled.cancel(true);
        completed.complete("by another");

        await().atMost(LONG).until(expired::isDone);
        await().atMost(LONG).until(() -> OwnThreads.named("trestle-wait-").isEmpty());
        assertThat(promise.isRealized()).isFalse();
        assertThat(promise.deliver("still free")).isTrue();
        assertThat(promise.deref()).isEqualTo("still free");
    }

    @Test
    void toCompletableFuture_cancelled_releasesThePromise() {
        CompletableFuture<String> result = new CompletableFuture<>();
        WeakReference<Object> promise = abandoned(result);

        result.cancel(true);

        await().atMost(LONG).until(() -> {
            System.gc();
            return promise.get() == null;
        });
    }

    private static WeakReference<Object> abandoned(CompletableFuture<String> result) {
        Promise<String> promise = Promise.create();
        CompletableFuture<String> waiting = promise.toCompletableFuture();
        result.whenComplete((value, failure) -> waiting.cancel(true));
        return new WeakReference<>(promise.unwrap());
    }

    @Test
    void toString_showsTheValueOrThatItIsPending() {
        Promise<Integer> promise = Promise.create();

        assertThat(promise).hasToString("Promise[pending]");
        promise.deliver(42);
        assertThat(promise).hasToString("Promise[42]");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}

package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LockingTransaction;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class DelayTest {

    @Test
    void snippet_isWhatTheJavadocShows() {
        // snippet
        Delay<Map<String, String>> settings = Delay.of(() -> Map.of("colour", "green"));
        String colour = settings.deref().get("colour");
        // end

        assertThat(colour).isEqualTo("green");
        assertThat(JavadocSnippet.shownBy(Delay.class)).isEqualTo(JavadocSnippet.testedBy(DelayTest.class));
    }

    @Test
    void deref_computesOnceWhenAsked() {
        AtomicInteger runs = new AtomicInteger();
        Delay<Integer> delay = Delay.of(runs::incrementAndGet);

        assertThat(delay.isRealized()).isFalse();
        assertThat(runs).hasValue(0);
        assertThat(delay.deref()).isEqualTo(1);
        assertThat(delay.force()).isEqualTo(1);
        assertThat(delay.isRealized()).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void deref_ofNull_computesOnce() {
        AtomicInteger runs = new AtomicInteger();
        Delay<String> delay = Delay.of(() -> {
            runs.incrementAndGet();
            return nothing();
        });

        assertThat(delay.deref()).isNull();
        assertThat(delay.deref()).isNull();
        assertThat(runs).hasValue(1);
    }

    @Test
    void deref_fromManyThreads_computesOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        Delay<Integer> delay = Delay.of(() -> {
            awaitQuietly(release);
            return runs.incrementAndGet();
        });

        List<Blocked<Integer>> readers = Stream.generate(() -> Blocked.<Integer>on(delay::deref))
                .limit(8)
                .toList();
        release.countDown();

        for (Blocked<Integer> reader : readers) {
            assertThat(reader.value()).isEqualTo(1);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void of_withoutABody_isRefused() {
        assertThatThrownBy(() -> Delay.of(nothing()))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("body must not be null");
    }

    @Test
    void fact39_aDelayKeepsAnyThrowable() {
        AtomicInteger runs = new AtomicInteger();
        RuntimeException failure = new IllegalArgumentException("bad");
        Delay<String> delay = Delay.of(() -> {
            runs.incrementAndGet();
            throw failure;
        });
        Error error = new AssertionError("broken");
        Delay<String> broken = Delay.of(() -> {
            throw error;
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(delay::deref).isSameAs(failure);
            assertThatThrownBy(() -> ClojureCode.call("deref", delay.unwrap())).isSameAs(failure);
            assertThatThrownBy(broken::deref).isSameAs(error);
        }
        assertThat(runs).hasValue(1);
        assertThat(delay.isRealized()).isTrue();
    }

    @Test
    void fact39_forceOnAFacadeReturnsTheFacade() {
        Delay<Integer> delay = Delay.of(() -> 42);

        assertThat(ClojureCode.<Object>call("force", delay)).isSameAs(delay);
        assertThat(ClojureCode.<Boolean>call("delay?", delay)).isFalse();
        assertThat(ClojureCode.<Object>call("force", delay.unwrap())).isEqualTo(42);
        assertThat(ClojureCode.<Boolean>call("delay?", delay.unwrap())).isTrue();
    }

    @Test
    void fact38_threeArgumentDerefOfADelayIsAClassCastException() {
        Object raw = ClojureCode.eval("(delay 1)");

        assertThatThrownBy(() -> ClojureCode.call("deref", raw, 1L, 2)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> ClojureCode.call("deref", Delay.wrap(raw), 1L, 2))
                .isInstanceOf(ClassCastException.class);
    }

    @Test
    void deref_ofACheckedException_throwsItAsACause() {
        Delay<String> delay = Delay.wrap(ClojureCode.<Object>eval("(delay (throw (java.io.IOException. \"gone\")))"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(delay::deref)
                    .isExactlyInstanceOf(CompletionException.class)
                    .hasCauseExactlyInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void deref_ofAnInterruptedComputation_restoresTheFlagOnceOnly() {
        Delay<String> delay =
                Delay.wrap(ClojureCode.<Object>eval("(delay (.await (java.util.concurrent.CountDownLatch. 1)))"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(delay::deref)
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(delay::deref)
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void deref_ofADelayThatNeedsItself_isAClearIllegalState() {
        AtomicReference<Delay<Integer>> self = new AtomicReference<>();
        self.set(Delay.of(() -> self.get().deref() + 1));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> self.get().deref())
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("delay must not need its own value to compute it");
        }
        assertThatThrownBy(() -> ClojureCode.call("force", self.get().unwrap()))
                .isExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void deref_ofADelayThatNeedsItselfAndHidesIt_isAClearIllegalStateToo() {
        AtomicReference<Delay<Integer>> self = new AtomicReference<>();
        self.set(Delay.of(() -> {
            try {
                return self.get().deref() + 1;
            } catch (IllegalStateException hidden) {
                return 0;
            }
        }));

        assertThatThrownBy(() -> self.get().deref()).isExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void deref_ofTwoDelaysThatNeedEachOther_isAClearIllegalState() {
        AtomicReference<Delay<Integer>> second = new AtomicReference<>();
        Delay<Integer> first = Delay.of(() -> second.get().deref() + 1);
        second.set(Delay.of(() -> first.deref() + 1));

        assertThatThrownBy(first::deref)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("break the cycle");
        assertThat(second.get().isRealized()).isTrue();
    }

    @Test
    void deref_inATransaction_isRefusedUnlessComputed() throws Exception {
        Delay<String> delay = Delay.of(() -> "value");

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(delay::deref))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Delay.deref must not be called in a transaction");
        assertThatThrownBy(() -> LockingTransaction.runInTransaction(delay::toCompletableFuture))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(delay.isRealized()).isFalse();

        assertThat(delay.deref()).isEqualTo("value");
        assertThat(LockingTransaction.runInTransaction(delay::deref)).isEqualTo("value");
    }

    @Test
    void facade_inClojure_isADelay() {
        Delay<String> delay = Delay.of(() -> "value");

        assertThat(ClojureCode.<Boolean>call("realized?", delay)).isFalse();
        assertThat(ClojureCode.<String>call("pr-str", delay)).contains(":status :pending");
        assertThat(ClojureCode.<Object>call("(fn [d] @d)", delay)).isEqualTo("value");
        assertThat(ClojureCode.<Boolean>call("realized?", delay)).isTrue();
        assertThat(ClojureCode.<String>call("pr-str", delay)).contains(":status :ready, :val \"value\"");
    }

    @Test
    void wrap_aNativeDelay_sharesIt() {
        Object raw = ClojureCode.eval("(delay 42)");
        Delay<Long> delay = Delay.wrap(raw);

        assertThat(delay.deref()).isEqualTo(42L);
        assertThat(ClojureCode.<Boolean>call("realized?", raw)).isTrue();
        assertThat(delay.unwrap()).isSameAs(raw);
        assertThat(delay).isEqualTo(Delay.wrap(raw)).hasSameHashCodeAs(Delay.wrap(raw));
        assertThat(delay).isNotEqualTo(Delay.of(() -> 42L));
        assertThat(Delay.<Long>wrap(delay)).isSameAs(delay);
    }

    @Test
    void wrap_somethingElse_isRefusedWithBothTypes() {
        assertThatThrownBy(() -> Delay.wrap("text"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("object must be a clojure.lang.Delay, was java.lang.String: text");
        assertThatThrownBy(() -> Delay.wrap(nothing()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was null");
    }

    @Test
    void toCompletableFuture_startsTheComputation() throws Exception {
        Delay<String> delay = Delay.of(() -> Thread.currentThread().getName());

        String thread = delay.toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(thread).startsWith("clojure-agent-send-off-pool");
        assertThat(delay.deref()).isEqualTo(thread);
        assertThat(delay.toCompletableFuture()).isCompletedWithValue(thread);
    }

    @Test
    void toCompletableFuture_failsWithWhatTheComputationThrew() {
        Delay<String> delay = Delay.wrap(ClojureCode.<Object>eval("(delay (throw (java.io.IOException. \"gone\")))"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> delay.toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .hasCauseExactlyInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void toCompletableFuture_cancelled_doesNotStopTheComputation() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Delay<String> delay = Delay.of(() -> {
            awaitQuietly(release);
            return "for all";
        });

        CompletableFuture<String> result = delay.toCompletableFuture();
        result.cancel(true);
        Blocked<String> reader = Blocked.on(delay::deref);
        release.countDown();

        assertThat(reader.value()).isEqualTo("for all");
    }

    @Test
    void toString_showsTheValueWithoutComputingIt() {
        Delay<Integer> delay = Delay.of(() -> 42);
        assertThat(delay).hasToString("Delay[pending]");
        delay.deref();
        assertThat(delay).hasToString("Delay[42]");

        Delay<Integer> broken = Delay.of(() -> {
            throw new IllegalArgumentException("bad");
        });
        assertThatThrownBy(broken::deref).isInstanceOf(IllegalArgumentException.class);
        assertThat(broken).hasToString("Delay[failed: java.lang.IllegalArgumentException: bad]");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}

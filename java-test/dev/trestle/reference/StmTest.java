package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Racing;
import dev.trestle.testing.Uncaught;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StmTest {
    private static final class InsufficientFundsException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        Ref<Long> account = Ref.of(100L);
        long amount = 30;

        // snippet
        long left = Stm.dosync(() -> {
            if (account.deref() < amount) {
                throw new InsufficientFundsException();
            }
            return account.alter(n -> n - amount);
        });
        // end

        assertThat(left).isEqualTo(70L);
        assertThat(JavadocSnippet.shownBy(Stm.class)).isEqualTo(JavadocSnippet.testedBy(StmTest.class));
    }

    @Test
    void dosync_commitsTogether() throws Exception {
        // given
        Ref<Long> from = Ref.of(1_000L);
        Ref<Long> to = Ref.of(0L);
        AtomicInteger torn = new AtomicInteger();

        // when
        Racing.threads(4, thread -> {
            for (int i = 0; i < 250; i++) {
                if (thread == 0) {
                    long sum = Stm.dosync(() -> from.deref() + to.deref());
                    if (sum != 1_000) {
                        torn.incrementAndGet();
                    }
                } else {
                    Stm.dosync(() -> {
                        from.alter(n -> n - 1);
                        to.alter(n -> n + 1);
                    });
                }
            }
        });

        // then
        assertThat(torn).hasValue(0);
        assertThat(from.deref()).isEqualTo(250L);
        assertThat(to.deref()).isEqualTo(750L);
    }

    @Test
    void dosync_declaresTheBodysOwnException_andUndoes() {
        Ref<Long> ref = Ref.of(1L);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> readAndFail(ref))
                .withMessage("disk");
        assertThat(ref.deref()).isEqualTo(1L);
        assertThat(Stm.isRunning()).isFalse();
    }

    private static long readAndFail(Ref<Long> ref) throws IOException { // compiles only if the type is inferred
        return Stm.dosync(() -> {
            ref.set(2L);
            if (ref.deref() == 2L) {
                throw new IOException("disk");
            }
            return ref.deref();
        });
    }

    @Test
    void dosync_withoutAValue_isChosenForAStatementBody() {
        Ref<List<String>> ref = Ref.of(List.of());
        Stm.dosync(() -> {
            ref.set(List.of("x"));
        });

        assertThat(ref.deref()).containsExactly("x");
    }

    @Test
    void exceptionOfTheBody_passesByIdentity_andUndoes() {
        Ref<Long> ref = Ref.of(1L);
        RuntimeException failure = new RuntimeException("mine");
        Error error = new Error("mine");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Stm.dosync(() -> {
                    ref.set(2L);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatExceptionOfType(Error.class)
                .isThrownBy(() -> Stm.dosync(() -> {
                    ref.set(2L);
                    throw error;
                }))
                .isSameAs(error);
        assertThat(ref.deref()).isEqualTo(1L);
    }

    @Test
    void nullBodies_areRefused() {
        ThrowingSupplier<Object, RuntimeException> noSupplier = null;
        ThrowingRunnable<RuntimeException> noRunnable = null;

        assertThatNullPointerException()
                .isThrownBy(() -> Stm.dosync(noSupplier))
                .withMessage("body must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> Stm.dosync(noRunnable))
                .withMessage("body must not be null");
        assertThatNullPointerException().isThrownBy(() -> Stm.io(noSupplier));
        assertThatNullPointerException().isThrownBy(() -> Stm.io(noRunnable));
        assertThatNullPointerException().isThrownBy(() -> Stm.afterCommit(null));
        assertThatNullPointerException().isThrownBy(() -> Stm.builder().onRetry(null));
        assertThatNullPointerException().isThrownBy(() -> Stm.builder().deadline(null));
    }

    @Test
    void fact20_bodyThatSwallowsTheSignal_neitherLosesNorDoublesAnUpdate() throws Exception {
        // given
        Ref<Long> ref = Ref.of(0L);
        Ref<Long> nested = Ref.of(0L);
        AtomicInteger ok = new AtomicInteger();

        // when
        Racing.threads(8, thread -> {
            for (int i = 0; i < 1_000; i++) {
                Stm.dosync(() -> {
                    try {
                        ref.alter(n -> n + 1);
                        Thread.yield();
                    } catch (Throwable swallowed) {
                        // the mistake that the library survives
                    }
                    Stm.dosync(() -> nested.commute(n -> n + 1));
                });
                ok.incrementAndGet();
            }
        });

        // then
        assertThat(ok).hasValue(8_000);
        assertThat(ref.deref()).isEqualTo(8_000L);
        assertThat(nested.deref()).isEqualTo(8_000L);
    }

    @Test
    void fact20_bodyThatWrapsTheSignal_runsAgain() throws Exception {
        Ref<Long> ref = Ref.of(0L);
        Racing.threads(8, thread -> {
            for (int i = 0; i < 250; i++) {
                Stm.dosync(() -> {
                    try {
                        ref.alter(n -> n + 1);
                    } catch (Throwable e) {
                        throw new IllegalStateException("wrapped", e);
                    }
                });
            }
        });

        assertThat(ref.deref()).isEqualTo(2_000L);
    }

    @Test
    void fact20_rawEngine_losesUpdates() throws Exception {
        // the control: without the facade's record of the signal, the same mistake loses updates
        clojure.lang.Ref raw = new clojure.lang.Ref(0L);
        AtomicInteger ok = new AtomicInteger();
        Racing.threads(8, thread -> {
            for (int i = 0; i < 1_000; i++) {
                Callable<Object> body = () -> {
                    try {
                        long n = (Long) raw.deref();
                        Thread.yield();
                        raw.set(n + 1);
                    } catch (Throwable swallowed) {
                        return null;
                    }
                    return null;
                };
                try {
                    clojure.lang.LockingTransaction.runInTransaction(body);
                    ok.incrementAndGet();
                } catch (NullPointerException stoppedAttempt) {
                    // the engine does not expect a body that goes on after it was stopped
                }
            }
        });

        assertThat((Long) raw.deref()).isLessThan(ok.get());
    }

    @Test
    void fact20_swallowedSignal_inACommutingFunction_isThrownAgain() throws Exception {
        // given
        Ref<Long> source = Ref.of(0L);
        Ref<Long> count = Ref.of(0L);

        // when
        Racing.threads(4, thread -> {
            for (int i = 0; i < 1_000; i++) {
                if (thread < 2) {
                    Stm.dosync(() -> source.alter(n -> n + 1));
                } else {
                    Stm.dosync(() -> count.commute(n -> {
                        try {
                            source.deref();
                            return n + 1;
                        } catch (Throwable swallowed) {
                            return n; // an update lost, if this were committed
                        }
                    }));
                }
            }
        });

        // then
        assertThat(count.deref()).isEqualTo(2_000L);
    }

    @Test
    void fact20_sendInABodyThatSwallowed_isSentOnce() throws Exception {
        Ref<Long> ref = Ref.of(0L);
        Agent<Long> agent = Agent.of(0L);
        Racing.threads(8, thread -> {
            for (int i = 0; i < 250; i++) {
                Stm.dosync(() -> {
                    try {
                        ref.alter(n -> n + 1);
                    } catch (Throwable swallowed) {
                        // the mistake that the library survives
                    }
                    agent.send(n -> n + 1);
                });
            }
        });
        agent.await();

        assertThat(ref.deref()).isEqualTo(2_000L);
        assertThat(agent.deref()).isEqualTo(2_000L);
    }

    @Test
    void fact21_nestedTransaction_joins_andIsNotUndoneAlone() {
        Ref<Long> ref = Ref.of(0L);
        Stm.dosync(() -> {
            ref.alter(n -> n + 1);
            try {
                Stm.dosync(() -> {
                    ref.alter(n -> n + 10);
                    throw new IllegalArgumentException("inner");
                });
            } catch (IllegalArgumentException e) {
                ref.alter(n -> n + 100);
            }
        });

        assertThat(ref.deref()).isEqualTo(111L);
    }

    @Test
    void fact22_interruptFlag_survives_andBurnsNoAttempt() {
        // given
        Ref<Long> ref = Ref.of(0L);
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger seenInBody = new AtomicInteger();

        // when
        Thread.currentThread().interrupt();
        Stm.dosync(() -> {
            attempts.incrementAndGet();
            ref.alter(n -> n + 1);
            if (Thread.currentThread().isInterrupted()) {
                seenInBody.incrementAndGet();
            }
            ref.commute(n -> n);
        });

        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).hasValue(1);
        assertThat(seenInBody).hasValue(1);
        assertThat(ref.deref()).isEqualTo(1L);
    }

    @Test
    void fact22_interruptOfTheBodyItself_survivesTheCommit() {
        Ref<Long> ref = Ref.of(0L);
        Stm.dosync(() -> {
            ref.alter(n -> n + 1);
            Thread.currentThread().interrupt();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ref.deref()).isEqualTo(1L);
    }

    @Test
    void fact22_rawEngine_losesTheFlag() throws Exception {
        clojure.lang.Ref raw = new clojure.lang.Ref(0L);
        Callable<Object> body = () -> raw.set(1L);
        Thread.currentThread().interrupt();
        clojure.lang.LockingTransaction.runInTransaction(body);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void fact23_engineLimit_isATypedFailure() {
        Ref<Long> ref = Ref.of(0L);
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(() -> Stm.dosync(() -> {
                    attempts.incrementAndGet();
                    ref.deref();
                    changeElsewhere(ref);
                    return ref.alter(n -> n + 1_000_000);
                }))
                .withMessageContaining("10000 attempts")
                .satisfies(e -> {
                    assertThat(e.attempts()).isEqualTo(10_000);
                    assertThat(e.elapsed()).isPositive();
                    assertThat(e).hasCauseInstanceOf(RuntimeException.class);
                });
        assertThat(attempts).hasValue(10_000);
        assertThat(ref.deref()).isEqualTo(10_000L);
    }

    @Test
    void fact23_maxAttempts_endsIt_andCommitsNothing() {
        // given
        Ref<Long> ref = Ref.of(0L);
        Ref<Long> other = Ref.of(0L);
        List<Integer> retries = new ArrayList<>();
        Stm.Policy policy = Stm.builder().maxAttempts(3).onRetry(retries::add).build();

        // when, then
        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(() -> policy.dosync(() -> {
                    other.set(5L);
                    ref.deref();
                    changeElsewhere(ref);
                    ref.set(-1L);
                }))
                .withMessageContaining("transaction must commit within its 3 attempts, was told to retry 3 times")
                .satisfies(e -> assertThat(e.attempts()).isEqualTo(3));
        assertThat(retries).containsExactly(1, 2);
        assertThat(ref.deref()).isEqualTo(3L);
        assertThat(other.deref()).isZero();
        assertThat(Stm.isRunning()).isFalse();
        assertThat(policy.<Long, RuntimeException>dosync(() -> ref.alter(n -> n + 1)))
                .isEqualTo(4L);
    }

    @Test
    void fact23_deadline_endsIt() {
        Ref<Long> ref = Ref.of(0L);
        Stm.Policy policy = Stm.builder().deadline(Duration.ofMillis(30)).build();

        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(() -> policy.dosync(() -> {
                    ref.deref();
                    changeElsewhere(ref);
                    return ref.alter(n -> n + 1);
                }))
                .withMessageContaining("deadline of PT0.03S")
                .satisfies(e -> {
                    assertThat(e.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
                    assertThat(e.attempts()).isPositive().isLessThan(10_000);
                });
    }

    @Test
    void deadline_huge_neverEnds_zeroAllowsTheFirstAttempt() {
        Ref<Long> ref = Ref.of(0L);

        assertThat(Stm.builder()
                        .deadline(Duration.ofSeconds(Long.MAX_VALUE))
                        .build()
                        .<Long, RuntimeException>dosync(() -> ref.alter(n -> n + 1)))
                .isEqualTo(1L);
        Stm.builder().deadline(Duration.ZERO).build().dosync(() -> {
            ref.set(9L);
        });
        assertThat(ref.deref()).isEqualTo(9L);
    }

    @Test
    void limits_mustMakeSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stm.builder().maxAttempts(0))
                .withMessage("maxAttempts must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stm.builder().deadline(Duration.ofMillis(-1)))
                .withMessage("deadline must be >= 0, was PT-0.001S");
    }

    @Test
    void fact25_validators_runAtTheCommit() {
        Ref<Long> ref = Ref.of(1L);
        ref.validator(n -> n > 0);

        Stm.dosync(() -> {
            ref.set(-5L);
            ref.set(5L);
        });
        assertThat(ref.deref()).isEqualTo(5L);
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> ref.set(-5L)))
                .withMessage("value of ref must satisfy its validator, was -5: the ref keeps the value it had");
        assertThat(ref.deref()).isEqualTo(5L);
    }

    @Test
    void fact25_watcherThatThrows_neitherFailsTheTransactionNorDropsItsSends() throws Exception {
        // given
        Ref<Long> ref = Ref.of(0L);
        Agent<Long> agent = Agent.of(0L);
        ref.watch("bad", (before, after) -> {
            throw new IllegalStateException("watcher");
        });

        // when
        List<Throwable> heard = Uncaught.during(() -> Stm.dosync(() -> {
            ref.set(1L);
            agent.send(n -> n + 1);
        }));
        agent.await();

        // then
        assertThat(heard).singleElement().satisfies(e -> assertThat(e).hasMessage("watcher"));
        assertThat(agent.deref()).isEqualTo(1L);
    }

    @Test
    void fact26_otherThreads_areOutside() throws Exception {
        Ref<Long> ref = Ref.of(0L);
        AtomicReference<Boolean> elsewhere = new AtomicReference<>();
        Stm.dosync(() -> {
            ref.set(1L);
            assertThat(Stm.isRunning()).isTrue();
            Thread thread = new Thread(() -> elsewhere.set(Stm.isRunning()));
            thread.start();
            thread.join();
        });

        assertThat(elsewhere).hasValue(false);
    }

    @Test
    void fact27_afterCommit_runsOnceAndInOrder_howeverOftenTheBodyRan() {
        // given
        Ref<Long> ref = Ref.of(0L);
        AtomicInteger attempts = new AtomicInteger();
        List<String> done = new ArrayList<>();

        // when
        Stm.dosync(() -> {
            int attempt = attempts.incrementAndGet();
            Stm.afterCommit(() -> done.add("first of attempt " + attempt + " in transaction: " + Stm.isRunning()));
            ref.deref();
            if (attempt < 3) {
                changeElsewhere(ref);
            }
            ref.alter(n -> n + 1);
            Stm.afterCommit(() -> done.add("second"));
        });

        // then
        assertThat(attempts).hasValue(3);
        assertThat(done).containsExactly("first of attempt 3 in transaction: false", "second");
    }

    @Test
    void afterCommit_ofATransactionThatFails_neverRuns() {
        AtomicInteger runs = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> {
                    Stm.afterCommit(runs::incrementAndGet);
                    throw new IllegalStateException();
                }));
        Stm.dosync(() -> Stm.afterCommit(() -> runs.addAndGet(10)));

        assertThat(runs).hasValue(10);
    }

    @Test
    void afterCommit_mayRunATransactionOfItsOwn() {
        Ref<Long> ref = Ref.of(0L);
        List<Long> seen = new ArrayList<>();
        Stm.dosync(() -> {
            ref.set(1L);
            Stm.afterCommit(() -> Stm.dosync(() -> {
                ref.alter(n -> n + 1);
                Stm.afterCommit(() -> seen.add(ref.deref()));
            }));
            Stm.afterCommit(() -> seen.add(ref.deref()));
        });

        assertThat(seen).containsExactly(2L, 2L);
    }

    @Test
    void afterCommit_thatThrows_isHeard_andDisturbsNobody() throws Exception {
        List<String> done = new ArrayList<>();
        List<Throwable> heard = Uncaught.during(() -> Stm.dosync(() -> {
            Stm.afterCommit(() -> {
                throw new Error("hook");
            });
            Stm.afterCommit(() -> done.add("second"));
        }));

        assertThat(done).containsExactly("second");
        assertThat(heard).singleElement().satisfies(e -> assertThat(e).hasMessage("hook"));
    }

    @Test
    void afterCommit_inAnActionThatFailsLater_hasRun() throws Exception {
        Agent<Long> agent =
                Agent.<Long>builder(0L).errorMode(Agent.ErrorMode.CONTINUE).build();
        Ref<Long> ref = Ref.of(0L);
        AtomicInteger hooks = new AtomicInteger();
        agent.send(n -> {
            Stm.dosync(() -> {
                ref.set(1L);
                Stm.afterCommit(hooks::incrementAndGet);
            });
            throw new IllegalStateException("later");
        });
        agent.await();

        assertThat(ref.deref()).isEqualTo(1L);
        assertThat(hooks).hasValue(1);
    }

    @Test
    void afterCommit_outside_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.afterCommit(() -> {}))
                .withMessageContaining("must be called in a transaction");
    }

    @Test
    void io_inATransaction_isRefused() throws Exception {
        Ref<Long> ref = Ref.of(0L);

        assertThat(Stm.<String, RuntimeException>io(() -> "written")).isEqualTo("written");
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> {
                    ref.set(1L);
                    Stm.io(() -> ref.deref());
                }))
                .withMessageContaining("must not be called in a transaction");
        assertThat(ref.deref()).isZero();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Stm.io(() -> {
                    throw new IOException("declared");
                }));
    }

    @Test
    void atomChangedInATransaction_withAWatcherThatNeedsARetry_isNotSwallowed() throws Exception {
        // given
        Ref<Long> ref = Ref.of(0L);
        Atom<Long> atom = Atom.of(0L);
        atom.watch("copy", (before, after) -> {
            if (Stm.isRunning()) {
                ref.alter(n -> n + 1);
            }
        });

        // when
        Racing.threads(4, thread -> {
            for (int i = 0; i < 250; i++) {
                Stm.dosync(() -> atom.swap(n -> n + 1));
            }
        });

        // then
        assertThat(ref.deref()).isEqualTo(1_000L);
    }

    /** Commits a change on another thread, so that the running attempt must retry. */
    private static void changeElsewhere(Ref<Long> ref) {
        Thread thread = new Thread(() -> Stm.dosync(() -> ref.alter(n -> n + 1)));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

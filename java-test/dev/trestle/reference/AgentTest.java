package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import clojure.lang.AFn;
import clojure.lang.IRef;
import dev.trestle.collection.Vectors;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Racing;
import dev.trestle.testing.Uncaught;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AgentTest extends ReferenceContract<Agent<Long>> {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Override
    Agent<Long> create(Long value) {
        return Agent.of(value);
    }

    @Override
    void change(Agent<Long> agent, Long value) throws Exception {
        agent.sendAsync(old -> value).get(); // not await: that is an action too, and calls the watchers again
    }

    @Override
    Reference<Long> wrap(Object raw) {
        return Agent.wrap(raw);
    }

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        // snippet
        Agent<List<String>> log = Agent.of(Vectors.<String>empty());
        log.send(lines -> Vectors.conj(lines, "started"));
        log.await();
        // end

        assertThat(log.deref()).containsExactly("started");
        assertThat(JavadocSnippet.shownBy(Agent.class)).isEqualTo(JavadocSnippet.testedBy(AgentTest.class));
    }

    @Test
    void everyWayToSend_runsInOrder() throws Exception {
        // given
        Agent<String> agent = Agent.of("");
        Executor sameThread = Runnable::run;

        // when
        agent.send(s -> s + "a")
                .send((s, t) -> s + t, "b")
                .sendOff(s -> s + "c")
                .sendOff((s, t) -> s + t, "d")
                .sendVia(sameThread, s -> s + "e")
                .sendVia(sameThread, (s, t) -> s + t, "f");
        agent.await();

        // then
        assertThat(agent.deref()).isEqualTo("abcdef");
    }

    @Test
    void send_underContention_appliesEachActionOnce() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        Racing.threads(4, thread -> {
            for (int i = 0; i < 5_000; i++) {
                agent.send(n -> n + 1);
            }
            agent.await();
        });

        assertThat(agent.deref()).isEqualTo(20_000L);
    }

    @Test
    void await_untilTheActionsOfThisThreadHaveRun() throws Exception {
        Agent<Long> slow = Agent.of(0L);
        Agent<Long> other = Agent.of(0L);
        CountDownLatch gate = new CountDownLatch(1);
        slow.sendOff(n -> {
            awaitQuietly(gate);
            return 1L;
        });

        assertThat(slow.await(Duration.ofMillis(20))).isFalse();
        assertThat(slow.await(Duration.ZERO)).isFalse();
        assertThat(Agent.awaitAll(Duration.ofMillis(5), slow, other)).isFalse();
        gate.countDown();
        assertThat(Agent.awaitAll(LONG, slow, other)).isTrue();
        assertThat(slow.await(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        Agent.awaitAll(slow, other);
        Agent.awaitAll();
        assertThat(slow.deref()).isEqualTo(1L);
    }

    @Test
    void await_isAnActionThatChangesNothing_andWatchersSeeIt() throws Exception {
        Agent<Long> agent = Agent.of(1L);
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        agent.watch("log", (before, after) -> seen.add(List.of(before, after)));
        agent.await();
        agent.sendAsync(n -> n).get();

        assertThat(seen).containsExactly(List.of(1L, 1L), List.of(1L, 1L));
    }

    @Test
    void await_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agent.of(1).await(Duration.ofMillis(-1)))
                .withMessage("timeout must be >= 0, was PT-0.001S");
        assertThatNullPointerException()
                .isThrownBy(() -> Agent.of(1).await(null))
                .withMessage("timeout must not be null");
    }

    @Test
    void await_interrupted_throws_andLeavesTheAgentAlone() throws Exception {
        // given
        Agent<Long> agent = Agent.of(0L);
        CountDownLatch gate = new CountDownLatch(1);
        agent.sendOff(n -> {
            awaitQuietly(gate);
            return n + 1;
        });

        // when, then
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(agent::await);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        gate.countDown();
        agent.await();
        assertThat(agent.deref()).isEqualTo(1L);
    }

    @Test
    void fact34_await_inATransactionOrAnAction_isRefused() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        Agent<Long> other = Agent.of(0L);

        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> other.await()))
                .withMessageContaining("Agent.await must not be called in a transaction");
        AtomicReference<Throwable> inAction = new AtomicReference<>();
        agent.send(n -> {
            try {
                other.await();
            } catch (IllegalStateException | InterruptedException e) {
                inAction.set(e);
            }
            return n;
        });
        agent.await();
        assertThat(inAction.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not be called in an action");
    }

    @Test
    void fact28_actionThatThrows_stopsTheAgent_whichSaysSo() throws Exception {
        // given
        Agent<Long> agent = Agent.of(1L);
        RuntimeException failure = new RuntimeException("action");

        // when
        agent.send(n -> {
            throw failure;
        });
        failed(agent);

        // then
        assertThat(agent.errorMode()).isEqualTo(Agent.ErrorMode.FAIL);
        assertThat(agent.error()).isSameAs(failure);
        assertThat(agent).asString().isEqualTo("Agent[1] failed");
        assertThatIllegalStateException()
                .isThrownBy(() -> agent.send(n -> n))
                .withMessageContaining("must be running, has failed with java.lang.RuntimeException: action")
                .withMessageContaining("call restart(value)")
                .withCause(failure);
        assertThatIllegalStateException().isThrownBy(() -> agent.sendOff(n -> n));
        assertThatIllegalStateException().isThrownBy(() -> agent.sendVia(Runnable::run, n -> n));
        assertThatIllegalStateException().isThrownBy(agent::await).withCause(failure);
        assertThat(agent.restart(5L)).isEqualTo(5L);
        assertThat(agent.error()).isNull();
        agent.send(n -> n + 1);
        agent.await();
        assertThat(agent.deref()).isEqualTo(6L);
    }

    @Test
    void await_whileTheAgentFails_endsWithItsError() throws Exception {
        // given
        Agent<Long> agent = Agent.of(1L);
        CountDownLatch gate = new CountDownLatch(1);
        RuntimeException failure = new RuntimeException("action");
        agent.sendOff(n -> {
            awaitQuietly(gate);
            throw failure;
        });
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                agent.await();
            } catch (IllegalStateException | InterruptedException e) {
                ended.set(e);
            }
        });

        // when
        waiter.start();
        Awaitility.await().until(() -> ((clojure.lang.Agent) agent.unwrap()).getQueueCount() == 2);
        gate.countDown();
        waiter.join(10_000);

        // then
        assertThat(ended.get()).isInstanceOf(IllegalStateException.class).hasCause(failure);
    }

    @Test
    void errorInAnAction_isTheAgentsError() throws Exception {
        Agent<Long> agent = Agent.of(1L);
        Error error = new Error("action");
        agent.send(n -> {
            throw error;
        });
        failed(agent);

        assertThat(agent.error()).isSameAs(error);
    }

    @Test
    void continueMode_goesOn() throws Exception {
        Agent<Long> agent =
                Agent.<Long>builder(1L).errorMode(Agent.ErrorMode.CONTINUE).build();
        agent.send(n -> {
            throw new IllegalStateException();
        });
        agent.send(n -> n + 1);
        agent.await();

        assertThat(agent.deref()).isEqualTo(2L);
        assertThat(agent.error()).isNull();
        agent.errorMode(Agent.ErrorMode.FAIL);
        assertThat(agent.errorMode()).isEqualTo(Agent.ErrorMode.FAIL);
    }

    @Test
    void onError_receivesAgentAndError_andMayStillSend() throws Exception {
        // given
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        RuntimeException failure = new RuntimeException("action");
        Agent<Long> agent = Agent.<Long>builder(1L)
                .onError((a, e) -> {
                    seen.add(a);
                    seen.add(e);
                    a.send(n -> n + 100);
                })
                .build();

        // when
        agent.send(n -> {
            throw failure;
        });
        Awaitility.await().until(() -> agent.deref() == 101L);

        // then
        assertThat(agent.errorMode()).isEqualTo(Agent.ErrorMode.CONTINUE);
        assertThat(seen).containsExactly(agent, failure);
    }

    @Test
    void fact30_handlerThatThrows_isHeard() throws Exception {
        Agent<Long> agent = Agent.<Long>builder(1L)
                .onError((a, e) -> {
                    throw new Error("handler", e);
                })
                .build();

        List<Throwable> heard = Uncaught.during(() -> {
            agent.send(n -> {
                throw new IllegalStateException("action");
            });
            agent.await();
        });
        assertThat(heard)
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage("handler").hasCauseInstanceOf(IllegalStateException.class));
    }

    @Test
    void errorHandler_comesBackAsTheSameObject() throws Exception {
        Agent<Long> agent = Agent.of(1L);
        BiConsumer<Agent<Long>, Throwable> handler = (a, e) -> {};
        agent.errorHandler(handler);
        assertThat((Object) agent.errorHandler()).isSameAs(handler);
        agent.errorHandler(null);
        assertThat((Object) agent.errorHandler()).isNull();

        List<Object> seen = new ArrayList<>();
        ((clojure.lang.Agent) agent.unwrap()).setErrorHandler(new AFn() {
            @Override
            public Object invoke(Object a, Object e) {
                return seen.addAll(List.of(a, e));
            }
        });
        Error error = new Error();
        agent.errorHandler().accept(agent, error);
        assertThat(seen).containsExactly(agent.unwrap(), error);
    }

    @Test
    void validator_refusal_countsAsAFailedAction() throws Exception {
        Agent<Long> agent = Agent.<Long>builder(1L).validator(n -> n > 0).build();
        agent.send(n -> -7L);
        failed(agent);

        assertThat(agent.error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("value of agent must satisfy its validator, was -7: the agent keeps the value it had");
        assertThat(agent.deref()).isEqualTo(1L);
        assertThatIllegalStateException().isThrownBy(() -> agent.restart(-1L));
        assertThatIllegalStateException()
                .isThrownBy(() -> Agent.<Long>builder(0L).validator(n -> n > 0).build());
    }

    @Test
    void fact31_restart_keepsOrClearsWhatWaits_andCallsNoWatcher() throws Exception {
        // given
        Agent<Long> agent = Agent.of(0L);
        List<Long> watched = Collections.synchronizedList(new ArrayList<>());
        agent.watch("log", (before, after) -> watched.add(after));
        failWithOneWaiting(agent, n -> n + 1);

        // when, then
        assertThat(agent.restart(10L)).isEqualTo(10L);
        agent.await();
        assertThat(agent.deref()).isEqualTo(11L);

        failWithOneWaiting(agent, n -> n + 1);
        assertThat(agent.restart(20L, true)).isEqualTo(20L);
        agent.await();
        assertThat(agent.deref()).isEqualTo(20L);
        assertThat(watched).contains(11L).doesNotContain(10L, 20L + 1);
    }

    @Test
    void restart_ofARunningAgent_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Agent.of(1L).restart(2L))
                .withMessageContaining("must have failed to be restarted");
    }

    @Test
    void fact30_sendsInATransaction_waitForItsCommit() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        Ref<Long> ref = Ref.of(0L);

        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> {
                    agent.send(n -> n + 1);
                    throw new IllegalStateException("no commit");
                }));
        Stm.dosync(() -> {
            agent.send(n -> n + 10);
            ref.set(1L);
            assertThat(((clojure.lang.Agent) agent.unwrap()).getQueueCount()).isZero();
        });
        agent.await();
        assertThat(agent.deref()).isEqualTo(10L);
    }

    @Test
    void fact30_sendsInAnAction_waitForItsEnd_andAreDroppedIfItFails() throws Exception {
        // given
        Agent<Long> outer =
                Agent.<Long>builder(0L).errorMode(Agent.ErrorMode.CONTINUE).build();
        Agent<Long> inner = Agent.of(0L);
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());

        // when
        outer.send(n -> {
            inner.send(m -> m + 1);
            throw new IllegalStateException("drops the send");
        });
        outer.send(n -> {
            inner.send(m -> m + 10);
            seen.add(((clojure.lang.Agent) inner.unwrap()).getQueueCount());
            seen.add(Agent.current());
            inner.send(m -> m + 100);
            seen.add(Agent.releasePendingSends());
            return n;
        });
        outer.await();
        inner.await();

        // then
        assertThat(inner.deref()).isEqualTo(110L);
        assertThat(seen).containsExactly(0, outer, 2);
        assertThat(Agent.current()).isNull();
        assertThat(Agent.releasePendingSends()).isZero();
    }

    @Test
    void fact40_sendVia_givesTheThreadItsBindingsBack() {
        // given
        Var<String> user = Var.dynamic("nobody");
        Agent<String> agent = Agent.of("");

        // when
        agent.sendVia(Runnable::run, s -> user.deref() + Agent.current());

        // then
        assertThat(agent.deref()).startsWith("nobodyAgent");
        assertThat(Agent.current()).isNull(); // the engine leaves *agent* bound: await would be refused here
        assertThat(user.isThreadBound()).isFalse();
    }

    @Test
    void sendVia_anExecutorThatRefuses_failsTheAction_andTheAgentSaysSo() throws Exception {
        // given
        RejectedExecutionException refusal = new RejectedExecutionException("full");
        Executor refusing = task -> {
            throw refusal;
        };
        Agent<Long> agent = Agent.of(0L);
        Agent<Long> goesOn =
                Agent.<Long>builder(0L).errorMode(Agent.ErrorMode.CONTINUE).build();

        // when
        agent.sendVia(refusing, n -> n + 1);
        goesOn.sendVia(refusing, (n, m) -> n + m, 1L).send(n -> n + 10);
        goesOn.await();

        // then
        assertThat(agent.error()).isSameAs(refusal);
        assertThat(((clojure.lang.Agent) agent.unwrap()).getQueueCount()).isZero();
        assertThat(goesOn.deref()).isEqualTo(10L);
        assertThat(Agent.current()).isNull();
    }

    @Test
    void fact32_rawSendVia_anExecutorThatRefuses_stopsTheAgentInSilence() {
        // the control
        clojure.lang.Agent raw = (clojure.lang.Agent) Agent.of(0L).unwrap();
        raw.dispatch(dev.trestle.internal.Functions.ofFunction((Long n) -> n + 1), null, task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(raw.getError()).isNull();
        assertThat(raw.getQueueCount()).isEqualTo(1);
    }

    @Test
    void sendVia_anExecutorThatThrowsAfterwards_runsTheActionOnce() {
        Agent<Long> agent = Agent.of(0L);
        agent.sendVia(
                task -> {
                    task.run();
                    throw new IllegalStateException("afterwards");
                },
                n -> n + 1);

        assertThat(agent.deref()).isEqualTo(1L);
        assertThat(agent.error()).isNull();
    }

    @Test
    void fact29_actions_seeTheBindingsOfTheSender_andTheirAgent() throws Exception {
        Var<String> user = Var.dynamic("nobody");
        Agent<String> agent = Agent.of("");
        Bindings.of(user, "ada").run(() -> {
            agent.send(s -> s + user.deref());
            agent.sendOff(s -> s + user.deref());
            agent.sendVia(Runnable::run, s -> s + user.deref());
        });
        agent.await();

        assertThat(agent.deref()).isEqualTo("adaadaada");
        assertThat(agent.sendAsync(s -> user.deref()).get()).isEqualTo("nobody");
        assertThat(agent.sendAsync(s -> String.valueOf(agent.equals(Agent.current())))
                        .get())
                .isEqualTo("true");
    }

    @Test
    void sendAsync_givesTheStateAfterThatAction() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(agent.sendAsync(n -> n + 1));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(all.get(i).get()).isEqualTo(i + 1L);
        }
    }

    @Test
    void sendAsync_completesAfterStateAndWatchers() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        List<Long> watched = Collections.synchronizedList(new ArrayList<>());
        agent.watch("log", (before, after) -> watched.add(after));

        assertThat(agent.sendAsync(n -> n + 1)
                        .thenApply(n -> List.of(n, agent.deref(), watched.get(0)))
                        .get())
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void sendAsync_failsWithWhatTheActionThrew() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        RuntimeException failure = new RuntimeException("action");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> agent.sendAsync(n -> {
                            throw failure;
                        })
                        .get())
                .withCause(failure);
        assertThat(agent.error()).isSameAs(failure);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> agent.sendAsync(n -> n).join())
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void sendAsync_failsWithWhatTheValidatorSaid() {
        Agent<Long> agent = Agent.<Long>builder(1L)
                .validator(n -> n > 0)
                .errorMode(Agent.ErrorMode.CONTINUE)
                .build();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> agent.sendAsync(n -> -3L).get())
                .withMessageContaining("was -3");
        assertThat(agent.deref()).isEqualTo(1L);
    }

    @Test
    void sendAsync_failsIfANativeWatchThrows_sinceThatFailsTheAction() {
        Agent<Long> agent =
                Agent.<Long>builder(1L).errorMode(Agent.ErrorMode.CONTINUE).build();
        ((IRef) agent).addWatch("clj", new AFn() {
            @Override
            public Object invoke(Object key, Object ref, Object before, Object after) {
                throw new IllegalArgumentException("native");
            }
        });

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> agent.sendAsync(n -> 2L).get())
                .withMessageContaining("watchers of agent must return");
        assertThat(agent.deref()).isEqualTo(2L);
    }

    @Test
    void sendAsync_cancelled_isWithdrawn() throws Exception {
        // given
        Agent<Long> agent = Agent.of(0L);
        CountDownLatch gate = new CountDownLatch(1);
        agent.sendOff(n -> {
            awaitQuietly(gate);
            return n + 1;
        });
        AtomicInteger runs = new AtomicInteger();

        // when
        CompletableFuture<Long> future = agent.sendAsync(n -> n + runs.incrementAndGet());
        assertThat(future.cancel(true)).isTrue();
        gate.countDown();
        agent.await();

        // then
        assertThat(agent.deref()).isEqualTo(1L);
        assertThat(runs).hasValue(0);
    }

    @Test
    void sendAsync_inATransaction_waitsForTheCommit() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        CompletableFuture<Long> future = Stm.dosync(() -> agent.sendAsync(n -> n + 1));

        assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(1L);
        assertThat(agent.deref()).isEqualTo(1L);
    }

    @Test
    void sendAsync_ofAnActionThatIsDiscarded_fails() throws Exception {
        // given
        Agent<Long> agent = Agent.of(0L);
        AtomicReference<CompletableFuture<Long>> uncommitted = new AtomicReference<>();
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> {
                    uncommitted.set(agent.sendAsync(n -> n + 1));
                    throw new IllegalStateException("no commit");
                }));
        CompletableFuture<Long> cleared = failWithOneWaiting(agent);
        agent.restart(5L, true);

        // when
        Awaitility.await().until(() -> {
            System.gc();
            return cleared.isDone() && uncommitted.get().isDone();
        });

        // then
        assertThat(failureOf(cleared))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("action was discarded before it ran");
        assertThat(failureOf(uncommitted.get())).isInstanceOf(CancellationException.class);
        assertThat(agent.deref()).isEqualTo(5L);
    }

    /** As it was set: newer JDKs wrap it in {@code join}. */
    private static Throwable failureOf(CompletableFuture<?> future) {
        return future.handle((value, e) -> e).join();
    }

    @Test
    void sendAsync_leavesNothingBehind() throws Exception {
        Agent<Long> agent = Agent.of(0L);
        WeakReference<Object> garbage = doneFuture(agent);

        Awaitility.await().until(() -> {
            System.gc();
            return garbage.get() == null;
        });
        assertThat(garbage.get()).isNull();
    }

    private static WeakReference<Object> doneFuture(Agent<Long> agent) throws Exception {
        CompletableFuture<Long> future = agent.sendAsync(n -> n + 1);
        future.get();
        agent.sendAsync(n -> n).get(); // the thread of the pool lets go of the first one
        return new WeakReference<>(future);
    }

    @Test
    void build_withMeta_hasIt() {
        assertThat(Agent.builder(1).meta(Map.of("a", 1)).build().meta()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void nullArguments_areRefused() {
        Agent<Long> agent = Agent.of(1L);
        Function<Long, Long> none = null;
        BiFunction<Long, Long, Long> none2 = null;

        assertThatNullPointerException().isThrownBy(() -> agent.send(none)).withMessage("f must not be null");
        assertThatNullPointerException().isThrownBy(() -> agent.send(none2, 1L));
        assertThatNullPointerException().isThrownBy(() -> agent.sendOff(none));
        assertThatNullPointerException().isThrownBy(() -> agent.sendOff(none2, 1L));
        assertThatNullPointerException().isThrownBy(() -> agent.sendVia(null, n -> n));
        assertThatNullPointerException().isThrownBy(() -> agent.sendVia(Runnable::run, none));
        assertThatNullPointerException().isThrownBy(() -> agent.sendAsync(null));
        assertThatNullPointerException().isThrownBy(() -> agent.errorMode(null));
        assertThatNullPointerException().isThrownBy(() -> Agent.awaitAll(agent, null));
        assertThatNullPointerException().isThrownBy(() -> Agent.sendExecutor(null));
        assertThatNullPointerException().isThrownBy(() -> Agent.sendOffExecutor(null));
    }

    /** Fails an agent while one more action waits in its queue. */
    private static void failWithOneWaiting(Agent<Long> agent, Function<Long, Long> waiting) {
        CountDownLatch gate = new CountDownLatch(1);
        agent.sendOff(n -> {
            awaitQuietly(gate);
            throw new IllegalStateException("fails");
        });
        agent.send(waiting);
        gate.countDown();
        failed(agent);
    }

    private static CompletableFuture<Long> failWithOneWaiting(Agent<Long> agent) {
        CountDownLatch gate = new CountDownLatch(1);
        agent.sendOff(n -> {
            awaitQuietly(gate);
            throw new IllegalStateException("fails");
        });
        CompletableFuture<Long> waiting = agent.sendAsync(n -> n + 1);
        gate.countDown();
        failed(agent);
        return waiting;
    }

    private static void failed(Agent<?> agent) {
        Awaitility.await().until(() -> agent.error() != null);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

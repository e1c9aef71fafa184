package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.trestle.async.Channel;
import dev.trestle.async.WritePort;
import dev.trestle.pipeline.Gate.Admission;
import dev.trestle.pipeline.Gate.Outcome;
import dev.trestle.reference.Stm;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.Racing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class GateTest {
    private static final Duration BRIEF = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NOW = Duration.ZERO;

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static String serve(String request) {
        return "200 " + request;
    }

    private static String answer(String request) throws InterruptedException {
        // snippet
        Gate gate = Gate.of(100);
        try (Gate.Admission admission = gate.enter(Duration.ofMillis(50))) {
            return admission.isAdmitted() ? serve(request) : "503 " + admission.outcome();
        }
        // end
    }

    @Test
    void snippet_runsAndIsShown() throws Exception {
        assertThat(answer("hello")).isEqualTo("200 hello");
        assertThat(JavadocSnippet.testedBy(GateTest.class)).isEqualTo(JavadocSnippet.shownBy(Gate.class));
    }

    @Test
    void enter_whenFull_isRefusedWithTheReason_andAdmittedWhenThereIsRoom() throws Exception {
        Gate gate = Gate.of(1);
        Admission first = gate.enter(BRIEF);

        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.FULL);
        assertThat(gate.enter(NOW).outcome()).isEqualTo(Outcome.FULL);
        assertThat(gate.enter(BRIEF).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(gate.stats().inFlight()).isEqualTo(1);

        first.close();
        assertThat(gate.tryEnter().isAdmitted()).isTrue();
        assertThat(gate.stats()).isEqualTo(new Gate.Stats(5, 2, 2, 1, 0, 0, 0, 1));
    }

    @Test
    void admission_closedTwice_makesRoomOnce() {
        Gate gate = Gate.of(1);
        Admission first = gate.tryEnter();
        first.close();
        first.close();
        gate.tryEnter();

        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.FULL);
        assertThat(gate.stats().inFlight()).isEqualTo(1);
    }

    @Test
    void refusal_closed_makesNoRoom() {
        Gate gate = Gate.of(1);
        gate.tryEnter();
        gate.tryEnter().close();

        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.FULL);
    }

    @Test
    void enter_waits_untilThereIsRoom_inTheOrderOfComing() throws Exception {
        Gate gate = Gate.of(1);
        Admission first = gate.tryEnter();
        AtomicInteger order = new AtomicInteger();
        Blocked<Integer> second = Blocked.on(() -> entered(gate, order));
        Blocked<Integer> third = Blocked.on(() -> entered(gate, order));

        first.close();

        assertThat(second.value()).isEqualTo(1);
        assertThat(third.value()).isEqualTo(2);
    }

    private static int entered(Gate gate, AtomicInteger order) throws InterruptedException {
        try (Admission admission = gate.enter(LONG)) {
            assertThat(admission.isAdmitted()).isTrue();
            return order.incrementAndGet();
        }
    }

    @Test
    void enter_interrupted_isNotIn_andIsCounted() throws Exception {
        Gate gate = Gate.of(1);
        gate.tryEnter();
        Blocked<Admission> waiting = Blocked.on(() -> gate.enter(LONG));
        assertThat(gate.stats().waiting()).isEqualTo(1);

        waiting.interrupt();

        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        assertThat(gate.stats()).isEqualTo(new Gate.Stats(2, 1, 0, 0, 0, 0, 1, 1));
    }

    @Test
    void close_refusesThoseWhoWait_andThoseWhoCome_butNotThoseInside() throws Exception {
        Gate gate = Gate.of(1);
        Admission inside = gate.tryEnter();
        Blocked<Admission> waiting = Blocked.on(() -> gate.enter(LONG));

        gate.close();

        assertThat(waiting.value().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(gate.stop(BRIEF)).isFalse();
        inside.close();
        assertThat(gate.stop(NOW)).isTrue();
        assertThat(gate.stats()).isEqualTo(new Gate.Stats(3, 1, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void stop_waitsForWhatIsInFlight() throws Exception {
        Gate gate = Gate.of(2);
        Admission inside = gate.tryEnter();
        Blocked<Boolean> stopping = Blocked.on(() -> gate.stop(LONG));

        inside.close();

        assertThat(stopping.value()).isTrue();
    }

    @Test
    void put_beforeAChannel_saysWhy() throws Exception {
        Gate gate = Gate.builder().build();
        Channel<String> requests = Channel.buffered(1);

        assertThat(gate.put(requests, "a", BRIEF)).isEqualTo(Outcome.ADMITTED);
        assertThat(gate.offer(requests, "b")).isEqualTo(Outcome.FULL);
        assertThat(gate.put(requests, "c", NOW)).isEqualTo(Outcome.FULL);
        assertThat(gate.put(requests, "d", BRIEF)).isEqualTo(Outcome.TIMED_OUT);
        assertThat(requests.closeAndDrain()).containsExactly("a");
        assertThat(gate.put(requests, "e", BRIEF)).isEqualTo(Outcome.CLOSED);
        assertThat(gate.stats()).isEqualTo(new Gate.Stats(5, 1, 2, 1, 0, 1, 0, 0));
    }

    @Test
    void put_waits_untilThereIsRoom() throws Exception {
        Gate gate = Gate.builder().build();
        Channel<String> requests = Channel.rendezvous();
        Blocked<Outcome> waiting = Blocked.on(() -> gate.put(requests, "a", LONG));

        assertThat(requests.take()).isEqualTo("a");
        assertThat(waiting.value()).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void put_interruptedOrClosedWhileItWaits_leavesNothing() throws Exception {
        Gate gate = Gate.builder().build();
        Channel<String> requests = Channel.rendezvous();
        Blocked<Outcome> interrupted = Blocked.on(() -> gate.put(requests, "a", LONG));
        Blocked<Outcome> refused = Blocked.on(() -> gate.put(requests, "b", LONG));
        assertThat(requests.stats().waitingPutters()).isEqualTo(2);

        assertThat(interrupted.interrupt().failure()).isInstanceOf(InterruptedException.class);
        gate.close();

        assertThat(refused.value()).isEqualTo(Outcome.CLOSED);
        assertThat(requests.stats().waitingPutters()).isZero();
        assertThat(gate.stats()).isEqualTo(new Gate.Stats(2, 0, 0, 0, 0, 1, 1, 0));
    }

    @Test
    void put_limitsHowManyWaitBeforeAChannel() throws Exception {
        Gate gate = Gate.of(1);
        Channel<String> requests = Channel.rendezvous();
        Blocked<Outcome> waiting = Blocked.on(() -> gate.put(requests, "a", LONG));

        assertThat(gate.offer(requests, "b")).isEqualTo(Outcome.FULL);
        assertThat(requests.take()).isEqualTo("a");
        assertThat(waiting.value()).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void put_behindThousandWaiters_isFull() throws Exception {
        Gate gate = Gate.builder().build();
        Channel<Integer> requests = Channel.rendezvous();
        for (int i = 0; i < 1024; i++) {
            requests.putAsync(i);
        }

        assertThat(gate.put(requests, 1024, LONG)).isEqualTo(Outcome.FULL);
    }

    @Test
    void rate_letsABurstIn_andThenRefusesAtOnce() throws Exception {
        Gate gate = Gate.builder().rate(1, Duration.ofHours(1), 3).build();

        for (int i = 0; i < 3; i++) {
            assertThat(gate.tryEnter().isAdmitted()).isTrue();
        }
        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.OVER_RATE);
        assertThat(gate.enter(LONG).outcome()).isEqualTo(Outcome.OVER_RATE);
        assertThat(gate.stats().overRate()).isEqualTo(2);
    }

    @Test
    void rate_refusedForRoom_costsNoToken() {
        Gate gate =
                Gate.builder().maxInFlight(1).rate(1, Duration.ofHours(1), 2).build();
        Admission first = gate.tryEnter();
        assertThat(gate.tryEnter().outcome()).isEqualTo(Outcome.FULL);
        first.close();

        assertThat(gate.tryEnter().isAdmitted()).isTrue();
    }

    @Test
    void rate_doesNotDrift_whateverTheNumbers() {
        Rate rate = new Rate(3, 1_000_000_000L, 2);
        long hour = 3_600_000_000_000L;
        long admitted = 0;
        for (long now = 0; now <= hour; now += 1_000_003) {
            admitted += rate.takes(now) ? 1 : 0;
        }

        assertThat(admitted).isBetween(3L * 3600 + 1, 3L * 3600 + 2);
    }

    @Test
    void rate_underContention_isExact() throws Exception {
        Gate gate = Gate.builder().rate(1, Duration.ofHours(1), 1000).build();
        AtomicInteger in = new AtomicInteger();

        Racing.threads(4, thread -> {
            for (int i = 0; i < 1000; i++) {
                if (gate.tryEnter().isAdmitted()) {
                    in.incrementAndGet();
                }
            }
        });

        assertThat(in).hasValue(1000);
        assertThat(gate.stats().overRate()).isEqualTo(3000);
    }

    @Test
    void underContention_neverMoreThanTheLimit_andEverybodyIsCountedOnce() throws Exception {
        for (int limit : new int[] {1, 2, 7}) {
            Gate gate = Gate.of(limit);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicLong admitted = new AtomicLong();
            AtomicLong refused = new AtomicLong();

            Racing.threads(8, thread -> {
                for (int i = 0; i < 2000; i++) {
                    Duration time = Duration.ofNanos(ThreadLocalRandom.current().nextInt(3) * 20_000L);
                    try (Admission admission = gate.enter(time)) {
                        if (admission.isAdmitted()) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            admitted.incrementAndGet();
                            inside.decrementAndGet();
                        } else {
                            refused.incrementAndGet();
                        }
                    }
                }
            });

            Gate.Stats stats = gate.stats();
            assertThat(most.get()).isLessThanOrEqualTo(limit);
            assertThat(stats.admitted()).isEqualTo(admitted.get());
            assertThat(stats.refused()).isEqualTo(refused.get());
            assertThat(stats.offered()).isEqualTo(16_000);
            assertThat(stats.waiting()).isZero();
            assertThat(stats.inFlight()).isZero();
            for (int i = 0; i < limit; i++) {
                assertThat(gate.tryEnter().isAdmitted()).as("no permit is lost").isTrue();
            }
            assertThat(gate.tryEnter().isAdmitted()).isFalse();
        }
    }

    @Test
    void closedAtRandom_whoIsInIsCounted_andWhatIsInTheChannelWasAdmitted() throws Exception {
        for (int round = 0; round < 500; round++) {
            Gate gate = Gate.of(2);
            Channel<Integer> requests = Channel.buffered(2);
            AtomicInteger admitted = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();

            Racing.threads(4, thread -> {
                if (thread == 3) {
                    for (int i = ThreadLocalRandom.current().nextInt(20); i > 0; i--) {
                        taken.addAndGet(requests.poll().isValue() ? 1 : 0);
                    }
                    gate.close();
                    return;
                }
                for (int i = 0; i < 10; i++) {
                    if (gate.put(requests, i, LONG) == Outcome.ADMITTED) {
                        admitted.incrementAndGet();
                    }
                }
            });

            List<Integer> left = new ArrayList<>();
            requests.drainTo(left, 100);
            assertThat(taken.get() + left.size()).isEqualTo(admitted.get());
            assertThat(gate.stats().admitted()).isEqualTo(admitted.get());
            assertThat(gate.stats().offered()).isEqualTo(30);
            assertThat(gate.stats().waiting()).isZero();
            assertThat(gate.stop(NOW)).isTrue();
            assertThat(requests.stats().waitingPutters()).isZero();
        }
    }

    @Test
    void pipeline_behindAGate_getsWhatWasAdmitted() throws Exception {
        Gate gate = Gate.builder().build();
        Channel<Integer> requests = Channel.buffered(4);
        PipelineRun<List<Integer>> run =
                Pipeline.from(requests).map(n -> n * 2).toList().start();
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            admitted += gate.put(requests, i, Duration.ofNanos(1000)) == Outcome.ADMITTED ? 1 : 0;
        }
        requests.close();

        assertThat(run.await(LONG)).hasSize(admitted);
        assertThat(gate.stats().admitted()).isEqualTo(admitted);
        assertThat(gate.stats().admitted() + gate.stats().refused()).isEqualTo(1000);
    }

    @Test
    void badInput_isRefused() {
        Gate gate = Gate.of(1);

        assertThatIllegalArgumentException().isThrownBy(() -> Gate.of(0)).withMessage("n must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gate.builder().rate(1, NOW, 1))
                .withMessage("per must be > 0 and less than centuries, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gate.builder().rate(1, BRIEF, 0))
                .withMessage("burst must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gate.enter(Duration.ofSeconds(-1)))
                .withMessage("timeout must be >= 0, was PT-1S");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> gate.offer(Channel.rendezvous(), null))
                .withMessage("item must not be null");
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> gate.enter(BRIEF)))
                .withMessageStartingWith("Gate.enter must not be called in a transaction");
        assertThat(gate.stats().offered()).isZero();
    }

    /** Throws at once, or refuses at once and throws when it is to wait. */
    private static WritePort<Integer> broken(boolean atOnce) {
        return WritePort.wrap(ClojureCode.call(
                "(fn [at-once] (reify clojure.core.async.impl.protocols/WritePort"
                        + " (put! [_ _ handler] (when (or at-once (clojure.core.async.impl.protocols/blockable? handler))"
                        + " (throw (IllegalStateException. \"broken\"))))"
                        + " clojure.core.async.impl.protocols/Channel (close! [_]) (closed? [_] false)))",
                atOnce));
    }

    @Test
    void port_thatThrows_leavesNobodyWaiting_andNobodyInside() throws Exception {
        Gate gate = Gate.of(1);

        assertThatIllegalStateException()
                .isThrownBy(() -> gate.offer(broken(true), 1))
                .withMessage("broken");
        assertThatIllegalStateException()
                .isThrownBy(() -> gate.put(broken(true), 1, LONG))
                .withMessage("broken");
        assertThatIllegalStateException().isThrownBy(() -> gate.put(broken(false), 1, LONG));

        assertThat(gate.stats()).isEqualTo(new Gate.Stats(0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(gate.offer(Channel.buffered(1), 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(gate.stats().waiting()).isZero();
        assertThat(gate.stop(NOW)).isTrue();
    }
}

package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.trestle.internal.Timer;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.Racing;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class RequestTest {
    private static final Duration BRIEF = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private final EventBus<String, Integer> bus = EventBus.create();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() {
        go.countDown();
        bus.close();
        await().pollDelay(Duration.ZERO).until(() -> Timer.pending() == 0);
    }

    @Test
    void request_getsTheReply_andOthersSeeTheEvent() throws Exception {
        AtomicInteger audited = new AtomicInteger();
        bus.on("double").reply(n -> n * 2);
        bus.onAll().subscribe(entry -> audited.addAndGet(entry.getValue()));

        int doubled = bus.request("double", 21, LONG);

        assertThat(doubled).isEqualTo(42);
        await().until(() -> audited.get() == 21);
        assertThat(bus.<Integer>requestAsync("double", 4, LONG).get()).isEqualTo(8);
    }

    @Test
    void request_withoutReplier_failsAtOnce_andPublishesNothing() {
        ChannelSubscription<Integer> deaf = bus.on("a").channel();

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> bus.request("a", 1, LONG))
                .withMessage("request to a must find who replies, found 1 subscriptions that do not: "
                        + "subscribe with bus.on(topic).reply(f)");
        assertThat(deaf.stats().received()).isZero();
    }

    @Test
    void request_thatIsNotRepliedToInTime_timesOut_andTheReplyIsLate() throws Exception {
        bus.on("a").reply(n -> {
            go.await();
            return n;
        });

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> bus.request("a", 1, BRIEF))
                .withMessage("request to a must be replied to within PT0.02S, was not");

        go.countDown();
        await().until(() -> bus.stats().lateReplies() == 1);
    }

    @Test
    void secondReply_isLate() throws Exception {
        bus.on("a").reply(n -> 1);
        bus.on("a").reply(n -> {
            go.await();
            return 2;
        });

        assertThat(bus.<Integer>request("a", 0, LONG)).isEqualTo(1);
        go.countDown();
        await().until(() -> bus.stats().lateReplies() == 1);
    }

    @Test
    void replyToAnOrdinaryEvent_isNotLate() throws Exception {
        Subscription replier = bus.on("a").reply(n -> 1);

        bus.publish("a", 1);

        assertThat(replier.stop(LONG)).isTrue();
        assertThat(bus.stats().lateReplies()).isZero();
        assertThat(replier.stats().handled()).isEqualTo(1);
    }

    @Test
    void replierThatFails_failsTheRequest_unlessAnotherReplies() throws Exception {
        Subscription failing = bus.on("a").name("failing").reply(n -> {
            throw new IllegalStateException("out of order");
        });

        assertThat(Uncaught.during(() -> assertThatExceptionOfType(StepFailedException.class)
                        .isThrownBy(() -> bus.request("a", 7, LONG))
                        .withMessage("failing failed on 7: java.lang.IllegalStateException: out of order")
                        .withCauseInstanceOf(IllegalStateException.class)))
                .isEmpty();
        await().until(() -> failing.stats().failed() == 1);

        bus.on("a").reply(n -> n);
        List<Throwable> toldToNobody = Uncaught.during(() -> {
            assertThat(bus.<Integer>request("a", 8, LONG)).isEqualTo(8);
            await().dontCatchUncaughtExceptions().until(() -> failing.stats().failed() == 2);
        });
        assertThat(toldToNobody).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nullReply_isAFailure() {
        bus.on("a").reply(n -> null);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> bus.request("a", 7, LONG))
                .withCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void replierWithoutRoom_rejectsTheRequest() throws Exception {
        Subscription busy = bus.on("a").name("busy").buffer(1).dropNewest().reply(this::whenGo);
        CompletableFuture<Integer> first = bus.requestAsync("a", 1, LONG);
        await().until(() -> busy.stats().running() == 1);
        CompletableFuture<Integer> second = bus.requestAsync("a", 2, LONG);

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> bus.request("a", 3, LONG))
                .withMessage("request must be accepted by busy, its buffer was full");
        go.countDown();
        assertThat(first.get() + second.get()).isEqualTo(3);
    }

    @Test
    void displacedRequest_isRejected() throws Exception {
        Subscription busy = bus.on("a").buffer(1).dropOldest().reply(this::whenGo);
        bus.requestAsync("a", 1, LONG);
        await().until(() -> busy.stats().running() == 1);
        CompletableFuture<Integer> second = bus.requestAsync("a", 2, LONG);
        CompletableFuture<Integer> third = bus.requestAsync("a", 3, LONG);

        await().until(second::isCompletedExceptionally);
        assertThat(second).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(RejectedExecutionException.class);
        go.countDown();
        assertThat(third.get()).isEqualTo(3);
    }

    private int whenGo(int n) throws InterruptedException {
        go.await();
        return n;
    }

    @Test
    void closedReplier_rejectsWhatItHolds_atOnce() throws Exception {
        Subscription busy = bus.on("a").reply(this::whenGo);
        CompletableFuture<Integer> inHand = bus.requestAsync("a", 1, LONG);
        await().until(() -> busy.stats().running() == 1);
        Blocked<Integer> queued = Blocked.on(() -> bus.request("a", 2, LONG));

        busy.close();

        assertThat(queued.failure())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("request must be accepted by a, it has ended");
        await().until(inHand::isCompletedExceptionally);
        assertThatIllegalStateException().isThrownBy(() -> {
            bus.close();
            bus.request("a", 3, LONG);
        });
    }

    @Test
    void request_interrupted_orCancelled_leavesNothing() throws Exception {
        bus.on("a").parallel(2).reply(this::whenGo);
        Blocked<Integer> asking = Blocked.on(() -> bus.request("a", 1, LONG));
        CompletableFuture<Integer> asked = bus.requestAsync("a", 2, LONG);

        assertThat(asking.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(asked.cancel(true)).isTrue();

        await().pollDelay(Duration.ZERO).until(() -> Timer.pending() == 0);
        go.countDown();
        await().until(() -> bus.stats().lateReplies() == 2);
    }

    @Test
    void repliesAndTimeouts_race_andEachReplyIsUsedOrLate() throws Exception {
        int each = 2000;
        Subscription replier = bus.on("a").parallel(4).block(LONG).reply(n -> -n);
        AtomicInteger used = new AtomicInteger();

        Racing.threads(4, thread -> {
            for (int i = 0; i < each; i++) {
                int n = thread * each + i;
                try {
                    Duration time = Duration.ofNanos(ThreadLocalRandom.current().nextInt(200_000) + 1000);
                    int reply = bus.request("a", n, time);
                    assertThat(reply).isEqualTo(-n);
                    used.incrementAndGet();
                } catch (TimeoutException | RejectedExecutionException e) {
                    // late, or refused
                }
            }
        });

        assertThat(replier.stop(LONG)).isTrue();
        Subscription.Stats stats = replier.stats();
        assertThat(stats.received() + stats.refused()).isEqualTo(4L * each);
        assertThat(stats.handled()).isEqualTo(stats.received());
        assertThat(used.get() + bus.stats().lateReplies()).isEqualTo(stats.handled());
    }
}

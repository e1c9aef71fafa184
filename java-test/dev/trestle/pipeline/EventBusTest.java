package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.ChannelFailedException;
import dev.trestle.async.Taken;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Timer;
import dev.trestle.pipeline.Delivery.Outcome;
import dev.trestle.reference.Stm;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EventBusTest {
    private static final Duration BRIEF = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NOW = Duration.ZERO;

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private final EventBus<String, Integer> bus = EventBus.create();
    private final BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    private final Semaphore permits = new Semaphore(0);

    @AfterEach
    void nothingIsLeft() {
        permits.release(1000);
        bus.close();
        assertThat(bus.stats().subscriptions()).isEmpty();
        await().pollDelay(Duration.ZERO).until(() -> Timer.pending() == 0);
    }

    private void whenAllowed(int event) throws InterruptedException {
        permits.acquire();
        seen.add(event);
    }

    private int nextSeen() throws InterruptedException {
        Integer next = seen.poll(20, TimeUnit.SECONDS);
        return next == null ? -1 : next;
    }

    /** Ends it when all is handled, and checks that its books are balanced. */
    private static Subscription.Stats ended(Subscription subscription) throws InterruptedException {
        assertThat(subscription.stop(LONG)).isTrue();
        Subscription.Stats stats = subscription.stats();
        assertThat(stats.queued()).isZero();
        assertThat(stats.running()).isZero();
        assertThat(stats.received())
                .isEqualTo(stats.handled() + stats.failed() + stats.dropped() + stats.undelivered());
        return stats;
    }

    record Order(int id) {}

    @Test
    void snippet_runsAndIsShown() throws Exception {
        List<Order> mailed = Collections.synchronizedList(new ArrayList<>());
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        Order order = new Order(1);
        Snippet snippet = new Snippet(mailed, logged);

        Delivery delivery = snippet.publish(order);

        assertThat(delivery.delivered()).isEqualTo(2);
        assertThat(mailed).containsExactly(order);
        assertThat(logged).containsExactly("orders.paid Order[id=1]");
        assertThat(JavadocSnippet.testedBy(EventBusTest.class)).isEqualTo(JavadocSnippet.shownBy(EventBus.class));
    }

    private record Snippet(List<Order> mailed, List<String> logged) {
        void mail(Order order) {
            mailed.add(order);
        }

        void log(String topic, Order order) {
            logged.add(topic + " " + order);
        }

        Delivery publish(Order order) {
            // snippet
            EventBus<String, Order> bus = EventBus.create();
            bus.on("orders.paid").buffer(100).dropOldest().subscribe(paid -> mail(paid));
            bus.onMatching(EventBus.glob("orders.*")).subscribe(entry -> log(entry.getKey(), entry.getValue()));
            Delivery delivery = bus.publish("orders.paid", order);
            // end
            bus.close();
            return delivery;
        }
    }

    @Test
    void publish_reachesThoseOfTheTopic_inOrder() throws Exception {
        Subscription subscription = bus.subscribe("a", seen::add);
        bus.subscribe("b", event -> seen.add(-event));

        for (int i = 0; i < 1000; i++) {
            assertThat(bus.publish("a", i).delivered()).isEqualTo(1);
        }

        assertThat(ended(subscription).handled()).isEqualTo(1000);
        assertThat(seen)
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void publish_toNobody_saysSo() {
        assertThat(bus.publish("a", 1).isUnheard()).isTrue();
        assertThat(bus.stats()).isEqualTo(new EventBus.Stats(1, 1, 0, List.of()));
    }

    @Test
    void all_andMatching_getEntries() throws Exception {
        BlockingQueue<Map.Entry<String, Integer>> entries = new LinkedBlockingQueue<>();
        Subscription all = bus.onAll().subscribe(entries::add);
        Subscription some = bus.onMatching((String topic) -> topic.length() > 1).subscribe(entries::add);

        bus.publish("a", 1);
        bus.publish("aa", 2);

        ended(all);
        ended(some);
        assertThat(entries)
                .extracting(entry -> entry.getKey() + entry.getValue())
                .containsExactlyInAnyOrder("a1", "aa2", "aa2");
        assertThat(bus.publish("aa", 3).isUnheard()).isTrue();
    }

    @Test
    void predicate_thatThrows_countsAsNo_andDisturbsNobody() throws Exception {
        bus.onMatching((String topic) -> {
                    throw new IllegalStateException("no idea");
                })
                .subscribe(entry -> seen.add(-1));
        Subscription other = bus.subscribe("a", seen::add);

        List<Throwable> heard =
                Uncaught.during(() -> assertThat(bus.publish("a", 1).outcomes()).hasSize(1));

        ended(other);
        assertThat(heard).singleElement().matches(e -> "no idea".equals(e.getMessage()));
        assertThat(seen).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "orders.paid, orders.paid, true",
        "orders.paid, orders.sent, false",
        "orders.*, orders.paid, true",
        "orders.*, orders, false",
        "orders.*, orders.paid.late, false",
        "*.paid, orders.paid, true",
        "orders.**, orders, true",
        "orders.**, orders.paid.late, true",
        "orders.**, order, false",
        "**, anything.at.all, true",
        "**.failed, failed, true",
        "**.failed, a.b.failed, true",
        "**.failed, a.failed.b, false",
        "a.**.b.**.c, a.b.c, true",
        "a.**.b.**.c, a.x.b.y.b.z.c, true",
        "a.**.b.**.c, a.x.c, false",
        "**.*, a, true",
        "a.**.*, a, false"
    })
    void glob_matchesWords(String pattern, String topic, boolean matches) {
        assertThat(EventBus.glob(pattern).test(topic)).isEqualTo(matches);
    }

    @Test
    void glob_isQuick_whateverTheTopic() {
        Predicate<String> pattern = EventBus.glob("**.a.".repeat(50) + "b");

        assertThat(pattern.test("a.".repeat(5000) + "c")).isFalse();
    }

    @Test
    void blocking_delaysThePublisher_upToItsTime_thenRefuses() throws Exception {
        Subscription slow = bus.on("a").name("slow").buffer(1).block(BRIEF).subscribe(this::whenAllowed);
        Subscription quick = bus.subscribe("a", seen::add);
        bus.publish("a", 1);
        awaitRunning(slow);
        bus.publish("a", 2);

        Delivery third = bus.publish("a", 3);

        assertThat(third.outcomes()).isEqualTo(Map.of(slow, Outcome.REFUSED, quick, Outcome.DELIVERED));
        assertThat(third).hasToString("Delivery[a DELIVERED, slow REFUSED]");
        assertThat(List.of(nextSeen(), nextSeen(), nextSeen())).containsExactly(1, 2, 3);
        permits.release(2);
        assertThat(ended(slow)).isEqualTo(new Subscription.Stats("slow", 2, 2, 0, 0, 0, 0, 0, 1));
    }

    private static void awaitRunning(Subscription subscription) {
        await().pollDelay(NOW).until(() -> subscription.stats().running() > 0);
    }

    @Test
    void blocked_publisher_goesOn_whenThereIsRoom_andOthersGotTheEventBefore() throws Exception {
        Subscription slow = bus.on("a").buffer(1).block(LONG).subscribe(this::whenAllowed);
        bus.publish("a", 1);
        awaitRunning(slow);
        bus.publish("a", 2);
        bus.subscribe("a", event -> seen.add(-event));
        Blocked<Delivery> publisher = Blocked.on(() -> bus.publish("a", 3));
        assertThat(nextSeen()).isEqualTo(-3);

        permits.release();

        assertThat(publisher.value().delivered()).isEqualTo(2);
        permits.release(2);
        assertThat(ended(slow).handled()).isEqualTo(3);
    }

    @Test
    void blocked_publisher_givesToEachAsSoonAsItHasRoom() throws Exception {
        ChannelSubscription<Integer> stuck = bus.on("a").buffer(1).block(LONG).channel();
        ChannelSubscription<Integer> slow = bus.on("a").buffer(1).block(LONG).channel();
        bus.publish("a", 1);
        Blocked<Delivery> publisher = Blocked.on(() -> bus.publish("a", 2));

        assertThat(slow.events().take()).isEqualTo(1);
        assertThat(slow.events().take()).isEqualTo(2);

        assertThat(publisher.waits()).isTrue();
        assertThat(stuck.events().take()).isEqualTo(1);
        assertThat(publisher.value().delivered()).isEqualTo(2);
        assertThat(slow.stats().handled()).isEqualTo(2);
    }

    @Test
    void blocked_publisher_ofSeveral_interrupted_leavesNothing() throws Exception {
        ChannelSubscription<Integer> one = bus.on("a").buffer(1).block(LONG).channel();
        ChannelSubscription<Integer> two = bus.on("a").buffer(1).block(LONG).channel();
        bus.publish("a", 1);
        Blocked<Delivery> publisher = Blocked.on(() -> bus.publish("a", 2));

        publisher.interrupt();

        assertThat(publisher.value().refused()).isEqualTo(2);
        assertThat(publisher.flag()).isTrue();
        assertThat(one.events().stream().limit(1)).containsExactly(1);
        assertThat(two.stats()).isEqualTo(new Subscription.Stats("a", 1, 0, 0, 0, 0, 0, 1, 1));
        assertThat(one.events().poll()).isInstanceOf(Taken.WouldBlock.class);
    }

    @Test
    void blocked_publisher_interrupted_waitsForNobody_andStaysInterrupted() throws Exception {
        Subscription slow = bus.on("a").buffer(1).block(LONG).subscribe(this::whenAllowed);
        bus.publish("a", 1);
        awaitRunning(slow);
        bus.publish("a", 2);
        Blocked<Delivery> publisher = Blocked.on(() -> bus.publish("a", 3));

        publisher.interrupt();

        assertThat(publisher.value().refused()).isEqualTo(1);
        assertThat(publisher.flag()).isTrue();
    }

    @Test
    void blocked_publisher_goesOn_whenTheSubscriptionIsClosed() throws Exception {
        ChannelSubscription<Integer> slow = bus.on("a").buffer(1).block(LONG).channel();
        bus.publish("a", 1);
        Blocked<Delivery> publisher = Blocked.on(() -> bus.publish("a", 2));

        slow.close();

        publisher.value();
        assertThat(slow.stats().undelivered()).isEqualTo(2);
        assertThat(slow.stats().received()).isEqualTo(2);
        assertThat(slow.events().take()).isNull();
    }

    @Test
    void dropNewest_dropsWhatComes_andSaysSo() throws Exception {
        Subscription slow = bus.on("a").buffer(2).dropNewest().subscribe(this::whenAllowed);
        bus.publish("a", 0);
        awaitRunning(slow);

        List<Integer> dropped = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            dropped.add(bus.publish("a", i).dropped());
        }

        assertThat(dropped).containsExactly(0, 0, 1, 1, 1);
        assertThat(slow.stats()).isEqualTo(new Subscription.Stats("a", 6, 0, 0, 3, 0, 1, 2, 0));
        permits.release(3);
        assertThat(ended(slow).handled()).isEqualTo(3);
        assertThat(seen).containsExactly(0, 1, 2);
    }

    @Test
    void dropOldest_keepsTheLatest() throws Exception {
        Subscription slow = bus.on("a").buffer(2).dropOldest().subscribe(this::whenAllowed);
        bus.publish("a", 0);
        awaitRunning(slow);

        for (int i = 1; i <= 5; i++) {
            assertThat(bus.publish("a", i).delivered()).isEqualTo(1);
        }

        assertThat(slow.stats()).isEqualTo(new Subscription.Stats("a", 6, 0, 0, 3, 0, 1, 2, 0));
        permits.release(3);
        ended(slow);
        assertThat(seen).containsExactly(0, 4, 5);
    }

    @Test
    void fail_endsTheSubscription_afterWhatItHolds_andTellsWhy() throws Exception {
        BlockingQueue<FailedItem<Integer>> failures = new LinkedBlockingQueue<>();
        Subscription slow = bus.on("a").buffer(1).fail().onError(failures::add).subscribe(this::whenAllowed);
        bus.publish("a", 1);
        awaitRunning(slow);
        bus.publish("a", 2);

        assertThat(bus.publish("a", 3).refused()).isEqualTo(1);
        assertThat(bus.publish("a", 4).isUnheard()).isTrue();

        FailedItem<Integer> failure = failures.poll(20, TimeUnit.SECONDS);
        assertThat(failure.item()).isEqualTo(3);
        assertThat(failure.attempts()).isZero();
        assertThat(failure.cause())
                .hasMessage(
                        "subscription a must keep up, or have a larger buffer or another rule: its buffer of 1 was full");
        permits.release(2);
        assertThat(ended(slow)).isEqualTo(new Subscription.Stats("a", 2, 2, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void fail_ofAChannel_failsTheChannel() throws Exception {
        ChannelSubscription<Integer> slow = bus.on("a").buffer(1).fail().channel();
        bus.publish("a", 1);
        bus.publish("a", 2);

        assertThat(slow.events().take()).isEqualTo(1);
        assertThatExceptionOfType(ChannelFailedException.class)
                .isThrownBy(() -> slow.events().take())
                .withMessageContaining("must keep up");
    }

    @Test
    void handler_thatFails_isTold_andGoesOn() throws Exception {
        BlockingQueue<FailedItem<Integer>> failures = new LinkedBlockingQueue<>();
        Subscription failing = bus.on("a").name("picky").onError(failures::add).subscribe(event -> {
            if (event % 2 == 0) {
                throw new java.io.IOException("even: " + event);
            }
            seen.add(event);
        });
        for (int i = 0; i < 10; i++) {
            bus.publish("a", i);
        }

        Subscription.Stats stats = ended(failing);

        assertThat(stats.handled()).isEqualTo(5);
        assertThat(stats.failed()).isEqualTo(5);
        assertThat(seen).containsExactly(1, 3, 5, 7, 9);
        assertThat(failures).extracting(FailedItem::item).containsExactly(0, 2, 4, 6, 8);
        assertThat(failures.element().step()).isEqualTo("picky");
        assertThat(failures.element().cause()).hasMessage("even: 0");
    }

    @Test
    void failure_withoutAnErrorHandler_orInIt_isHeard() throws Exception {
        List<Throwable> heard = Uncaught.during(() -> {
            Subscription one = bus.subscribe("a", event -> {
                throw new IllegalStateException("first");
            });
            Subscription two = bus.on("a")
                    .onError(failed -> {
                        throw new IllegalStateException("in the error handler", failed.cause());
                    })
                    .subscribe(event -> {
                        throw new AssertionError("second");
                    });
            bus.publish("a", 1);
            bus.publish("a", 2);
            assertThat(ended(one).failed()).isEqualTo(2);
            assertThat(ended(two).failed()).isEqualTo(2);
        });

        assertThat(heard)
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("first", "first", "in the error handler", "in the error handler");
    }

    /** The kinds of handlers: alone, parallel, keyed. */
    private Subscription.Builder<Integer> handlers(String kind) {
        Subscription.Builder<Integer> builder = bus.on("a");
        return switch (kind) {
            case "parallel" -> builder.parallel(2);
            case "keyed" -> builder.keyed(2, event -> event % 2);
            default -> builder;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"alone", "parallel", "keyed"})
    void errorHandler_thatThrowsTheCause_isHeard_andTheSubscriptionGoesOn(String kind) throws Exception {
        IllegalStateException failure = new IllegalStateException("disk");
        List<Throwable> heard = Uncaught.during(() -> {
            Subscription subscription = handlers(kind)
                    .onError(failed -> {
                        throw Calls.sneaky(failed.cause());
                    })
                    .subscribe(event -> {
                        if (event == 0) {
                            throw failure;
                        }
                    });
            for (int i = 0; i < 6; i++) {
                bus.publish("a", i);
            }

            assertThat(ended(subscription)).isEqualTo(new Subscription.Stats("a", 6, 5, 1, 0, 0, 0, 0, 0));
        });

        assertThat(heard).containsExactly(failure);
        assertThat(failure.getSuppressed()).isEmpty();
    }

    @Test
    void uncaughtHandler_thatThrowsAnError_doesNotStopTheSubscription() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            throw new AssertionError(e);
        });
        try {
            Subscription subscription = bus.subscribe("a", event -> {
                throw new IllegalStateException("must fail");
            });
            bus.publish("a", 1);
            bus.publish("a", 2);

            assertThat(ended(subscription).failed()).isEqualTo(2);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void failure_whoseOwnCauseThrows_isCounted_whenClosed() throws Exception {
        Subscription subscription = bus.subscribe("a", event -> {
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                throw new CauselessException();
            }
        });
        bus.publish("a", 1);
        awaitRunning(subscription);

        List<Throwable> heard = Uncaught.during(() -> {
            subscription.close();
            await().dontCatchUncaughtExceptions()
                    .until(() -> subscription.stats().running() == 0);
        });

        assertThat(heard).singleElement().isInstanceOf(UnsupportedOperationException.class);
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 1, 0, 1, 0, 0, 0, 0, 0));
    }

    private static final class CauselessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void stop_handlesWhatIsThere_andLetsGoOfTheBus() throws Exception {
        Subscription subscription = bus.subscribe("a", this::whenAllowed);
        for (int i = 0; i < 5; i++) {
            bus.publish("a", i);
        }
        Blocked<Boolean> stopping = Blocked.on(() -> subscription.stop(LONG));

        assertThat(bus.publish("a", 5).isUnheard()).isTrue();
        permits.release(5);

        assertThat(stopping.value()).isTrue();
        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
        assertThat(subscription.isClosed()).isTrue();
    }

    @Test
    void stop_thatTakesTooLong_interruptsTheHandler_andCountsTheRest() throws Exception {
        Subscription subscription = bus.subscribe("a", this::whenAllowed);
        for (int i = 0; i < 5; i++) {
            bus.publish("a", i);
        }
        awaitRunning(subscription);

        assertThat(subscription.stop(BRIEF)).isFalse();

        await().until(() -> subscription.stats().running() == 0);
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 5, 0, 0, 0, 5, 0, 0, 0));
    }

    @Test
    void close_interruptsTheHandler_butNotTheCaller() throws Exception {
        CountDownLatch flag = new CountDownLatch(1);
        Subscription[] self = new Subscription[1];
        self[0] = bus.subscribe("a", event -> {
            self[0].close();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            flag.countDown();
        });

        bus.publish("a", 1);

        assertThat(flag.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bus.publish("a", 2).isUnheard()).isTrue();
        await().until(() -> self[0].stats().handled() == 1);
    }

    @Test
    void interruptLeftByAHandler_isNotThereForTheNext() throws Exception {
        BlockingQueue<Boolean> flags = new LinkedBlockingQueue<>();
        Subscription subscription = bus.subscribe("a", event -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        bus.publish("a", 1);
        bus.publish("a", 2);

        ended(subscription);
        assertThat(flags).containsExactly(false, false);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7", "64"})
    void parallel_isExact(int n) throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(n);
        Subscription subscription = bus.on("a").parallel(n).subscribe(event -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            full.countDown();
            full.await();
            inside.decrementAndGet();
        });
        for (int i = 0; i < 20 * n; i++) {
            bus.publish("a", i);
        }

        assertThat(ended(subscription).handled()).isEqualTo(20L * n);
        assertThat(most).hasValue(n);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "4, 1", "4, 100", "16, 5"})
    void keyed_hasOneOfAKeyAtATime_inOrder(int n, int keys) throws Exception {
        int[] last = new int[keys];
        AtomicInteger[] inside = new AtomicInteger[keys];
        java.util.Arrays.setAll(inside, key -> new AtomicInteger());
        AtomicInteger wrong = new AtomicInteger();
        Subscription subscription = bus.on("a")
                .buffer(8)
                .block(LONG)
                .keyed(n, event -> event % keys)
                .subscribe(event -> {
                    int key = event % keys;
                    wrong.addAndGet(inside[key].incrementAndGet() - 1);
                    wrong.addAndGet(last[key] > event ? 1 : 0);
                    last[key] = event;
                    Thread.yield();
                    inside[key].decrementAndGet();
                });
        for (int i = 0; i < 5000; i++) {
            bus.publish("a", i);
        }

        assertThat(ended(subscription).handled()).isEqualTo(5000);
        assertThat(wrong).hasValue(0);
    }

    @Test
    void keyed_slowKey_delaysOnlyItself_withinItsRoom() throws Exception {
        Subscription subscription = bus.on("a")
                .buffer(8)
                .dropNewest()
                .keyed(2, event -> event % 2)
                .subscribe(event -> {
                    if (event % 2 == 0) {
                        permits.acquire();
                    }
                    seen.add(event);
                });
        for (int i = 0; i < 6; i++) {
            bus.publish("a", i);
        }

        assertThat(List.of(nextSeen(), nextSeen(), nextSeen())).containsExactly(1, 3, 5);
        permits.release(3);
        assertThat(ended(subscription).handled()).isEqualTo(6);
    }

    @Test
    void keyed_keyThatFails_isTold_andClosed_dropsWhatWaits() throws Exception {
        BlockingQueue<FailedItem<Integer>> failures = new LinkedBlockingQueue<>();
        Subscription subscription = bus.on("a")
                .keyed(2, event -> event < 0 ? null : 0)
                .onError(failures::add)
                .subscribe(this::whenAllowed);
        for (int i = 0; i < 5; i++) {
            bus.publish("a", i);
        }
        bus.publish("a", -1);
        await().until(() -> subscription.stats().failed() == 1);
        assertThat(failures.element().cause()).isInstanceOf(NullPointerException.class);

        subscription.close();

        await().until(() -> subscription.stats().running() == 0);
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 6, 0, 1, 0, 5, 0, 0, 0));
    }

    /** A key whose methods throw when it says so. */
    private record OddKey(int of, boolean hashes, boolean compares) {
        @Override
        public int hashCode() {
            if (!hashes) {
                throw new IllegalStateException("no hash");
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            if (!compares) {
                throw new IllegalStateException("incomparable");
            }
            return other instanceof OddKey key && key.of == of;
        }
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    void keyed_keyWhoseMethodsThrow_failsOnlyItsEvent(boolean hashes, boolean compares) throws Exception {
        BlockingQueue<FailedItem<Integer>> failures = new LinkedBlockingQueue<>();
        Subscription subscription = bus.on("a")
                .keyed(2, event -> event < 0 ? new OddKey(event, hashes, compares) : new OddKey(event, true, true))
                .onError(failures::add)
                .subscribe(this::whenAllowed);
        bus.publish("a", 0);
        awaitRunning(subscription); // with a key to be compared with
        bus.publish("a", -1);
        FailedItem<Integer> failure = failures.poll(20, TimeUnit.SECONDS);
        bus.publish("a", 0);
        bus.publish("a", 1);
        permits.release(3);

        assertThat(failure.item()).isEqualTo(-1);
        assertThat(failure.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(ended(subscription)).isEqualTo(new Subscription.Stats("a", 4, 3, 1, 0, 0, 0, 0, 0));
    }

    /** A key that is not found again when its hash has changed; with a negative one, looking for it throws. */
    private static final class MutableKey {
        private volatile int hash;

        @Override
        public int hashCode() {
            if (hash < 0) {
                throw new IllegalStateException("no hash");
            }
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void keyed_keyThatChangesInTheHandler_keepsNoEvent(int changed) throws Exception {
        MutableKey key = new MutableKey();
        List<Throwable> heard = Uncaught.during(() -> {
            Subscription subscription = bus.on("a")
                    .keyed(1, event -> {
                        key.hash = event == 2 ? 2 : 0;
                        return key;
                    })
                    .subscribe(event -> {
                        if (event == 1) {
                            key.hash = changed;
                        }
                    });
            for (int i = 1; i <= 3; i++) {
                bus.publish("a", i);
            }

            assertThat(ended(subscription).handled()).isEqualTo(3);
        });

        assertThat(heard).hasSize(changed < 0 ? 1 : 0);
    }

    @Test
    void keyed_closed_waitsForNoKey_andCountsItsEvent() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Subscription subscription = bus.on("a")
                .keyed(2, event -> {
                    asked.countDown();
                    permits.acquireUninterruptibly();
                    return event;
                })
                .subscribe(seen::add);
        bus.publish("a", 1);
        bus.publish("a", 2);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture.runAsync(subscription::close).get(20, TimeUnit.SECONDS);

        permits.release(2);
        await().until(() -> subscription.stats().undelivered() == 2);
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 2, 0, 0, 0, 2, 0, 0, 0));
        assertThat(seen).isEmpty();
    }

    @Test
    void keyed_stopThatTakesTooLong_interruptsTheKey() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Subscription subscription = bus.on("a")
                .keyed(2, event -> {
                    asked.countDown();
                    permits.acquire();
                    return event;
                })
                .subscribe(seen::add);
        bus.publish("a", 1);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 1, 0, 0, 0, 0, 0, 1, 0));

        boolean stopped =
                CompletableFuture.supplyAsync(() -> stopped(subscription)).get(20, TimeUnit.SECONDS);

        assertThat(stopped).isFalse();
        await().until(() -> subscription.stats().undelivered() == 1);
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 1, 0, 0, 0, 1, 0, 0, 0));
    }

    private static boolean stopped(Subscription subscription) {
        try {
            return subscription.stop(BRIEF);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keyed_slowKey_delaysNobodyWhoIsBehindAnEventInHand() throws Exception {
        Semaphore key = new Semaphore(2);
        CountDownLatch asked = new CountDownLatch(3);
        Subscription subscription = bus.on("a")
                .keyed(2, event -> {
                    asked.countDown();
                    key.acquire();
                    return 0;
                })
                .subscribe(this::whenAllowed);
        for (int i = 1; i <= 3; i++) {
            bus.publish("a", i);
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        permits.release(3);

        assertThat(List.of(nextSeen(), nextSeen())).containsExactly(1, 2);
        key.release();
        assertThat(nextSeen()).isEqualTo(3);
        assertThat(ended(subscription).handled()).isEqualTo(3);
    }

    @Test
    void interruptLeftByAKey_isNotThereForTheHandler() throws Exception {
        BlockingQueue<Boolean> flags = new LinkedBlockingQueue<>();
        Subscription subscription = bus.on("a")
                .keyed(1, event -> {
                    Thread.currentThread().interrupt();
                    return event;
                })
                .subscribe(event -> flags.add(Thread.currentThread().isInterrupted()));
        bus.publish("a", 1);

        ended(subscription);
        assertThat(flags).containsExactly(false);
    }

    @Test
    void channel_isTakenFrom_byJavaAndByClojure() throws Exception {
        ChannelSubscription<Integer> subscription = bus.on("a").channel();
        ChannelSubscription<Map.Entry<String, Integer>> all = bus.onAll().channel();
        bus.publish("a", 1);
        bus.publish("a", 2);

        assertThat(subscription.events().take()).isEqualTo(1);
        assertThat(ClojureCode.<Object>call("clojure.core.async/<!!", subscription))
                .isEqualTo(2);
        assertThat(ClojureCode.<Object>call(
                        "(fn [s] (let [[topic event] (clojure.core.async/<!! s)] (str topic event)))", all))
                .isEqualTo("a1");
        assertThat(subscription.stats()).isEqualTo(new Subscription.Stats("a", 2, 2, 0, 0, 0, 0, 0, 0));
        assertThat(all.stats()).isEqualTo(new Subscription.Stats("all", 2, 1, 0, 0, 0, 0, 1, 0));
    }

    @Test
    void stop_ofTheBus_drainsHandlers_andLeavesChannelsReadable() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        bus.subscribe("a", event -> handled.incrementAndGet());
        ChannelSubscription<Integer> channel = bus.on("a").channel();
        for (int i = 0; i < 200; i++) {
            bus.publish("a", i);
        }

        assertThat(bus.stop(LONG)).isTrue();

        assertThat(handled).hasValue(200);
        assertThat(channel.events().stream()).hasSize(200);
        assertThatIllegalStateException()
                .isThrownBy(() -> bus.publish("a", 1))
                .withMessage("event bus must be open to publish to a, was closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> bus.subscribe("a", seen::add))
                .withMessage("event bus must be open to subscribe to a, was closed");
    }

    @Test
    void stop_ofTheBus_endsWhoDoesNotEnd() throws Exception {
        Subscription stuck = bus.subscribe("a", this::whenAllowed);
        bus.publish("a", 1);
        awaitRunning(stuck);

        assertThat(bus.stop(BRIEF)).isFalse();

        await().until(() -> stuck.stats().undelivered() == 1);
    }

    @Test
    void stats_ofTheBus_listSubscriptions() {
        bus.on("a").name("x").channel();
        bus.publish("a", 1);

        assertThat(bus.stats())
                .isEqualTo(new EventBus.Stats(1, 0, 0, List.of(new Subscription.Stats("x", 1, 0, 0, 0, 0, 0, 1, 0))));
        assertThat(bus).hasToString("EventBus[open, 1 subscriptions]");
    }

    @Test
    void badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.on("a").buffer(0))
                .withMessage("capacity must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.on("a").parallel(0))
                .withMessage("n must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.on("a").block(Duration.ofSeconds(-1)))
                .withMessage("time must be >= 0, was PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventBus.glob("orders.p*"))
                .withMessage("pattern must have a word, * or ** between dots, was orders.p*");
        assertThatIllegalStateException()
                .isThrownBy(() -> bus.on("a").parallel(2).channel())
                .withMessageStartingWith("parallel, keyed and onError must be set for a handler");
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> bus.publish("a", 1)))
                .withMessageStartingWith("EventBus.publish must not be called in a transaction");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> bus.publish("a", null))
                .withMessage("event must not be null");
        assertThat(bus.stats().published()).isZero();
    }

    @Test
    void taken_outcomes_areThoseOfAChannel() {
        ChannelSubscription<Integer> channel = bus.on("a").channel();
        assertThat(channel.events().poll()).isInstanceOf(Taken.WouldBlock.class);
        channel.close();
        assertThat(channel.events().poll()).isInstanceOf(Taken.Closed.class);
    }
}

package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.pipeline.Delivery.Outcome;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.OwnThreads;
import dev.trestle.testing.Racing;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several threads publish to generated subscriptions of every rule and kind, which fail and end at random; then what the
 * publishers were told, what the handlers saw and what the figures say must agree, event by event. {@code
 * -Dtrestle.stress=20} does twenty times as much.
 */
@Timeout(600)
class EventBusBooksTest {
    private static final int CASES = 400 * Integer.getInteger("trestle.stress", 1);
    private static final int EVENTS = 60;
    private static final int PUBLISHERS = 3;
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void books_areExact_howeverSubscriptionsEnd(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            new Case(random, "case " + i + " of seed " + seed).run();
        }
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(OwnThreads.named("trestle-wait-")).isEmpty());
    }

    /** One bus with some subscribers. */
    private static final class Case {
        private final EventBus<String, Integer> bus = EventBus.create();
        private final List<Member> members = new ArrayList<>();
        private final String name;
        private final int closer;
        private final int closeAfter;
        private final AtomicInteger published = new AtomicInteger();

        Case(Random random, String name) {
            this.name = name;
            for (int i = random.nextInt(3) + 1; i > 0; i--) {
                members.add(new Member(bus, random));
            }
            closer = random.nextInt(3);
            closeAfter = random.nextInt(PUBLISHERS * EVENTS);
        }

        void run() throws Exception {
            Racing.threads(PUBLISHERS + 1, thread -> {
                if (thread == PUBLISHERS) {
                    end();
                    return;
                }
                for (int i = 0; i < EVENTS; i++) {
                    int event = thread * EVENTS + i;
                    try {
                        bus.publish("a.b", event)
                                .outcomes()
                                .forEach((subscription, outcome) -> members.stream()
                                        .filter(member -> member.subscription == subscription)
                                        .forEach(member -> member.told(event, outcome)));
                    } catch (IllegalStateException closed) {
                        assertThat(bus.isClosed()).isTrue();
                    }
                    published.incrementAndGet();
                }
            });
            for (Member member : members) {
                member.subscription.stop(LONG);
            }
            assertThat(bus.stop(LONG)).as(name).isTrue();
            for (Member member : members) {
                member.audit(name);
            }
            assertThat(bus.stats().subscriptions()).as(name).isEmpty();
        }

        private void end() throws InterruptedException {
            while (published.get() < closeAfter) {
                Thread.onSpinWait();
            }
            Subscription first = members.get(0).subscription;
            switch (closer) {
                case 0 -> first.close();
                case 1 -> first.stop(LONG);
                default -> bus.stop(LONG);
            }
        }
    }

    /** A subscriber, and what it knows. */
    private static final class Member {
        private final AtomicIntegerArray seen = new AtomicIntegerArray(PUBLISHERS * EVENTS);
        private final AtomicIntegerArray delivered = new AtomicIntegerArray(PUBLISHERS * EVENTS);
        private final int[] last = {-1, -1, -1};
        private final AtomicInteger disorder = new AtomicInteger();
        private final AtomicLong droppedTold = new AtomicLong();
        private final AtomicLong refusedTold = new AtomicLong();
        private final AtomicLong deliveredTold = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final boolean failing;
        private final boolean ordered;
        private final int n;
        private final String rule;
        final Subscription subscription;

        Member(EventBus<String, Integer> bus, Random random) {
            failing = random.nextInt(3) == 0;
            int kind = random.nextInt(3);
            ordered = kind != 1;
            n = kind == 0 ? 1 : random.nextInt(4) + 1;
            Subscription.Builder<Integer> builder =
                    bus.on("a.b").buffer(random.nextInt(8) + 1).onError(failed -> failures.incrementAndGet());
            rule = ruled(builder, random.nextInt(4), random.nextInt(2000));
            if (kind == 1) {
                builder.parallel(n);
            } else if (kind == 2) {
                builder.keyed(n, event -> event / EVENTS); // a key is a publisher: ordered
            }
            subscription = builder.subscribe(this::handle);
        }

        private static String ruled(Subscription.Builder<Integer> builder, int rule, int micros) {
            switch (rule) {
                case 0 -> builder.block(Duration.ofNanos(micros * 1000L));
                case 1 -> builder.dropNewest();
                case 2 -> builder.dropOldest();
                default -> builder.fail();
            }
            return List.of("block", "newest", "oldest", "fail").get(rule);
        }

        private void handle(int event) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.incrementAndGet(event);
            int publisher = event / EVENTS;
            if (ordered && last[publisher] > event) {
                disorder.incrementAndGet();
            }
            last[publisher] = event;
            inside.decrementAndGet();
            if (failing && event % 5 == 0) {
                throw new IllegalStateException("must fail");
            }
        }

        void told(int event, Outcome outcome) {
            switch (outcome) {
                case DELIVERED -> {
                    delivered.incrementAndGet(event);
                    deliveredTold.incrementAndGet();
                }
                case DROPPED -> droppedTold.incrementAndGet();
                case REFUSED -> refusedTold.incrementAndGet();
            }
        }

        void audit(String name) {
            await().pollDelay(Duration.ZERO)
                    .atMost(LONG)
                    .until(() -> subscription.stats().running() == 0);
            Subscription.Stats stats = subscription.stats();
            String as = name + ", " + rule + ": " + stats;
            assertThat(stats.received())
                    .as(as)
                    .isEqualTo(stats.handled() + stats.failed() + stats.dropped() + stats.undelivered());
            assertThat(stats.queued()).as(as).isZero();
            assertThat(stats.refused()).as(as).isEqualTo(refusedTold.get());
            assertThat(stats.received()).as(as).isEqualTo(deliveredTold.get() + droppedTold.get());
            if (rule.equals("newest")) {
                assertThat(stats.dropped()).as(as).isEqualTo(droppedTold.get());
            } else if (!rule.equals("oldest")) {
                assertThat(stats.dropped()).as(as).isZero();
            }
            int handled = 0;
            for (int event = 0; event < seen.length(); event++) {
                assertThat(seen.get(event)).as(as).isLessThanOrEqualTo(delivered.get(event));
                handled += seen.get(event);
            }
            assertThat(stats.handled() + stats.failed()).as(as).isEqualTo(handled);
            assertThat(disorder).as(as).hasValue(0);
            assertThat(most.get()).as(as).isLessThanOrEqualTo(n);
            long overflows = rule.equals("fail") ? failures.get() - stats.failed() : 0;
            assertThat(overflows).as(as).isBetween(0L, 1L);
            if (!rule.equals("fail")) {
                assertThat(failures.get()).as(as).isEqualTo(stats.failed());
            }
        }
    }

    @Test
    void subscriptionsThatComeAndGo_leaveNothing() throws Exception {
        EventBus<String, byte[]> bus = EventBus.create();
        List<WeakReference<Object>> gone = new ArrayList<>();
        Racing.threads(4, thread -> {
            for (int i = 0; i < 500; i++) {
                Subscription one = bus.subscribe("topic " + i % 10, event -> {});
                ChannelSubscription<byte[]> two = bus.on("topic " + i).buffer(4).channel();
                Subscription three = bus.onAll().subscribe(event -> {});
                byte[] event = new byte[1000];
                bus.publish("topic " + i, event);
                synchronized (gone) {
                    gone.add(new WeakReference<>(two));
                    gone.add(new WeakReference<>(event));
                }
                one.close();
                two.close();
                assertThat(three.stop(LONG)).isTrue();
            }
        });

        assertThat(bus.stats().subscriptions()).isEmpty();
        assertThat(bus.toString()).isEqualTo("EventBus[open, 0 subscriptions]");
        await().atMost(LONG).until(() -> {
            System.gc();
            return gone.stream().allMatch(reference -> reference.get() == null);
        });
        assertThat(bus.publish("topic 1", new byte[0]).isUnheard()).isTrue();
    }

    @Test
    void publish_toNobody_isCheap() {
        EventBus<String, String> bus = EventBus.create();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            bus.publish("a", "b");
        }

        assertThat(bus.stats().unheard()).isEqualTo(1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}

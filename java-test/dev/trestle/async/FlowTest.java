package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.Racing;
import dev.trestle.testing.Uncaught;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
    @Test
    void publisher_takesOnlyWhatIsRequested() throws Exception {
        Channel<Integer> channel = Channel.from(List.of(1, 2, 3));
        Collecting<Integer> collecting = new Collecting<>();
        channel.toPublisher().subscribe(collecting);

        collecting.subscription.request(2);

        await().until(() -> collecting.values.equals(List.of(1, 2)));
        assertThat(channel.take()).isEqualTo(3);
        assertThat(channel.take()).isNull();
    }

    @Test
    void publisher_completesWithoutDemand_ifTheChannelIsAlreadyDrained() {
        Channel<Integer> channel = Channel.buffered(1);
        channel.offer(1);
        channel.close();
        Collecting<Integer> collecting = new Collecting<>();

        channel.toPublisher().subscribe(collecting);
        collecting.subscription.request(1);

        await().until(() -> collecting.ended);
        assertThat(collecting.values).containsExactly(1);
    }

    @Test
    void publisher_cancelled_withdrawsItsTake() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Collecting<Integer> collecting = new Collecting<>();
        channel.toPublisher().subscribe(collecting);
        collecting.subscription.request(1);
        Waiting.takes(channel, 1);

        collecting.subscription.cancel();

        Waiting.takes(channel, 0);
        assertThat(channel.offer(1)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(collecting.values).isEmpty();
    }

    @Test
    void publisher_subscriberThatThrows_isReportedOnceAndTheChannelStaysUsable() throws Exception {
        Channel<Integer> channel = Channel.from(List.of(1, 2));
        RuntimeException onPurpose = new IllegalStateException("on purpose");

        List<Throwable> heard = Uncaught.during(() -> {
            Collecting<Integer> failing = new Collecting<>() {
                @Override
                public void onNext(Integer value) {
                    super.onNext(value);
                    throw onPurpose;
                }
            };
            channel.toPublisher().subscribe(failing);
            failing.subscription.request(2);
            await().dontCatchUncaughtExceptions().until(() -> failing.values.size() == 1);
            assertThat(channel.take()).isEqualTo(2);
        });

        assertThat(heard).containsExactly(onPurpose);
    }

    /** {@code -Dtrestle.stress=20} does twenty times as much. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16})
    @Timeout(3600)
    void publisher_cancelledAtRandom_losesNothing(int capacity) throws Exception {
        int count = 100_000 * Integer.getInteger("trestle.stress", 1);
        Channel<Integer> channel = capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
        Running putter = Running.start(() -> {
            for (int i = 0; i < count; i++) {
                channel.put(i);
            }
            channel.close();
        });
        AtomicIntegerArray received = new AtomicIntegerArray(count);
        AtomicLong total = new AtomicLong();
        AtomicLong cancelled = new AtomicLong();
        Racing.threads(2, thread -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            while (total.get() < count) {
                Collecting<Integer> one = new Collecting<>() {
                    @Override
                    public void onNext(Integer value) {
                        received.incrementAndGet(value);
                        total.incrementAndGet();
                    }
                };
                channel.toPublisher().subscribe(one);
                one.subscription.request(1 + random.nextInt(1000));
                long end = System.nanoTime() + random.nextInt(1_000_000);
                while (System.nanoTime() < end && !one.ended) {
                    Thread.onSpinWait();
                }
                one.subscription.cancel();
                cancelled.incrementAndGet();
            }
        });
        putter.join();

        for (int i = 0; i < count; i++) {
            assertThat(received.get(i)).as("value %s", i).isEqualTo(1);
        }
        assertThat(cancelled).hasPositiveValue();
    }

    @Test
    void subscriber_requestsOnlyWhatTheChannelHasAccepted() throws Exception {
        Offering source = new Offering();
        Channel<Integer> channel = Channel.buffered(2);

        source.subscribe(channel.toSubscriber());
        source.emitAllRequested();

        assertThat(source.emitted).isEqualTo(3); // two in the buffer, and one that waits
        assertThat(channel.take()).isZero();
        await().until(() -> source.requested.get() == 4);
    }

    @Test
    void subscriber_cancelsWhenTheChannelIsClosed() {
        Offering source = new Offering();
        Channel<Integer> channel = Channel.buffered(1);
        source.subscribe(channel.toSubscriber());

        channel.writeOnly().close();

        assertThat(source.cancelled).isTrue();
    }

    @Test
    void subscriber_cancelsWhenClojureClosesTheFacade() {
        Offering source = new Offering();
        Channel<Integer> channel = Channel.buffered(1);
        source.subscribe(channel.toSubscriber());

        ClojureCode.call("clojure.core.async/close!", channel);

        assertThat(source.cancelled).isTrue();
    }

    /** core.async tells nobody: it shows when a value is refused. */
    @Test
    void subscriber_cancelsAtTheNextValue_ifTheChannelBelowIsClosed() {
        Offering source = new Offering();
        Channel<Integer> channel = Channel.buffered(1);
        source.subscribe(channel.toSubscriber());

        ClojureCode.call("clojure.core.async/close!", channel.unwrap());
        assertThat(source.cancelled).isFalse();
        source.emitAllRequested();

        assertThat(source.cancelled).isTrue();
        assertThat(source.emitted).isEqualTo(1);
    }

    @Test
    void subscriber_thatHasEnded_isNotHeld() {
        Channel<Integer> channel = Channel.buffered(1);
        WeakReference<Object> ended = new WeakReference<>(subscribed(channel));

        await().until(() -> {
            System.gc();
            return ended.get() == null;
        });
        channel.close();
    }

    private static Object subscribed(Channel<Integer> channel) {
        Flow.Subscriber<Integer> subscriber = channel.toSubscriber();
        subscriber.onSubscribe(new Offering());
        return subscriber;
    }

    /** A publisher that answers each request at once must not nest its calls. */
    @Test
    void subscriber_ofAPublisherThatAnswersAtOnce_doesNotOverflowTheStack() throws Exception {
        int count = 100_000;
        Channel<Integer> channel = Channel.create(Buffer.sliding(1));
        AtomicLong sent = new AtomicLong();
        Flow.Subscriber<Integer> to = channel.toSubscriber();

        to.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                int value = (int) sent.incrementAndGet();
                if (value <= count) {
                    to.onNext(value);
                } else {
                    to.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });

        assertThat(channel.take()).isEqualTo(count);
        assertThat(channel.take()).isNull();
    }

    @Test
    void subscriber_ofAPublisherThatThrows_isToldOnceByTheChannel() throws Exception {
        Channel<Integer> channel = Channel.buffered(1);
        RuntimeException onPurpose = new IllegalStateException("on purpose");
        Flow.Subscriber<Integer> to = channel.toSubscriber();

        List<Throwable> heard = Uncaught.during(() -> {
            to.onSubscribe(new Flow.Subscription() {
                private boolean first = true;

                @Override
                public void request(long n) {
                    if (!first) {
                        throw onPurpose;
                    }
                    first = false;
                    to.onNext(1);
                }

                @Override
                public void cancel() {}
            });
            assertThat(channel.take()).isEqualTo(1);
        });

        assertThat(heard).isEmpty();
        assertThat(channel.poll()).isEqualTo(new Taken.Closed<>(onPurpose));
    }

    @Test
    void subscriber_ofAClosedChannel_cancelsAtOnce() {
        Offering source = new Offering();
        Channel<Integer> channel = Channel.buffered(1);
        channel.close();

        source.subscribe(channel.toSubscriber());

        assertThat(source.cancelled).isTrue();
    }

    @Test
    void subscriber_carriesEverythingInOrder() throws Exception {
        List<Integer> taken = new ArrayList<>();
        Channel<Integer> channel = Channel.rendezvous();
        Running submitter = Running.start(() -> {
            try (SubmissionPublisher<Integer> source = new SubmissionPublisher<>()) {
                source.subscribe(channel.toSubscriber());
                for (int i = 0; i < 10_000; i++) {
                    source.submit(i);
                }
            }
        });
        channel.forEach(taken::add);
        submitter.join();
        assertThat(taken).hasSize(10_000).isSorted();
    }

    @Test
    void failures_passThroughChannels() {
        Channel<Integer> channel = Channel.buffered(1);
        Flow.Subscriber<Integer> subscriber = channel.toSubscriber();
        RuntimeException onPurpose = new IllegalStateException("on purpose");
        Collecting<Integer> collecting = new Collecting<>();
        channel.toPublisher().subscribe(collecting);
        collecting.subscription.request(1);

        subscriber.onSubscribe(new Offering());
        subscriber.onError(onPurpose);

        await().untilAsserted(() -> assertThat(collecting.failure).isSameAs(onPurpose));
    }

    @Test
    void processor_carriesFromPublisherToSubscriber() {
        Flow.Processor<Integer, Integer> processor =
                Channel.<Integer>buffered(4).toProcessor();
        Collecting<Integer> collecting = new Collecting<>();
        processor.subscribe(collecting);
        collecting.subscription.request(Long.MAX_VALUE);

        Channel.from(List.of(1, 2, 3, 4, 5, 6)).toPublisher().subscribe(processor);

        await().until(() -> collecting.ended);
        assertThat(collecting.values).containsExactly(1, 2, 3, 4, 5, 6);
    }

    /** Emits 0, 1, 2, ... on the thread of the test. */
    private static final class Offering implements Flow.Publisher<Integer>, Flow.Subscription {
        private final AtomicLong requested = new AtomicLong();
        private volatile boolean cancelled;
        private int emitted;
        private Flow.Subscriber<? super Integer> to;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            to = subscriber;
            subscriber.onSubscribe(this);
        }

        void emitAllRequested() {
            while (emitted < requested.get() && !cancelled) {
                to.onNext(emitted++);
            }
        }

        @Override
        public void request(long n) {
            requested.addAndGet(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static class Collecting<T> implements Flow.Subscriber<T> {
        final List<T> values = new CopyOnWriteArrayList<>();
        volatile Flow.Subscription subscription;
        volatile boolean ended;
        volatile Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(T value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {
            ended = true;
        }
    }
}

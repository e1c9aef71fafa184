package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.Uncaught;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

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

    @Test
    void publisher_cancelledAtRandom_losesNothing() throws Exception {
        int count = 3_000;
        Channel<Integer> channel = Channel.rendezvous();
        Running putter = Running.start(() -> {
            for (int i = 0; i < count; i++) {
                channel.put(i);
            }
            channel.close();
        });
        List<Collecting<Integer>> subscribers = new ArrayList<>();
        AtomicLong received = new AtomicLong();
        while (received.get() < count) {
            Collecting<Integer> one = new Collecting<>() {
                @Override
                public void onNext(Integer value) {
                    super.onNext(value);
                    received.incrementAndGet();
                }
            };
            subscribers.add(one);
            channel.toPublisher().subscribe(one);
            one.subscription.request(100);
            for (int spin = 0; spin < 2_000; spin++) {
                Thread.onSpinWait();
            }
            one.subscription.cancel();
        }
        putter.join();

        List<Integer> sorted = new ArrayList<>();
        subscribers.forEach(one -> sorted.addAll(one.values));
        sorted.sort(null);
        assertThat(sorted).hasSize(count);
        assertThat(sorted.get(0)).isZero();
        assertThat(sorted.get(count - 1)).isEqualTo(count - 1);
        assertThat(sorted.stream().distinct().count()).isEqualTo(count);
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

        channel.close();
        source.emitAllRequested();

        assertThat(source.cancelled).isTrue();
        assertThat(source.emitted).isEqualTo(1);
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

package dev.trestle.pipeline;

import clojure.lang.MapEntry;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events to whoever subscribes to their topic.
 *
 * <pre>{@code
 * EventBus<String, Order> bus = EventBus.create();
 * bus.on("orders.paid").buffer(100).dropOldest().subscribe(paid -> mail(paid));
 * bus.onMatching(EventBus.glob("orders.*")).subscribe(entry -> log(entry.getKey(), entry.getValue()));
 * Delivery delivery = bus.publish("orders.paid", order);
 * }</pre>
 *
 * <p>Each subscription has a core.async channel of its own, and its own rule for what happens when that is full. A slow or
 * failing subscriber delays nobody: except the publisher, by up to the time that the subscription asks for, if its rule is to
 * {@link Subscription.Builder#block block}. Events that one thread publishes come to a subscription in that order.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it published an event happens-before what a
 * subscriber does with it.
 *
 * @param <K> the type of the topics, with a proper {@code equals} and {@code hashCode}
 * @param <E> the type of the events, never null
 * @since 0.1.0
 */
@NullMarked
public final class EventBus<K, E> implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Topics<K> topics = new Topics<>();
    private final LongAdder published = new LongAdder();
    private final LongAdder unheard = new LongAdder();
    private final LongAdder late = new LongAdder();
    private volatile boolean closed;

    private EventBus() {}

    /**
     * What a bus has done.
     *
     * <p>Immutable, so thread-safe.
     *
     * @param published events that were published, requests among them
     * @param unheard those for which there was no subscription
     * @param lateReplies replies that nobody waited for any more
     * @param subscriptions the figures of the subscriptions that there are now
     */
    public record Stats(long published, long unheard, long lateReplies, List<Subscription.Stats> subscriptions) {}

    /**
     * Makes a bus.
     *
     * @param <K> the type of the topics
     * @param <E> the type of the events
     * @return a new bus, open
     */
    public static <K, E> EventBus<K, E> create() {
        return new EventBus<>();
    }

    /**
     * Makes a predicate for topics of words with dots in between: a word stands for itself, {@code *} for any one word,
     * {@code **} for any number of words, none included.
     *
     * @param pattern the pattern, as {@code orders.*} or {@code **.failed}
     * @return a predicate of topics
     * @throws IllegalArgumentException if a part of the pattern is empty, or is a star with something else
     */
    public static Predicate<String> glob(String pattern) {
        return DottedPattern.of(Checks.notNull(pattern, "pattern"));
    }

    /**
     * Subscribes to a topic, with a buffer of 256, blocking the publisher for up to a second, in order.
     *
     * @param topic the topic
     * @param handler takes the events, on a thread of its own; it may wait
     * @return the subscription
     * @throws IllegalStateException if the bus is closed
     */
    public Subscription subscribe(K topic, StepConsumer<? super E> handler) {
        return on(topic).subscribe(handler);
    }

    /**
     * Begins a subscription to a topic.
     *
     * @param topic the topic
     * @return a builder, for the events
     */
    public Subscription.Builder<E> on(K topic) {
        Checks.notNull(topic, "topic");
        return new Subscription.Builder<>(topics.exactly(topic), this::isClosed);
    }

    /**
     * Begins a subscription to all topics that a predicate accepts, now or later. What it throws goes to the uncaught exception
     * handler of the thread that publishes, and counts as no.
     *
     * @param predicate answers for a topic, on the thread that publishes; it must be short
     * @return a builder, for entries of topic and event: Clojure's own, which are vectors of the two, and equal to such
     */
    public Subscription.Builder<Map.Entry<K, E>> onMatching(Predicate<? super K> predicate) {
        Checks.notNull(predicate, "predicate");
        return new Subscription.Builder<>(topics.matching(predicate), this::isClosed);
    }

    /**
     * Begins a subscription to all topics.
     *
     * @return a builder, for entries of topic and event, as of {@link #onMatching}
     */
    public Subscription.Builder<Map.Entry<K, E>> onAll() {
        return onMatching(new DottedPattern.Everything());
    }

    /**
     * Publishes an event.
     *
     * <p>Those who have room get it at once; then the thread waits for those who block, for all together no longer than the
     * longest of their times. If it is interrupted, it waits for nobody, and stays interrupted.
     *
     * @param topic the topic
     * @param event the event
     * @return what became of it
     * @throws IllegalStateException if the bus is closed, or in a transaction
     */
    public Delivery publish(K topic, E event) {
        checkOpen("EventBus.publish", topic, event);
        Subscriber<?>[] subscribers = topics.subscribers(topic);
        published.increment();
        if (subscribers.length == 0) {
            unheard.increment();
            return Delivery.NONE;
        }
        return deliver(subscribers, topic, event, null);
    }

    /**
     * Publishes an event and waits for the first reply. Ordinary subscribers get the event too.
     *
     * @param topic the topic
     * @param event the event
     * @param timeout how long to wait for a reply, &gt;= 0
     * @param <R> the type of the reply: the caller's word for it
     * @return the reply
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws TimeoutException if there is no reply by then; one that comes later is dropped, and counted
     * @throws NoSuchElementException at once, if no subscription to the topic {@link Subscription.Builder#reply replies}; then the
     *     event is not published
     * @throws java.util.concurrent.RejectedExecutionException if those who reply had no room, or have ended
     * @throws StepFailedException if those who reply have failed; the cause is what the last of them has thrown
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if the bus is closed, or in a transaction
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the reply has any type that asker and replier agree on
    public <R> R request(K topic, E event, Duration timeout) throws InterruptedException, TimeoutException {
        return Request.await(asked(topic, event, timeout, Runnable::run));
    }

    /**
     * Publishes an event and returns a future of the first reply, as {@link #request} does. Only for a subscription that blocks
     * does the thread wait.
     *
     * @param topic the topic
     * @param event the event
     * @param timeout how long a reply may take, &gt;= 0
     * @param <R> the type of the reply: the caller's word for it
     * @return the reply, or the failure that {@link #request} would throw; its dependents run on a thread that waits for nobody
     *     else. Cancelling it ends the request
     * @throws NoSuchElementException if no subscription to the topic replies
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if the bus is closed, or in a transaction
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <R> CompletableFuture<R> requestAsync(K topic, E event, Duration timeout) {
        return this.<R>asked(topic, event, timeout, Request.ELSEWHERE).result();
    }

    private <R> Request<R> asked(K topic, E event, Duration timeout, Request.Completion completion) {
        long nanos = Checks.nanos(timeout, "timeout");
        checkOpen("EventBus.request", topic, event);
        Subscriber<?>[] subscribers = topics.subscribers(topic);
        int repliers = 0;
        for (Subscriber<?> subscriber : subscribers) {
            repliers += subscriber.replies() ? 1 : 0;
        }
        if (repliers == 0) {
            throw new NoSuchElementException("request to " + Describe.value(topic) + " must find who replies, found "
                    + subscribers.length + " subscriptions that do not: subscribe with bus.on(topic).reply(f)");
        }
        published.increment();
        Request<R> request = new Request<>(Describe.value(topic), timeout, nanos, repliers, late, completion);
        deliver(subscribers, topic, event, request);
        return request;
    }

    private void checkOpen(String operation, K topic, E event) {
        Checks.notNull(topic, "topic");
        Checks.notNull(event, "event");
        Transactions.forbid(operation);
        if (closed) {
            throw new IllegalStateException(
                    "event bus must be open to publish to " + Describe.value(topic) + ", was closed");
        }
    }

    /** To all who have room, and then to those who have not. */
    private Delivery deliver(Subscriber<?>[] subscribers, K topic, E event, @Nullable Request<?> request) {
        long start = System.nanoTime();
        Delivery.@Nullable Outcome[] outcomes = new Delivery.Outcome[subscribers.length];
        Object[] payloads = new Object[subscribers.length];
        @Nullable Object entry = null;
        int waiting = 0;
        for (int i = 0; i < subscribers.length; i++) {
            Subscriber<?> subscriber = subscribers[i];
            Object payload = event;
            if (subscriber.takesEntries()) {
                entry = entry == null ? MapEntry.create(topic, event) : entry;
                payload = entry;
            }
            if (request != null && subscriber.replies()) {
                payload = new Request.Asked(payload, request);
            }
            payloads[i] = payload;
            outcomes[i] = subscriber.offer(payload);
            waiting += outcomes[i] == null ? 1 : 0;
        }
        if (waiting > 0) {
            Delivery.await(subscribers, outcomes, payloads, start, request == null ? Long.MAX_VALUE : request.nanos());
        }
        return new Delivery(subscribers, outcomes);
    }

    /**
     * Says what the bus has done so far.
     *
     * @return the figures
     */
    public Stats stats() {
        List<Subscription.Stats> each =
                topics.all().stream().map(Subscription::stats).toList();
        return new Stats(published.sum(), unheard.sum(), late.sum(), each);
    }

    /**
     * Says whether the bus is closed.
     *
     * @return true if nothing can be published or subscribed any more
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the bus, and waits until all handlers have got what was published. Subscriptions that have not by then are closed
     * as by {@link Subscription#close}. Channels are closed too; what they hold can still be taken.
     *
     * @param limit how long that may take, &gt;= 0
     * @return true if every handler got everything
     * @throws InterruptedException if the thread is interrupted while it waits; the handlers still work
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public boolean stop(Duration limit) throws InterruptedException {
        long nanos = Checks.nanos(limit, "limit");
        Transactions.forbid("EventBus.stop");
        closed = true;
        List<Subscriber<?>> all = topics.all();
        all.forEach(Subscriber::finish);
        long start = System.nanoTime();
        boolean ended = true;
        for (Subscriber<?> subscriber : all) {
            ended &= subscriber.awaitEnd(Math.max(0, nanos - (System.nanoTime() - start)));
        }
        return ended;
    }

    /** Closes the bus as {@link #stop} does, within 10 seconds, or at once if the thread is interrupted. */
    @Override
    public void close() {
        List<Subscriber<?>> all = topics.all();
        try {
            stop(GRACE);
        } catch (InterruptedException e) {
            all.forEach(Subscriber::close);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "EventBus[" + (closed ? "closed" : "open") + ", " + topics.all().size() + " subscriptions]";
    }
}

package dev.trestle.pipeline;

import dev.trestle.internal.Checks;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's subscription to an {@link EventBus}. Closing it ends it.
 *
 * <p>Thread-safe. Memory consistency effects: those of the bus.
 *
 * @since 0.1.0
 */
@NullMarked
public sealed interface Subscription extends AutoCloseable permits ChannelSubscription, Subscriber {
    /**
     * Returns its name.
     *
     * @return the name it was given, else its topic or pattern
     */
    String name();

    /**
     * Says what it has done with its events so far.
     *
     * @return the figures, exact when nobody publishes and no handler works
     */
    Stats stats();

    /**
     * Says whether it has ended, or is about to: it accepts no more events.
     *
     * @return true if so
     */
    boolean isClosed();

    /**
     * Ends the subscription when what it holds has been handled. A handler that has not got everything in time is ended as by
     * {@link #close}. Of a channel it does not wait for the readers: what it holds can still be taken.
     *
     * @param limit how long that may take, &gt;= 0
     * @return true if the handler got everything
     * @throws InterruptedException if the thread is interrupted while it waits; the handler still works
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    boolean stop(Duration limit) throws InterruptedException;

    /**
     * Ends the subscription at once: what it holds is dropped and counted, publishers that wait for it go on, handlers at work
     * are interrupted, except the caller's own. Does not wait.
     */
    @Override
    void close();

    /**
     * What a subscription has done with its events: {@code received = handled + failed + dropped + undelivered + running +
     * queued}.
     *
     * <p>Immutable, so thread-safe.
     *
     * @param name the subscription's name
     * @param received events that it has accepted, or dropped as the newest
     * @param handled events that its handler is done with, or that were taken from its channel
     * @param failed events for which its handler has failed
     * @param dropped events that were dropped because its buffer was full
     * @param undelivered events that it held, or that were in the hands of an interrupted handler, when it ended
     * @param running events that are in the hands of its handler
     * @param queued events that it holds
     * @param refused events that it has not received, because its buffer was full or it had ended
     */
    record Stats(
            String name,
            long received,
            long handled,
            long failed,
            long dropped,
            long undelivered,
            long running,
            long queued,
            long refused) {}

    /**
     * Says how a subscription is to be. Nothing is subscribed before {@link #subscribe}, {@link #reply} or {@link #channel}.
     *
     * @param <T> the type of what is delivered
     */
    final class Builder<T> {
        private static final int CAPACITY = 256;

        private final Topics.Place place;
        private final BooleanSupplier closed;
        private @Nullable String name;
        private int capacity = CAPACITY;
        private Overflow overflow = Overflow.BLOCK;
        private long patience = 1_000_000_000L;
        private int parallelism = 1;
        private @Nullable StepFunction<? super T, ?> key;
        private @Nullable StepConsumer<? super FailedItem<T>> onError;

        Builder(Topics.Place place, BooleanSupplier closed) {
            this.place = place;
            this.closed = closed;
        }

        /**
         * Names the subscription, for figures and messages. Names need not differ.
         *
         * @param name the name
         * @return this builder
         */
        public Builder<T> name(String name) {
            this.name = Checks.notNull(name, "name");
            return this;
        }

        /**
         * Sets how many events it holds before it is full; 256 if not set. With {@link #keyed} as many again may wait for their
         * key.
         *
         * @param capacity how many, &gt; 0
         * @return this builder
         * @throws IllegalArgumentException if {@code capacity} is less than 1
         */
        public Builder<T> buffer(int capacity) {
            this.capacity = Checks.positive(capacity, "capacity");
            return this;
        }

        /**
         * Makes publishers wait when it is full, up to a time; then it refuses. The rule if no other is set, with one second.
         *
         * @param time how long, &gt;= 0; 0 refuses at once
         * @return this builder
         * @throws IllegalArgumentException if {@code time} is negative
         */
        public Builder<T> block(Duration time) {
            patience = Checks.nanos(time, "time");
            overflow = Overflow.BLOCK;
            return this;
        }

        /**
         * Drops the event that comes when it is full.
         *
         * @return this builder
         */
        public Builder<T> dropNewest() {
            overflow = Overflow.DROP_NEWEST;
            return this;
        }

        /**
         * Drops the event that it has held the longest when another comes and it is full.
         *
         * @return this builder
         */
        public Builder<T> dropOldest() {
            overflow = Overflow.DROP_OLDEST;
            return this;
        }

        /**
         * Ends the subscription when an event comes and it is full: for subscribers that must not miss any. What it holds is
         * still handled. The failure is told as that of a handler, with 0 attempts; a channel fails with it.
         *
         * @return this builder
         */
        public Builder<T> fail() {
            overflow = Overflow.FAIL;
            return this;
        }

        /**
         * Lets the handler have several events at once, without an order. One at a time, in order, if not set.
         *
         * @param n how many, &gt; 0
         * @return this builder
         * @throws IllegalArgumentException if {@code n} is less than 1
         */
        public Builder<T> parallel(int n) {
            parallelism = Checks.positive(n, "n");
            key = null;
            return this;
        }

        /**
         * Lets the handler have several events at once, those of one key one at a time and in order.
         *
         * @param n how many, &gt; 0
         * @param key gives an event's key; it must be short
         * @return this builder
         * @throws IllegalArgumentException if {@code n} is less than 1
         */
        public Builder<T> keyed(int n, StepFunction<? super T, ?> key) {
            this.key = Checks.notNull(key, "key");
            parallelism = Checks.positive(n, "n");
            return this;
        }

        /**
         * Takes events for which the handler has failed, on the handler's thread. If it is not set, or fails too, the failure goes
         * to the thread's uncaught exception handler. The subscription goes on in any case.
         *
         * @param onError takes the event and what was thrown
         * @return this builder
         */
        public Builder<T> onError(StepConsumer<? super FailedItem<T>> onError) {
            this.onError = Checks.notNull(onError, "onError");
            return this;
        }

        /**
         * Subscribes a handler. It runs on virtual threads where the JVM has them, else on daemon threads; a subscription without
         * events has none.
         *
         * @param handler takes the events; it may wait
         * @return the subscription
         * @throws IllegalStateException if the bus is closed
         */
        public Subscription subscribe(StepConsumer<? super T> handler) {
            Checks.notNull(handler, "handler");
            return handled(
                    event -> {
                        handler.accept(event);
                        return Handling.NO_REPLY;
                    },
                    false);
        }

        /**
         * Subscribes a handler that replies to {@link EventBus#request requests}. What it replies to other events is dropped.
         *
         * @param handler gives the reply to an event, not null
         * @return the subscription
         * @throws IllegalStateException if the bus is closed
         */
        public Subscription reply(StepFunction<? super T, ?> handler) {
            Checks.notNull(handler, "handler");
            return handled(handler::apply, true);
        }

        /**
         * Subscribes a channel, from which the events are taken.
         *
         * @return the subscription; Clojure takes from it as from any channel
         * @throws IllegalStateException if the bus is closed, or a setting is only for handlers
         */
        public ChannelSubscription<T> channel() {
            if (parallelism != 1 || key != null || onError != null) {
                throw new IllegalStateException(
                        "parallel, keyed and onError must be set for a handler, were for a channel: its readers decide");
            }
            return registered(new Taking<T>(settings(false)));
        }

        private Subscription handled(StepFunction<T, Object> handler, boolean replies) {
            Handling.Work<T> work = new Handling.Work<>(handler, parallelism, onError);
            Subscriber.Settings settings = settings(replies);
            return registered(key == null ? new Handling<>(settings, work) : new KeyedHandling<>(settings, work, key));
        }

        private Subscriber.Settings settings(boolean replies) {
            return new Subscriber.Settings(
                    name == null ? place.name() : name, place, capacity, overflow, patience, replies);
        }

        private <S extends Subscriber<T>> S registered(S subscriber) {
            place.add(subscriber);
            if (closed.getAsBoolean()) {
                subscriber.close();
                throw new IllegalStateException(
                        "event bus must be open to subscribe to " + place.name() + ", was closed");
            }
            return subscriber;
        }
    }
}

package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.async.TooManyWaitersException;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** One subscription: its channel, what happens when that is full, and its books. */
@NullMarked
abstract sealed class Subscriber<T> implements Subscription permits Handling, Taking {
    final Channel<Object> channel;
    final AtomicLong received = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong undelivered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final Settings settings;

    record Settings(String name, Topics.Place place, int capacity, Overflow overflow, long patience, boolean replies) {
        Channel<Object> channel(Subscriber<?> owner) {
            if (overflow == Overflow.DROP_OLDEST) {
                return Channel.create(Buffer.sliding(capacity).onDropped(owner::displaced));
            }
            Buffer fixed = Buffer.fixed(capacity);
            return Channel.create(owner instanceof Taking ? fixed.counted() : fixed);
        }
    }

    @SuppressWarnings("this-escape") // the buffer only tells of what comes later
    Subscriber(Settings settings) {
        this.settings = settings;
        channel = settings.channel(this);
    }

    /** An event has come into the channel. */
    abstract void arrived();

    /** An event was refused, and the subscription is to end because of that. */
    abstract void overflowed(Object payload, IllegalStateException why);

    /** Waits for the end, and ends it if that does not come in time; false then. */
    abstract boolean awaitEnd(long nanos) throws InterruptedException;

    /** Lets nothing more happen. */
    void halt() {}

    final boolean replies() {
        return settings.replies;
    }

    final boolean takesEntries() {
        return settings.place.takesEntries();
    }

    @Override
    public final String name() {
        return settings.name;
    }

    @Override
    public final boolean isClosed() {
        return channel.isClosed();
    }

    /** Gives an event if it need not wait; null if it must. */
    final Delivery.@Nullable Outcome offer(Object payload) {
        switch (channel.offer(payload)) {
            case ACCEPTED -> {
                return delivered();
            }
            case CLOSED -> {
                return refused(payload, "it has ended");
            }
            default -> {}
        }
        if (settings.overflow == Overflow.DROP_NEWEST) {
            received.incrementAndGet();
            dropped.incrementAndGet();
            lost(payload, "its buffer was full");
            return Delivery.Outcome.DROPPED;
        }
        if (settings.overflow == Overflow.FAIL) {
            if (overflowing.compareAndSet(false, true)) {
                settings.place.remove(this);
                overflowed(
                        payload,
                        new IllegalStateException("subscription " + settings.name
                                + " must keep up, or have a larger buffer or another rule: its buffer of "
                                + settings.capacity
                                + " was full"));
            }
            return refused(payload, "its buffer was full");
        }
        return settings.patience == 0 ? refused(payload, "its buffer was full") : null;
    }

    /** Gives an event, waiting for room as long as the subscription and the caller want, from a moment on. */
    final Delivery.Outcome put(Object payload, long start, long atMost) {
        try {
            if (channel.put(payload, Duration.ofNanos(left(start, atMost))).isAccepted()) {
                return delivered();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TooManyWaitersException e) {
            // as if the time were up
        }
        return refused(payload, whyNot());
    }

    /** Begins to give an event, for a publisher who waits for others too: none of them is to wait for another. */
    final @Nullable WaitingPut begin(Object payload) {
        return WaitingPut.begin(channel, payload);
    }

    /** Waits for what was begun, as {@link #put} does. */
    final Delivery.Outcome end(@Nullable WaitingPut put, Object payload, long start, long atMost) {
        try {
            if (put != null && put.settled(left(start, atMost)) == Gate.Outcome.ADMITTED) {
                return delivered();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return refused(payload, whyNot());
    }

    private long left(long start, long atMost) {
        return Math.max(0, Math.min(settings.patience, atMost) - (System.nanoTime() - start));
    }

    private String whyNot() {
        return isClosed() ? "it has ended" : "its buffer was full";
    }

    private Delivery.Outcome delivered() {
        received.incrementAndGet();
        arrived();
        return Delivery.Outcome.DELIVERED;
    }

    private Delivery.Outcome refused(Object payload, String why) {
        refused.incrementAndGet();
        lost(payload, why);
        return Delivery.Outcome.REFUSED;
    }

    /** Called under the channel's lock. */
    private void displaced(Object payload) {
        dropped.incrementAndGet();
        lost(payload, "its buffer was full");
    }

    /** Who waits for a reply to it must know that there will be none. */
    final void lost(Object payload, String why) {
        if (payload instanceof Request.Asked asked) {
            asked.request().missed(name(), why);
        }
    }

    /** Takes nothing more, and lets go of the bus. */
    final void finish() {
        settings.place.remove(this);
        channel.close();
        arrived();
    }

    @Override
    public final boolean stop(Duration limit) throws InterruptedException {
        long nanos = Checks.nanos(limit, "limit");
        Transactions.forbid("Subscription.stop");
        finish();
        return awaitEnd(nanos);
    }

    @Override
    public final void close() {
        settings.place.remove(this);
        for (Object payload : channel.closeAndDrain()) {
            undelivered.incrementAndGet();
            lost(payload, "it has ended");
        }
        halt();
    }

    /** The rest was read before what has come, so that never more has gone than come. */
    final Stats stats(long handled, long failed, long running) {
        long gone = undelivered.get();
        long overflow = dropped.get();
        long out = handled + failed + overflow + gone + running;
        long in = Math.max(out, received.get());
        return new Stats(name(), in, handled, failed, overflow, gone, running, in - out, refused.get());
    }

    @Override
    public String toString() {
        return "Subscription[" + name() + (isClosed() ? ", closed" : ", open") + "]";
    }
}

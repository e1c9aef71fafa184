package dev.trestle.pipeline;

import dev.trestle.async.WritePort;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Sheds load: lets work in within a time, or refuses it with a reason, so that a server can answer "busy" at once.
 *
 * <pre>{@code
 * Gate gate = Gate.of(100);
 * try (Gate.Admission admission = gate.enter(Duration.ofMillis(50))) {
 *     return admission.isAdmitted() ? serve(request) : "503 " + admission.outcome();
 * }
 * }</pre>
 *
 * <p>{@link #enter} limits what is in flight: an admission counts until it is closed. {@link #put} stands before a channel,
 * and so before a pipeline that is fed from it; what it lets in counts until the channel has it. Whoever waits is admitted in
 * the order of coming; whoever does not wait may take what is free at that moment.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it closed an admission happens-before what another
 * does after being admitted in its place.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Gate implements AutoCloseable {
    private final int limit;
    private final @Nullable Semaphore permits;
    private final @Nullable Rate rate;
    private final GateBooks books = new GateBooks();
    private final AtomicLong inFlight = new AtomicLong();
    private final Set<WaitingPut> waitingPuts = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean closed;

    private Gate(Builder builder) {
        limit = builder.limit;
        permits = limit == 0 ? null : new Semaphore(limit, true);
        rate = builder.rate == null ? null : builder.rate.unused();
    }

    /** What has become of work that came to a gate. */
    public enum Outcome {
        /** It was let in. */
        ADMITTED,
        /** There was no room at that moment, and waiting was not asked for, or too many wait already. */
        FULL,
        /** There was no room within the time. */
        TIMED_OUT,
        /** More came than the gate's rate allows. */
        OVER_RATE,
        /** The gate is closed, or the channel behind it. */
        CLOSED
    }

    /**
     * The answer of a gate. Closing it says that the work is done, whoever does so and on whatever thread; closing it again,
     * or a refusal, does nothing.
     *
     * <p>Thread-safe.
     */
    public static final class Admission implements AutoCloseable {
        private final Outcome outcome;
        private final AtomicReference<@Nullable Gate> gate;

        private Admission(Outcome outcome, @Nullable Gate gate) {
            this.outcome = outcome;
            this.gate = new AtomicReference<>(gate);
        }

        /**
         * Says whether the work was let in.
         *
         * @return true if it is to be done
         */
        public boolean isAdmitted() {
            return outcome == Outcome.ADMITTED;
        }

        /**
         * Says what has become of the work.
         *
         * @return the outcome
         */
        public Outcome outcome() {
            return outcome;
        }

        /** Makes room for other work. */
        @Override
        public void close() {
            Gate entered = gate.getAndSet(null);
            if (entered != null) {
                entered.release();
            }
        }

        @Override
        public String toString() {
            return "Admission[" + outcome + "]";
        }
    }

    /**
     * What has come to a gate. When nobody waits, {@code offered = admitted + full + timedOut + overRate + closed +
     * interrupted}. An item whose channel has thrown an exception is in none of the figures.
     *
     * <p>Immutable, so thread-safe.
     *
     * @param offered how often somebody came
     * @param admitted how many were let in
     * @param full how many were refused because there was no room
     * @param timedOut how many were refused because there was no room in time
     * @param overRate how many were refused because too many came
     * @param closed how many were refused because the gate or the channel was closed
     * @param interrupted how many gave up because their thread was interrupted
     * @param inFlight how many are inside now
     */
    public record Stats(
            long offered,
            long admitted,
            long full,
            long timedOut,
            long overRate,
            long closed,
            long interrupted,
            long inFlight) {
        /**
         * Returns how many were refused, for whatever reason.
         *
         * @return the count, without those who were interrupted
         */
        public long refused() {
            return full + timedOut + overRate + closed;
        }

        /**
         * Returns how many have no answer yet.
         *
         * @return the count
         */
        public long waiting() {
            return offered - admitted - refused() - interrupted;
        }
    }

    /** Makes a gate. What is not set is not limited. */
    public static final class Builder {
        private int limit;
        private @Nullable Rate rate;

        private Builder() {}

        /**
         * Limits what is in flight.
         *
         * @param n how many at once, &gt; 0
         * @return this builder
         * @throws IllegalArgumentException if {@code n} is less than 1
         */
        public Builder maxInFlight(int n) {
            limit = Checks.positive(n, "n");
            return this;
        }

        /**
         * Limits how many are let in over time: the tokens of a bucket, which is full at first. Who finds it empty is refused
         * at once, since waiting would not make the others fewer.
         *
         * @param n how many tokens come in a time, &gt; 0
         * @param per the time, &gt; 0
         * @param burst how many tokens the bucket holds, &gt; 0
         * @return this builder
         * @throws IllegalArgumentException if a number is less than 1, {@code per} is not positive, or it is too large
         */
        public Builder rate(int n, Duration per, int burst) {
            long nanos = Checks.nanos(per, "per");
            Checks.positive(n, "n");
            Checks.positive(burst, "burst");
            if (nanos == 0 || nanos > Long.MAX_VALUE / 2 / Math.max(n, burst)) {
                throw new IllegalArgumentException("per must be > 0 and less than centuries, was " + per);
            }
            rate = new Rate(n, nanos, burst);
            return this;
        }

        /**
         * Makes the gate.
         *
         * @return a new gate, open
         */
        public Gate build() {
            return new Gate(this);
        }
    }

    /**
     * Makes a gate that limits what is in flight.
     *
     * @param maxInFlight how many at once, &gt; 0
     * @return a new gate, open
     * @throws IllegalArgumentException if {@code maxInFlight} is less than 1
     */
    public static Gate of(int maxInFlight) {
        return builder().maxInFlight(maxInFlight).build();
    }

    /**
     * Makes a gate with limits. Without any it only counts and can be closed: what a channel needs that has its own.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Comes in if that is possible now.
     *
     * @return the answer, to be closed when the work is done
     */
    public Admission tryEnter() {
        books.offered();
        return answer(enteredNow());
    }

    /**
     * Comes in, waiting up to a time for room.
     *
     * @param timeout how long to wait, &gt;= 0
     * @return the answer, to be closed when the work is done
     * @throws InterruptedException if the thread is interrupted before or while it waits; it is not in
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException in a transaction
     */
    public Admission enter(Duration timeout) throws InterruptedException {
        long nanos = Checks.nanos(timeout, "timeout");
        Transactions.forbid("Gate.enter");
        books.offered();
        try {
            return answer(entered(nanos));
        } catch (InterruptedException e) {
            books.interrupted();
            throw e;
        }
    }

    /**
     * Puts an item into a channel if that is possible now.
     *
     * @param port the channel
     * @param item the item
     * @param <T> the type of the item
     * @return {@link Outcome#ADMITTED} if the channel has it
     */
    public <T> Outcome offer(WritePort<? super T> port, T item) {
        Checks.notNull(port, "port");
        Checks.notNull(item, "item");
        books.offered();
        try {
            return books.count(offeredInside(port, item));
        } catch (Throwable e) {
            books.withdrawn();
            throw e;
        }
    }

    /**
     * Puts an item into a channel, waiting up to a time for room.
     *
     * @param port the channel
     * @param item the item
     * @param timeout how long to wait, &gt;= 0
     * @param <T> the type of the item
     * @return {@link Outcome#ADMITTED} if the channel has it; else nothing of the item is left in it
     * @throws InterruptedException if the thread is interrupted before or while it waits; the channel does not have the item
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException in a transaction
     */
    public <T> Outcome put(WritePort<? super T> port, T item, Duration timeout) throws InterruptedException {
        Checks.notNull(port, "port");
        Checks.notNull(item, "item");
        long nanos = Checks.nanos(timeout, "timeout");
        Transactions.forbid("Gate.put");
        books.offered();
        long start = System.nanoTime();
        try {
            Outcome outcome = entered(nanos);
            if (outcome == Outcome.ADMITTED) {
                try {
                    outcome = offered(port, item);
                    long left = nanos - (System.nanoTime() - start);
                    if (outcome == Outcome.FULL && nanos > 0) {
                        outcome = WaitingPut.of(port, item, Math.max(0, left), waitingPuts, () -> closed);
                    }
                } finally {
                    release();
                }
            }
            return books.count(outcome);
        } catch (InterruptedException e) {
            books.interrupted();
            throw e;
        } catch (Throwable e) {
            books.withdrawn();
            throw e;
        }
    }

    /**
     * Says what has come so far.
     *
     * @return the figures
     */
    public Stats stats() {
        return books.stats(inFlight.get());
    }

    /**
     * Says whether the gate is closed.
     *
     * @return true if it refuses everybody
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the gate, and waits until what is in flight is done.
     *
     * @param limit how long to wait, &gt;= 0
     * @return true if nothing is in flight any more
     * @throws InterruptedException if the thread is interrupted while it waits; the gate is closed
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public boolean stop(Duration limit) throws InterruptedException {
        long nanos = Checks.nanos(limit, "limit");
        Transactions.forbid("Gate.stop");
        close();
        return idle.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Closes the gate: whoever comes, and whoever waits, is refused. What is in flight goes on. Does not wait. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        closed = true;
        if (permits != null) {
            permits.release(Integer.MAX_VALUE - limit); // room for all who wait, to be told
        }
        waitingPuts.forEach(WaitingPut::withdraw);
        if (inFlight.get() == 0) {
            idle.countDown();
        }
    }

    private Admission answer(Outcome outcome) {
        books.count(outcome);
        return new Admission(outcome, outcome == Outcome.ADMITTED ? this : null);
    }

    private Outcome enteredNow() {
        if (closed) {
            return Outcome.CLOSED;
        }
        return permits == null || permits.tryAcquire() ? inside() : Outcome.FULL;
    }

    private Outcome entered(long nanos) throws InterruptedException {
        if (nanos == 0 || permits == null) {
            return enteredNow();
        }
        if (closed) {
            return Outcome.CLOSED;
        }
        if (rate != null && rate.isExceeded(System.nanoTime())) {
            return Outcome.OVER_RATE;
        }
        boolean first = !permits.hasQueuedThreads() && permits.tryAcquire();
        if (!first && !permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            return closed ? Outcome.CLOSED : Outcome.TIMED_OUT;
        }
        return inside();
    }

    /** It has its permit, and gives it back if it may not stay. */
    private Outcome inside() {
        inFlight.incrementAndGet();
        Outcome outcome = Outcome.ADMITTED;
        if (closed) {
            outcome = Outcome.CLOSED;
        } else if (rate != null && !rate.takes(System.nanoTime())) {
            outcome = Outcome.OVER_RATE;
        }
        if (outcome != Outcome.ADMITTED) {
            release();
        }
        return outcome;
    }

    private void release() {
        if (permits != null) {
            permits.release();
        }
        if (inFlight.decrementAndGet() == 0 && closed) {
            idle.countDown();
        }
    }

    private <T> Outcome offeredInside(WritePort<? super T> port, T item) {
        Outcome outcome = enteredNow();
        if (outcome != Outcome.ADMITTED) {
            return outcome;
        }
        try {
            return offered(port, item);
        } finally {
            release();
        }
    }

    private static <T> Outcome offered(WritePort<? super T> port, T item) {
        return switch (port.offer(item)) {
            case ACCEPTED -> Outcome.ADMITTED;
            case CLOSED -> Outcome.CLOSED;
            default -> Outcome.FULL;
        };
    }

    @Override
    public String toString() {
        return "Gate[" + (closed ? "closed" : "open") + ", " + stats() + "]";
    }
}

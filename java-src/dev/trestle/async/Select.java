package dev.trestle.async;

import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A choice between puts and takes: the first that can happen does, and the others do not. Clojure: {@code (alts!! ports)}.
 *
 * <pre>{@code
 * String answer = Select.<String>builder()
 *         .take(orders, order -> "order " + order)
 *         .take(cancellations, id -> "cancel " + id)
 *         .timeout(Duration.ofSeconds(1), () -> "nothing to do")
 *         .select();
 * }</pre>
 *
 * <p>If several can happen, one of them is chosen at random, unless {@link Builder#priority} was asked for. Nothing is lost:
 * a choice that is interrupted or times out has taken and put nothing, and nothing of it is left in any channel.
 *
 * <p>A take from a closed channel can always happen, with null: a loop should turn the clause off by
 * {@link Builder#when}, or leave it out. Immutable and reusable, by several threads at once as well.
 *
 * <p>Thread-safe. Memory consistency effects: those of the put or take that happens.
 *
 * @param <R> the type of the result
 * @since 0.1.0
 */
@NullMarked
public final class Select<R extends @Nullable Object> {
    private final List<SelectClause<R>> clauses;
    private final long nanos;
    private final @Nullable Supplier<? extends R> onTimeout;
    private final @Nullable Supplier<? extends R> otherwise;
    private final boolean priority;

    private Select(Builder<R> builder) {
        clauses = List.copyOf(builder.clauses);
        nanos = builder.nanos;
        onTimeout = builder.onTimeout;
        otherwise = builder.otherwise;
        priority = builder.priority;
    }

    /**
     * Begins a choice.
     *
     * @param <R> the type of the result
     * @return a builder without clauses
     */
    public static <R extends @Nullable Object> Builder<R> builder() {
        return new Builder<>();
    }

    /**
     * Makes the choice, waiting until a clause can happen, and returns the value of that clause's function. The function runs
     * on this thread, when no channel is locked any more; what it throws reaches the caller.
     *
     * <p>If a transfer happens in the same moment as an interrupt or the end of the time, it counts, and an interrupted thread
     * stays interrupted.
     *
     * @return the result of the clause that has happened
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws ChannelFailedException if a take has found its channel drained and closed with a cause
     * @throws TooManyWaitersException if 1,024 puts or takes already wait in a channel
     * @throws IllegalStateException if every clause is off and there is no other end, or if called in a transaction
     */
    public R select() throws InterruptedException {
        Limits.beforeWaiting("Select.select");
        SelectRound<R> round = SelectRound.of(clauses, priority);
        if (round.isEmpty() && otherwise == null && onTimeout == null) {
            throw new IllegalStateException("select must have a clause that is on, or timeout or orElse, had "
                    + clauses.size() + " that are off");
        }
        if (round.tried()) {
            return round.result();
        }
        if (otherwise != null) {
            return round.isSure() || !round.waited(true, System.nanoTime()) ? otherwise.get() : round.result();
        }
        boolean won = round.waited(onTimeout != null, System.nanoTime() + nanos);
        return won || onTimeout == null ? round.result() : onTimeout.get();
    }

    /**
     * Collects the clauses of a {@link Select}.
     *
     * @param <R> the type of the result
     */
    public static final class Builder<R extends @Nullable Object> {
        private final List<SelectClause<R>> clauses = new ArrayList<>();
        private long nanos;
        private @Nullable Supplier<? extends R> onTimeout;
        private @Nullable Supplier<? extends R> otherwise;
        private boolean priority;

        private Builder() {}

        /**
         * Adds a take.
         *
         * @param port where to take
         * @param then gives the result for the value, or for null if the channel is closed and drained
         * @param <T> the type of the value
         * @return this builder
         * @throws IllegalArgumentException if another clause is about the same channel
         */
        public <T> Builder<R> take(ReadPort<T> port, Function<? super @Nullable T, ? extends R> then) {
            Object raw = distinct(Checks.notNull(port, "port").unwrap());
            clauses.add(SelectClause.take(raw, Checks.notNull(then, "then")));
            return this;
        }

        /**
         * Adds a put.
         *
         * @param port where to put
         * @param value the value
         * @param then gives the result for true if the value was accepted, for false if the channel is closed
         * @param <T> the type of the value
         * @return this builder
         * @throws NullPointerException if {@code value} is null
         * @throws IllegalArgumentException if another clause is about the same channel
         */
        public <T> Builder<R> put(WritePort<T> port, T value, Function<? super Boolean, ? extends R> then) {
            T checked = Checks.notNull(value, "value");
            return putFrom(port, () -> checked, then);
        }

        /**
         * Adds a put whose value is asked for each time the choice is made.
         *
         * @param port where to put
         * @param value gives the value; it is called before it is known whether the value will be put
         * @param then gives the result for true if the value was accepted, for false if the channel is closed
         * @param <T> the type of the value
         * @return this builder
         * @throws IllegalArgumentException if another clause is about the same channel
         */
        public <T> Builder<R> putFrom(
                WritePort<T> port, Supplier<? extends T> value, Function<? super Boolean, ? extends R> then) {
            Object raw = distinct(Checks.notNull(port, "port").unwrap());
            clauses.add(SelectClause.put(raw, Checks.notNull(value, "value"), Checks.notNull(then, "then")));
            return this;
        }

        /**
         * Turns the last clause on and off.
         *
         * @param guard asked each time the choice is made: if false, the clause takes no part
         * @return this builder
         * @throws IllegalStateException if there is no clause yet
         */
        public Builder<R> when(BooleanSupplier guard) {
            Checks.notNull(guard, "guard");
            if (clauses.isEmpty()) {
                throw new IllegalStateException("when must follow the clause that it guards, was first");
            }
            clauses.add(clauses.remove(clauses.size() - 1).guarded(guard));
            return this;
        }

        /**
         * Ends the wait after a time.
         *
         * @param timeout how long to wait, &gt;= 0
         * @param then gives the result
         * @return this builder
         * @throws IllegalArgumentException if {@code timeout} is negative
         */
        public Builder<R> timeout(Duration timeout, Supplier<? extends R> then) {
            nanos = Checks.nanos(timeout, "timeout");
            onTimeout = Checks.notNull(then, "then");
            return this;
        }

        /**
         * Does not wait at all: if no clause can happen now, this is the result. Clojure: {@code :default}.
         *
         * @param then gives the result; it takes precedence over a timeout
         * @return this builder
         */
        public Builder<R> orElse(Supplier<? extends R> then) {
            otherwise = Checks.notNull(then, "then");
            return this;
        }

        /**
         * Chooses the first of the clauses that can happen, instead of a random one. Clojure: {@code :priority true}.
         *
         * @return this builder
         */
        public Builder<R> priority() {
            priority = true;
            return this;
        }

        /**
         * Makes the choice reusable.
         *
         * @return a choice of the clauses so far
         */
        public Select<R> build() {
            return new Select<>(this);
        }

        /**
         * Makes the choice. The same as {@code build().select()}.
         *
         * @return the result of the clause that has happened
         * @throws InterruptedException as {@link Select#select} does
         */
        public R select() throws InterruptedException {
            return build().select();
        }

        /** One channel twice is ambiguous, and a put could meet its own take. */
        private Object distinct(Object raw) {
            for (SelectClause<R> clause : clauses) {
                if (clause.raw() == raw) {
                    throw new IllegalArgumentException(
                            "channel must be in one clause only, was in two: " + Describe.identity("Channel", raw));
                }
            }
            return raw;
        }
    }
}

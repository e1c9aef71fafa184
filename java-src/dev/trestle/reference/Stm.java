package dev.trestle.reference;

import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over {@link Ref}s. Clojure: {@code (dosync ...)}.
 *
 * <pre>{@code
 * long left = Stm.dosync(() -> {
 *     if (account.deref() < amount) {
 *         throw new InsufficientFundsException();
 *     }
 *     return account.alter(n -> n - amount);
 * });
 * }</pre>
 *
 * <p>The body may run several times and must be free of other side effects: {@link #io} says so of code that is not, and
 * {@link #afterCommit} waits until it is safe. An exception ends the transaction and undoes it. A {@code dosync} inside
 * another joins it: there is no partial undoing. A transaction belongs to its thread; a task started in the body is outside
 * it.
 *
 * <p>The engine makes a body run again by throwing an {@code Error} through it. A body that catches {@code Throwable} and goes
 * on changes nothing about that: its attempt is over all the same. A pending interrupt is kept for the caller; one that
 * arrives in the moment when the engine itself waits for a lock (100 ms at most) is lost with the attempt.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Stm {
    private Stm() {}

    /**
     * Runs a body in a transaction and returns its value. Clojure: {@code (dosync ...)}.
     *
     * @param body runs once per attempt
     * @param <T> the type of its value
     * @param <X> the checked exception that it throws, which ends the transaction
     * @return the value of the attempt that was committed
     * @throws X if the body does; nothing is committed
     * @throws TransactionFailedException if 10,000 attempts did not suffice
     */
    public static <T extends @Nullable Object, X extends Exception> T dosync(ThrowingSupplier<T, X> body) throws X {
        return new TransactionBody<T, X>(Checks.notNull(body, "body")).run();
    }

    /**
     * Runs a body that has no value in a transaction. Clojure: {@code (dosync ...)}.
     *
     * @param body runs once per attempt
     * @param <X> the checked exception that it throws, which ends the transaction
     * @throws X if the body does; nothing is committed
     * @throws TransactionFailedException if 10,000 attempts did not suffice
     */
    public static <X extends Exception> void dosync(ThrowingRunnable<X> body) throws X {
        Stm.<@Nullable Object, X>dosync(supplier(body));
    }

    /**
     * Says whether the calling thread is in a transaction. Clojure: {@code LockingTransaction.isRunning()}.
     *
     * @return true in the body of one
     */
    public static boolean isRunning() {
        return Transactions.isRunning();
    }

    /**
     * Runs what must not happen in a transaction. Clojure: {@code (io! ...)}.
     *
     * @param body runs once
     * @param <T> the type of its value
     * @param <X> the checked exception that it throws
     * @return its value
     * @throws X if the body does
     * @throws IllegalStateException if a transaction is running
     */
    public static <T extends @Nullable Object, X extends Exception> T io(ThrowingSupplier<T, X> body) throws X {
        Checks.notNull(body, "body");
        Transactions.forbid("the body of Stm.io");
        return body.get();
    }

    /**
     * Runs what must not happen in a transaction and has no value. Clojure: {@code (io! ...)}.
     *
     * @param body runs once
     * @param <X> the checked exception that it throws
     * @throws X if the body does
     * @throws IllegalStateException if a transaction is running
     */
    public static <X extends Exception> void io(ThrowingRunnable<X> body) throws X {
        Stm.<@Nullable Object, X>io(supplier(body));
    }

    /**
     * Runs an action once, when and if the running transaction has been committed.
     *
     * <p>It runs on the committing thread, outside the transaction, before {@code dosync} returns and before what the
     * transaction has sent to agents is dispatched; several run in the order of their registration. What it throws goes to
     * the thread's uncaught exception handler: the transaction stands.
     *
     * @param action what to do
     * @throws IllegalStateException if no transaction is running
     */
    public static void afterCommit(Runnable action) {
        AfterCommit.register(Checks.notNull(action, "action"));
    }

    /**
     * Starts transactions with limits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    private static <X extends Exception> ThrowingSupplier<@Nullable Object, X> supplier(ThrowingRunnable<X> body) {
        Checks.notNull(body, "body");
        return () -> {
            body.run();
            return null;
        };
    }

    /**
     * Limits for transactions: reusable, for any number of them at once.
     *
     * <p>A {@code dosync} inside another transaction joins it, and that one's limits hold.
     *
     * @since 0.1.0
     */
    public static final class Policy {
        final int maxAttempts;
        final @Nullable Duration deadline;
        final @Nullable IntConsumer onRetry;

        private Policy(Builder builder) {
            this.maxAttempts = builder.maxAttempts;
            this.deadline = builder.deadline;
            this.onRetry = builder.onRetry;
        }

        /**
         * Runs a body in a transaction within these limits and returns its value. Clojure: {@code (dosync ...)}.
         *
         * @param body runs once per attempt
         * @param <T> the type of its value
         * @param <X> the checked exception that it throws, which ends the transaction
         * @return the value of the attempt that was committed
         * @throws X if the body does; nothing is committed
         * @throws TransactionFailedException if the limits are reached
         */
        public <T extends @Nullable Object, X extends Exception> T dosync(ThrowingSupplier<T, X> body) throws X {
            return new LimitedBody<T, X>(Checks.notNull(body, "body"), this).run();
        }

        /**
         * Runs a body that has no value in a transaction within these limits. Clojure: {@code (dosync ...)}.
         *
         * @param body runs once per attempt
         * @param <X> the checked exception that it throws, which ends the transaction
         * @throws X if the body does; nothing is committed
         * @throws TransactionFailedException if the limits are reached
         */
        public <X extends Exception> void dosync(ThrowingRunnable<X> body) throws X {
            this.<@Nullable Object, X>dosync(supplier(body));
        }
    }

    /**
     * Limits in the making.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private int maxAttempts = Integer.MAX_VALUE;
        private @Nullable Duration deadline;
        private @Nullable IntConsumer onRetry;

        private Builder() {}

        /**
         * Limits how often a body may run.
         *
         * @param count at least 1; the engine's own limit is 10,000
         * @return this builder
         */
        public Builder maxAttempts(int count) {
            this.maxAttempts = Checks.positive(count, "maxAttempts");
            return this;
        }

        /**
         * Limits for how long new attempts may start. The first always runs, and a running one is not interrupted.
         *
         * @param time from the call of {@code dosync}; at least 0
         * @return this builder
         */
        public Builder deadline(Duration time) {
            Checks.nanos(time, "deadline");
            this.deadline = time;
            return this;
        }

        /**
         * Calls back before each attempt but the first, on the thread of the transaction. What it throws ends the
         * transaction.
         *
         * @param callback receives the number of attempts that have failed
         * @return this builder
         */
        public Builder onRetry(IntConsumer callback) {
            this.onRetry = Checks.notNull(callback, "callback");
            return this;
        }

        /**
         * Makes the limits.
         *
         * @return limits, to run transactions with
         */
        public Policy build() {
            return new Policy(this);
        }
    }
}

package dev.trestle.reference;

import clojure.lang.LockingTransaction;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: what the engine calls once per attempt.
 *
 * <p>{@code dosync} is a macro and has no var; this is what it expands to. Kept to 24 bytes, since each transaction makes
 * one.
 */
@NullMarked
class TransactionBody<T extends @Nullable Object, X extends Exception> implements Callable<T> {
    private final ThrowingSupplier<T, X> body;
    private int attempts;
    private boolean interrupted;

    TransactionBody(ThrowingSupplier<T, X> body) {
        this.body = body;
    }

    /** Runs it; what the body throws comes out as it is. */
    final T run() throws X {
        Transactions.rethrow(); // nested, in an attempt that is over: joining it would commit on its own
        try {
            return Calls.cast(LockingTransaction.runInTransaction(this));
        } catch (Exception e) {
            if (attempts >= LockingTransaction.RETRY_LIMIT && e.getClass() == RuntimeException.class) {
                throw gaveUp("the engine's " + LockingTransaction.RETRY_LIMIT + " attempts", e);
            }
            throw Calls.sneaky(e); // the body's own X, or unchecked
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final T call() throws X {
        attempts++;
        Transactions.Attempt attempt = Transactions.attempt();
        boolean outermost = attempt.enter();
        try {
            if (attempts > 1) {
                retrying(attempts);
            }
            T value = body.get();
            attempt.rethrow();
            return value;
        } catch (Throwable e) {
            attempt.rethrow(); // what a body throws once it should retry does not count either
            throw e;
        } finally {
            if (outermost) {
                attempt.exit();
            }
            if (Thread.interrupted()) { // or the engine loses it in its commit, and an attempt with it
                interrupted = true;
            }
        }
    }

    final int attempts() {
        return attempts;
    }

    /** Called before each attempt but the first; what it throws ends the transaction. */
    void retrying(int attempt) {
        if (attempt == 2) {
            Transactions.attempt().startedRetrying();
        }
    }

    TransactionFailedException gaveUp(String limit, @Nullable Throwable cause) {
        return new TransactionFailedException(
                limit, attempts, Duration.ofNanos(Transactions.attempt().retryingNanos()), cause);
    }
}

package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A transaction within limits: any exception but the engine's own ends it, so reaching a limit is throwing one. */
@NullMarked
final class LimitedBody<T extends @Nullable Object, X extends Exception> extends TransactionBody<T, X> {
    private final Stm.Policy policy;
    private final long start = System.nanoTime();

    LimitedBody(ThrowingSupplier<T, X> body, Stm.Policy policy) {
        super(body);
        this.policy = policy;
    }

    @Override
    void retrying(int attempt) {
        int failed = attempt - 1;
        if (failed >= policy.maxAttempts) {
            throw failed("its " + policy.maxAttempts + " attempts", failed, null);
        }
        Duration deadline = policy.deadline;
        if (deadline != null && System.nanoTime() - start >= Checks.nanos(deadline, "deadline")) {
            throw failed("its deadline of " + deadline, failed, null);
        }
        IntConsumer onRetry = policy.onRetry;
        if (onRetry != null) {
            onRetry.accept(failed);
        }
    }

    @Override
    TransactionFailedException gaveUp(String limit, @Nullable Throwable cause) {
        return failed(limit, attempts(), cause);
    }

    private TransactionFailedException failed(String limit, int attempts, @Nullable Throwable cause) {
        return new TransactionFailedException(limit, attempts, Duration.ofNanos(System.nanoTime() - start), cause);
    }
}

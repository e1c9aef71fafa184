package dev.trestle.pipeline;

import dev.trestle.async.TooManyWaitersException;
import dev.trestle.async.WritePort;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A put that waits for room in a channel, and that others can withdraw. */
@NullMarked
final class WaitingPut {
    private final CompletableFuture<Boolean> put;

    private WaitingPut(CompletableFuture<Boolean> put) {
        this.put = put;
    }

    /** Begins to put; null if too many wait already. */
    static <T> @Nullable WaitingPut begin(WritePort<? super T> port, T item) {
        try {
            return new WaitingPut(port.putAsync(item));
        } catch (TooManyWaitersException e) {
            return null;
        }
    }

    /**
     * Puts, and waits.
     *
     * @param others where the put stands while it waits
     */
    static <T> Gate.Outcome of(
            WritePort<? super T> port, T item, long nanos, Set<WaitingPut> others, BooleanSupplier closed)
            throws InterruptedException {
        WaitingPut waiting = begin(port, item);
        if (waiting == null) {
            return Gate.Outcome.FULL;
        }
        others.add(waiting);
        try {
            if (closed.getAsBoolean()) {
                waiting.withdraw();
            }
            return waiting.settled(nanos);
        } finally {
            others.remove(waiting);
        }
    }

    /** Refuses it, as a closed gate does, unless the channel has it. */
    void withdraw() {
        put.cancel(false);
    }

    /** Waits for the outcome up to a time, and then withdraws. */
    Gate.Outcome settled(long nanos) throws InterruptedException {
        try {
            return outcome(put.get(nanos, TimeUnit.NANOSECONDS));
        } catch (CancellationException e) {
            return Gate.Outcome.CLOSED;
        } catch (TimeoutException e) {
            return put.cancel(false) ? Gate.Outcome.TIMED_OUT : outcome(put.join());
        } catch (InterruptedException e) {
            if (put.cancel(false)) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return outcome(put.join());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a put must not fail, did: " + e.getCause(), e.getCause());
        }
    }

    private static Gate.Outcome outcome(boolean accepted) {
        return accepted ? Gate.Outcome.ADMITTED : Gate.Outcome.CLOSED;
    }
}

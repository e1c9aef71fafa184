package dev.trestle.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Makes a {@link CompletableFuture} out of an object that can only be waited for. */
@NullMarked
public final class Waits {
    private Waits() {}

    /**
     * Waits on a thread of {@link Threads#waiting()}. However the result is completed, by cancellation too, the wait is
     * interrupted and ends.
     *
     * @param wait blocks until there is a value, and can be interrupted; what it throws fails the result, the cause of an
     *     {@code ExecutionException} in its place
     * @param <T> the type of the value
     * @return the value, when there is one
     */
    public static <T extends @Nullable Object> CompletableFuture<T> completable(Callable<T> wait) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Wait<T> task = new Wait<>(wait, result);
        var unused = result.whenComplete((value, failure) -> task.cancel(true));
        Threads.waiting().execute(task);
        return result;
    }

    /**
     * Completes a result with what a future that is done has come to.
     *
     * @param done a future that is done
     * @param result the result
     * @param <T> the type of the value
     */
    public static <T extends @Nullable Object> void complete(Future<T> done, CompletableFuture<T> result) {
        boolean interrupted = false;
        while (true) {
            try {
                result.complete(done.get());
                break;
            } catch (ExecutionException e) {
                result.completeExceptionally(causeOf(e));
                break;
            } catch (InterruptedException e) {
                interrupted = true; // some futures look at the flag before they look at their value
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable causeOf(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** When the wait itself completes the result, it is over already: the cancellation finds nothing to interrupt. */
    private static final class Wait<T extends @Nullable Object> extends FutureTask<T> {
        private final CompletableFuture<T> result;

        Wait(Callable<T> wait, CompletableFuture<T> result) {
            super(() -> {
                try {
                    return wait.call();
                } catch (ExecutionException e) {
                    Throwable cause = causeOf(e);
                    throw cause instanceof Exception checked ? checked : Calls.sneaky(cause);
                }
            });
            this.result = result;
        }

        @Override
        protected void done() {
            if (!isCancelled()) {
                complete(this, result);
            }
        }
    }
}

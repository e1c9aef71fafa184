package dev.trestle.concurrent;

import clojure.lang.Agent;
import clojure.lang.IBlockingDeref;
import clojure.lang.IDeref;
import clojure.lang.IFn;
import clojure.lang.IPending;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import dev.trestle.internal.Waits;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A future under all the interfaces that Clojure's functions ask for. What {@link ClojureFuture} declares is thrown
 * undeclared here, since {@code IDeref} declares nothing.
 */
@NullMarked
final class FutureFacade<T extends @Nullable Object> implements ClojureFuture<T>, IDeref, IBlockingDeref, IPending {
    private static final IFn FUTURE_CALL = Vars.core("future-call");

    private final Future<T> raw;

    private FutureFacade(Future<T> raw) {
        this.raw = raw;
    }

    static <T extends @Nullable Object> FutureFacade<T> call(Callable<? extends T> task) {
        return new FutureFacade<>(start(Functions.ofCallable(Checks.notNull(task, "task"))));
    }

    static <T extends @Nullable Object> FutureFacade<T> adopt(Object future) {
        if (future instanceof FutureFacade<?>) {
            return Calls.cast(future);
        }
        return new FutureFacade<>(Calls.<Future<T>>cast(Checks.adopt(Future.class, future)));
    }

    static <T extends @Nullable Object> FutureFacade<T> from(CompletionStage<T> stage) {
        return new FutureFacade<>(Checks.notNull(stage, "stage").toCompletableFuture());
    }

    /** Starts a function on Clojure's pool: {@code (future-call f)}. */
    static <T extends @Nullable Object> Future<T> start(IFn f) {
        try {
            return Calls.invoke(FUTURE_CALL, f);
        } catch (RejectedExecutionException e) {
            throw refused(e);
        }
    }

    /** Says why Clojure's pool has not taken a task. */
    static RejectedExecutionException refused(RejectedExecutionException e) {
        String remedy = Agent.soloExecutor.isShutdown()
                ? "was shut down with Clojure's agents: start futures before that, or use an executor of your own"
                : "was full: " + Describe.value(Agent.soloExecutor);
        return new RejectedExecutionException("Clojure's pool for futures must take the task, " + remedy, e);
    }

    @Override
    public T deref() {
        return get();
    }

    @Override
    public T deref(Duration timeout) {
        long nanos = Checks.nanos(timeout, "timeout");
        try {
            return get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Calls.sneaky(timedOut(timeout, e));
        } catch (ExecutionException | InterruptedException e) {
            throw Calls.sneaky(e);
        }
    }

    @Override
    public T deref(Duration timeout, T fallback) {
        return within(Checks.nanos(timeout, "timeout"), TimeUnit.NANOSECONDS, fallback);
    }

    @Override
    public @Nullable Object deref(long millis, @Nullable Object fallback) {
        return within(millis, TimeUnit.MILLISECONDS, Calls.<T>cast(fallback));
    }

    private T within(long time, TimeUnit unit, T fallback) {
        try {
            return get(time, unit);
        } catch (TimeoutException e) {
            return fallback;
        } catch (ExecutionException | InterruptedException e) {
            throw Calls.sneaky(e);
        }
    }

    @Override
    public boolean isRealized() {
        return raw.isDone();
    }

    /** {@code IDeref} is a {@code Supplier} too, whose {@code get} declares nothing either. */
    @Override
    public T get() {
        forbidWaiting();
        try {
            return raw.get();
        } catch (ExecutionException | InterruptedException e) {
            throw Calls.sneaky(e);
        }
    }

    @Override
    public T get(long time, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        forbidWaiting();
        return raw.get(time, unit);
    }

    @Override
    public boolean cancel(boolean interrupt) {
        return raw.cancel(interrupt);
    }

    @Override
    public boolean isCancelled() {
        return raw.isCancelled();
    }

    @Override
    public boolean isDone() {
        return raw.isDone();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        if (raw instanceof CompletableFuture<T> itself) {
            return itself;
        }
        CompletableFuture<T> result;
        if (raw.isDone()) {
            result = new CompletableFuture<>();
            Waits.complete(raw, result);
        } else {
            result = Waits.completable(raw::get);
            var unused = result.whenComplete((value, failure) -> {
                if (failure instanceof CancellationException) {
                    raw.cancel(true);
                }
            });
        }
        return result;
    }

    @Override
    public Object unwrap() {
        return Calls.<Object>cast(raw);
    }

    private void forbidWaiting() {
        if (!raw.isDone()) {
            Transactions.forbid("ClojureFuture.deref");
        }
    }

    private TimeoutException timedOut(Duration timeout, TimeoutException cause) {
        TimeoutException named = new TimeoutException("future must be done within " + timeout + ", was still running: "
                + "cancel it if nobody else wants its value");
        named.initCause(cause);
        return named;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FutureFacade<?> facade && facade.raw == raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        if (!raw.isDone()) {
            return "ClojureFuture[pending]";
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Waits.complete(raw, outcome);
        return "ClojureFuture["
                + outcome.handle((value, failure) -> failure == null
                                ? Describe.value(value)
                                : failure instanceof CancellationException
                                        ? "cancelled"
                                        : "failed: " + Describe.value(failure))
                        .join()
                + "]";
    }
}

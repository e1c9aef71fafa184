package dev.trestle.reference;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Functions;
import java.io.Serial;
import java.lang.ref.Cleaner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An action whose outcome somebody waits for.
 *
 * <p>The outcome is known only after the action's function has returned: the validator and the watchers come later, inside
 * the engine. So the function ends by sending a mark to nobody, which the engine lets through only if the action has
 * succeeded, and the executor looks for the mark when the engine is done. An action that the engine forgets (a cleared
 * queue, a failed sender, a transaction that did not commit) is noticed when it is collected.
 *
 * @param <T> the type of the agent's value
 */
@NullMarked
final class AsyncAction<T extends @Nullable Object> extends AFunction {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Cleaner CLEANER = Cleaner.create();

    private final transient clojure.lang.Agent agent;
    private final transient Function<? super T, ? extends T> f;
    private final transient CompletableFuture<T> future = new CompletableFuture<>();
    private transient @Nullable T value;
    private transient boolean succeeded;
    private transient @Nullable Throwable failure;

    AsyncAction(clojure.lang.Agent agent, Function<? super T, ? extends T> f) {
        this.agent = agent;
        this.f = f;
        CLEANER.register(this, discarded(future));
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** Runs actions on the pool of {@code send}, and settles this one's future after the engine is done with it. */
    Executor executor() {
        return run -> {
            try {
                clojure.lang.Agent.pooledExecutor.execute(() -> {
                    run.run();
                    settle();
                });
            } catch (RejectedExecutionException e) {
                RejectedExecutionException named = new RejectedExecutionException(
                        "agent must have a running pool to run the action, was shut down by Agent.shutdown()", e);
                future.completeExceptionally(named);
                throw named;
            }
        };
    }

    @Override
    public @Nullable Object invoke(@Nullable Object state) {
        if (future.isDone()) {
            return state; // withdrawn
        }
        try {
            T next = f.apply(Calls.<T>cast(state));
            IFn validator = agent.getValidator();
            if (validator != null) {
                refuse(validator, next);
            }
            value = next;
            sendMark();
            return next;
        } catch (Throwable e) {
            failure = e;
            throw e;
        }
    }

    /** The engine validates too; this is to know what it will say. */
    private static void refuse(IFn validator, @Nullable Object next) {
        if (!Functions.truth(validator.invoke(next))) {
            throw new IllegalStateException("Invalid reference state");
        }
    }

    private void sendMark() {
        new clojure.lang.Agent(null)
                .dispatch(
                        new AFunction() {
                            @Serial
                            private static final long serialVersionUID = 1L;

                            @Override
                            public @Nullable Object invoke(@Nullable Object state) {
                                succeeded = true;
                                return state;
                            }
                        },
                        null,
                        Runnable::run);
    }

    private void settle() {
        if (succeeded) {
            future.complete(Calls.<T>cast(value));
        } else if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            Throwable error = agent.getError();
            future.completeExceptionally(new IllegalStateException(
                    "watchers of agent must return, but one has thrown: the state has changed", error));
        }
    }

    private static Runnable discarded(CompletableFuture<?> future) {
        return () -> future.completeExceptionally(new CancellationException(
                "action was discarded before it ran: its agent was restarted with an empty queue, the action that sent it"
                        + " failed, or the transaction that sent it did not commit"));
    }
}

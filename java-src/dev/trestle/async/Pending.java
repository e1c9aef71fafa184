package dev.trestle.async;

import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Waiter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A future whose operation is queued in a channel. Whoever else completes it, by cancelling it for example, must first
 * withdraw the operation: if that is too late, the operation's own outcome is the future's, so that no value is lost.
 */
@NullMarked
abstract class Pending<V extends @Nullable Object> extends CompletableFuture<V> {
    static final ChannelEngine ENGINE = ChannelFacade.ENGINE;

    final Waiter waiter = new Completer();
    final Object port;

    Pending(Object port) {
        this.port = port;
    }

    /** Makes the channel forget the withdrawn operation. */
    abstract void sweep();

    /** Returns the outcome as the future's value, or throws what it fails with. */
    abstract V converted(@Nullable Object outcome);

    /** Says whether the future may be completed otherwise; if it is done, the caller's attempt is in vain anyway. */
    private boolean withdraw() {
        if (isDone()) {
            return true;
        }
        if (!waiter.withdraw()) {
            return false;
        }
        sweep();
        return true;
    }

    @Override
    public boolean complete(V value) {
        return withdraw() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return withdraw() && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return withdraw() && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        });
        return this;
    }

    @Override
    public void obtrudeValue(V value) {
        withdraw();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        withdraw();
        super.obtrudeException(failure);
    }

    private void completeTransferred() {
        try {
            super.complete(converted(waiter.outcome()));
        } catch (ChannelFailedException e) {
            super.completeExceptionally(e);
        }
    }

    private final class Completer extends Waiter {
        /** The channel may be locked, and dependents are the user's: they run elsewhere. */
        @Override
        protected void delivered(@Nullable Object value) {
            Dispatch.execute(this);
        }

        @Override
        public void run() {
            completeTransferred();
        }
    }
}

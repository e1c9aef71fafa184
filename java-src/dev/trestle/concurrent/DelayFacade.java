package dev.trestle.concurrent;

import clojure.lang.IDeref;
import clojure.lang.IPending;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Delays;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A delay under the interfaces that Clojure's functions ask for; not {@code IBlockingDeref}, as Clojure's own is none. */
@NullMarked
final class DelayFacade<T extends @Nullable Object> implements Delay<T>, IDeref, IPending {
    private final clojure.lang.Delay raw;

    private DelayFacade(clojure.lang.Delay raw) {
        this.raw = raw;
    }

    static <T extends @Nullable Object> DelayFacade<T> of(Supplier<? extends T> body) {
        return new DelayFacade<>(Delays.create(Checks.notNull(body, "body")));
    }

    static <T extends @Nullable Object> DelayFacade<T> adopt(Object delay) {
        if (delay instanceof DelayFacade<?>) {
            return Calls.cast(delay);
        }
        return new DelayFacade<>(Checks.adopt(clojure.lang.Delay.class, delay));
    }

    @Override
    public T deref() {
        boolean realized = raw.isRealized();
        if (!realized) {
            Transactions.forbid("Delay.deref");
        }
        try {
            return Calls.cast(raw.deref());
        } catch (Exception e) {
            // an interrupt that was kept long ago is none of this thread's
            throw realized && !(e instanceof RuntimeException) ? new CompletionException(e) : Calls.unchecked(e);
        }
    }

    @Override
    public T force() {
        return deref();
    }

    @Override
    public boolean isRealized() {
        return raw.isRealized();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (raw.isRealized()) {
            complete(result);
        } else {
            Transactions.forbid("Delay.toCompletableFuture");
            var unused = FutureFacade.start(Functions.ofSupplier(() -> {
                complete(result);
                return null;
            }));
        }
        return result;
    }

    /** What the computation threw, as it is: here it needs no disguise. */
    private void complete(CompletableFuture<T> result) {
        T value;
        try {
            value = Calls.cast(raw.deref());
        } catch (Throwable e) {
            result.completeExceptionally(e);
            return;
        }
        result.complete(value);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DelayFacade<?> facade && facade.raw == raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        if (!raw.isRealized()) {
            return "Delay[pending]";
        }
        try {
            return "Delay[" + Describe.value(raw.deref()) + "]";
        } catch (Throwable e) {
            return "Delay[failed: " + Describe.value(e) + "]";
        }
    }
}

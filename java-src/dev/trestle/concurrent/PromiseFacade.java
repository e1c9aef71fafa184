package dev.trestle.concurrent;

import clojure.lang.AFn;
import clojure.lang.IBlockingDeref;
import clojure.lang.IDeref;
import clojure.lang.IFn;
import clojure.lang.IObj;
import clojure.lang.IPending;
import clojure.lang.IPersistentMap;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import dev.trestle.internal.Waits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A promise under all the interfaces that Clojure's functions ask for; {@code IObj} is among them because core.async puts
 * metadata on a function that it is to call back. What {@link Promise} declares is thrown undeclared here.
 */
@NullMarked
final class PromiseFacade<T extends @Nullable Object> extends AFn
        implements Promise<T>, IDeref, IBlockingDeref, IPending, IObj {
    private static final IFn PROMISE = Vars.core("promise");
    private static final IFn DELIVER = Vars.core("deliver");
    private static final IFn META = Vars.core("meta");
    private static final IFn WITH_META = Vars.core("with-meta");
    private static final Object NOTHING = new Object();

    private final IPending raw;

    private PromiseFacade(IPending raw) {
        this.raw = raw;
    }

    static <T extends @Nullable Object> PromiseFacade<T> create() {
        return new PromiseFacade<>(Calls.<IPending>invoke(PROMISE));
    }

    static <T extends @Nullable Object> PromiseFacade<T> adopt(Object promise) {
        if (promise instanceof PromiseFacade<?>) {
            return Calls.cast(promise);
        }
        if (promise instanceof IPending raw
                && promise instanceof IDeref
                && promise instanceof IBlockingDeref
                && promise instanceof IFn) {
            return new PromiseFacade<>(raw);
        }
        throw Checks.notAdoptable("Clojure promise (IDeref, IBlockingDeref, IPending and IFn)", promise);
    }

    @Override
    public T deref() {
        forbidWaiting();
        return read();
    }

    @Override
    public T deref(Duration timeout) {
        Object value = deref(Checks.millis(timeout, "timeout"), NOTHING);
        if (value == NOTHING) {
            throw Calls.sneaky(
                    new TimeoutException("promise must be delivered within " + timeout + ", was still pending"));
        }
        return Calls.cast(value);
    }

    @Override
    public T deref(Duration timeout, T fallback) {
        return Calls.cast(deref(Checks.millis(timeout, "timeout"), fallback));
    }

    @Override
    public @Nullable Object deref(long millis, @Nullable Object fallback) {
        forbidWaiting();
        return ((IBlockingDeref) raw).deref(millis, fallback);
    }

    @Override
    public boolean isRealized() {
        return raw.isRealized();
    }

    @Override
    public boolean deliver(T value) {
        return Calls.<@Nullable Object>invoke(DELIVER, raw, value) != null;
    }

    @Override
    public @Nullable Object invoke(@Nullable Object value) {
        return deliver(Calls.<T>cast(value)) ? this : null;
    }

    @Override
    public @Nullable IPersistentMap meta() {
        return Calls.invoke(META, raw);
    }

    @Override
    public IObj withMeta(@Nullable IPersistentMap meta) {
        return new PromiseFacade<T>(Calls.<IPending>invoke(WITH_META, raw, meta));
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return isRealized() ? CompletableFuture.completedFuture(value()) : Waits.completable(this::read);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    /** The value that is there; a promise looks at the interrupt flag first, and this is not the call to tell. */
    private T value() {
        boolean interrupted = Thread.interrupted();
        try {
            return read();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What {@code deref} does with whatever is an {@code IDeref}. */
    private T read() {
        return Calls.cast(((IDeref) raw).deref());
    }

    private void forbidWaiting() {
        if (!raw.isRealized()) {
            Transactions.forbid("Promise.deref");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PromiseFacade<?> facade && facade.raw == raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return "Promise[" + (isRealized() ? Describe.value(value()) : "pending") + "]";
    }
}

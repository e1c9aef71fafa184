package dev.trestle.reference;

import clojure.lang.IDeref;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Vars;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** {@link Volatile} over a {@code clojure.lang.Volatile}. */
@NullMarked
final class VolatileFacade<T extends @Nullable Object> implements Volatile<T>, IDeref {
    private static final IFn VOLATILE = Vars.core("volatile!");
    private static final IFn VRESET = Vars.core("vreset!");

    private final clojure.lang.Volatile raw;

    VolatileFacade(clojure.lang.Volatile raw) {
        this.raw = raw;
    }

    static <T extends @Nullable Object> Volatile<T> create(T value) {
        return new VolatileFacade<>(Calls.invoke(VOLATILE, value));
    }

    @Override
    public T deref() {
        return Calls.cast(raw.deref());
    }

    @Override
    public T swap(Function<? super T, ? extends T> f) {
        return reset(Checks.notNull(f, "f").apply(deref())); // what the macro vswap! expands to
    }

    @Override
    public T reset(T value) {
        return Calls.invoke(VRESET, raw, value);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VolatileFacade<?> facade && facade.raw == raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return "Volatile[" + Describe.value(deref()) + "]";
    }
}

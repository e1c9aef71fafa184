package dev.trestle.reference;

import clojure.lang.AFn;
import clojure.lang.IFn;
import dev.trestle.internal.Transactions;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A commuting update. It runs again at the commit, outside the body: so it watches for a swallowed retry itself. */
@NullMarked
final class CommuteFn extends AFn {
    private final IFn f;

    CommuteFn(IFn f) {
        this.f = f;
    }

    @Override
    public @Nullable Object invoke(@Nullable Object value) {
        return Transactions.guarded(() -> f.invoke(value));
    }

    @Override
    public @Nullable Object invoke(@Nullable Object value, @Nullable Object arg) {
        return Transactions.guarded(() -> f.invoke(value, arg));
    }
}

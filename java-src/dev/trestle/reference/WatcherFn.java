package dev.trestle.reference;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Transactions;
import java.io.Serial;
import java.util.function.BiConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A watcher that cannot hurt: Clojure would throw what it throws at whoever made the change. */
@NullMarked
final class WatcherFn extends Functions.Adapter<BiConsumer<?, ?>> {
    @Serial
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as serializable as the user's lambda is
    private final BiConsumer<@Nullable Object, @Nullable Object> watcher;

    @SuppressWarnings("unchecked") // Clojure is untyped
    WatcherFn(BiConsumer<?, ?> watcher) {
        super(watcher);
        this.watcher = (BiConsumer<@Nullable Object, @Nullable Object>) watcher;
    }

    @Override
    public @Nullable Object invoke(
            @Nullable Object key, @Nullable Object reference, @Nullable Object before, @Nullable Object after) {
        try {
            watcher.accept(before, after);
        } catch (Throwable e) {
            if (Transactions.isSignal(e)) {
                throw e; // an atom changed in a transaction: the engine's "retry" is not the watcher's failure
            }
            Calls.uncaught(e);
        }
        return null;
    }
}

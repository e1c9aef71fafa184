package dev.trestle.async;

import dev.trestle.internal.Calls;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class PendingTake<T> extends Pending<@Nullable T> {
    PendingTake(Object port) {
        super(port);
    }

    @Override
    void sweep() {
        ENGINE.sweepTakes(port);
    }

    @Override
    @Nullable
    T converted(@Nullable Object outcome) {
        return Calls.cast(Takes.orFailure(port, outcome));
    }
}

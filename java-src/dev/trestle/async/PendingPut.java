package dev.trestle.async;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class PendingPut extends Pending<Boolean> {
    PendingPut(Object port) {
        super(port);
    }

    @Override
    void sweep() {
        ENGINE.sweepPuts(port);
    }

    @Override
    Boolean converted(@Nullable Object outcome) {
        return Puts.accepted(outcome);
    }
}

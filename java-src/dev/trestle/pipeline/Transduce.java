package dev.trestle.pipeline;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.Reduced;
import dev.trestle.internal.Calls;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A Clojure transducer as a step. What comes out of it goes on at once. */
@NullMarked
final class Transduce extends Op {
    private final IFn transducer;

    @SuppressWarnings("NullAway.Init") // before the first item
    private IFn reducing;

    private long passed;
    private boolean over;
    private boolean partial;

    Transduce(IFn transducer) {
        this.transducer = transducer;
    }

    @Override
    void start() {
        reducing = Calls.cast(transducer.invoke(new Passing()));
    }

    private final class Passing extends AFn {
        @Override
        public @Nullable Object invoke(@Nullable Object result) {
            return result;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object result, @Nullable Object item) {
            Object next = checked(item);
            passed++;
            pass(next);
            return hasEnded() ? new Reduced(result) : result;
        }
    }

    @Override
    @Nullable
    Object apply(Object item) {
        if (over) {
            books.undelivered++;
            return null;
        }
        passed = 0;
        partial = false;
        try {
            if (Calls.<@Nullable Object>invoke(reducing, null, item) instanceof Reduced) {
                over = true;
                end();
            }
        } catch (Throwable e) {
            partial = passed > 0;
            books.expanded += passed; // the item itself has failed
            throw e;
        }
        if (passed == 0) {
            books.filtered++;
        } else {
            books.expanded += passed - 1;
        }
        return null;
    }

    @Override
    void finish() {
        passed = 0;
        try {
            Calls.<@Nullable Object>invoke(reducing, (Object) null);
        } finally {
            books.expanded += passed;
        }
    }

    @Override
    boolean isPartial() {
        return partial;
    }
}

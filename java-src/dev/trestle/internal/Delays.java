package dev.trestle.internal;

import clojure.lang.AFn;
import clojure.lang.Delay;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Makes Clojure's delays: {@code delay} is a macro, so there is no var to call. */
@NullMarked
public final class Delays {
    static {
        Boot.ensure();
    }

    private Delays() {}

    /**
     * Makes a delay. Clojure: {@code (delay (body))}.
     *
     * @param body computes the value
     * @return Clojure's object
     */
    public static Delay create(Supplier<?> body) {
        return new Delay(new Body(body));
    }

    /**
     * The body of a delay. The delay calls it under its lock, once, and forgets it when it has returned. The delay's own
     * thread may enter that lock again: then the delay needs its own value, and Clojure would recurse until the stack ends.
     */
    private static final class Body extends AFn {
        private @Nullable Supplier<?> body;

        Body(Supplier<?> body) {
            this.body = body;
        }

        @Override
        public @Nullable Object invoke() {
            Supplier<?> once = body;
            if (once == null) {
                throw new IllegalStateException("delay must not need its own value to compute it, was read again on "
                        + Thread.currentThread().getName() + ", which runs its body: break the cycle");
            }
            body = null;
            return once.get();
        }
    }
}

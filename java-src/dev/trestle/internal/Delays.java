package dev.trestle.internal;

import clojure.lang.AFunction;
import clojure.lang.Delay;
import java.io.Serial;
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
     * The body of a delay. The delay calls it under its lock, which its own thread may enter again: then the delay needs
     * its own value, and Clojure would recurse until the stack ends.
     */
    private static final class Body extends AFunction {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as serializable as the user's lambda is
        private final Supplier<?> body;

        private boolean running;

        Body(Supplier<?> body) {
            this.body = body;
        }

        @Override
        public @Nullable Object invoke() {
            if (running) {
                throw new IllegalStateException("delay must not need its own value to compute it, was read again by "
                        + body + " on the thread that runs it: break the cycle");
            }
            running = true;
            return body.get();
        }
    }
}

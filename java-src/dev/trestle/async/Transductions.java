package dev.trestle.async;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Tally;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** User code that runs under a channel's lock: nothing that it throws may leave the lock held. */
@NullMarked
final class Transductions {
    private Transductions() {}

    /** core.async completes a transducer at the close and again at each take after that; here it is completed once. */
    static IFn once(Transducer<?, ?> transducer) {
        return new Once((IFn) Checks.notNull(transducer, "transducer").unwrap());
    }

    /** Without a handler of the user's, failures go to the uncaught exception handler, as in core.async. */
    static IFn handler(@Nullable Function<? super Throwable, ?> handler, @Nullable Tally tally) {
        return new Handler(handler, tally);
    }

    @SuppressWarnings("serial") // a function of Clojure's by name only: it never leaves the channel
    private static final class Once extends AFunction {
        private final IFn transducer;

        Once(IFn transducer) {
            this.transducer = transducer;
        }

        @Override
        public Object invoke(Object step) {
            return new Step((IFn) transducer.invoke(step));
        }
    }

    @SuppressWarnings("serial")
    private static final class Step extends AFunction {
        private final IFn step;
        private boolean completed;

        Step(IFn step) {
            this.step = step;
        }

        @Override
        public Object invoke(Object buffer) {
            if (completed) {
                return buffer;
            }
            completed = true;
            return step.invoke(buffer);
        }

        @Override
        public Object invoke(Object buffer, Object value) {
            return step.invoke(buffer, value);
        }
    }

    @SuppressWarnings("serial")
    private static final class Handler extends AFunction {
        private final @Nullable Function<? super Throwable, ?> handler;
        private final @Nullable Tally tally;

        Handler(@Nullable Function<? super Throwable, ?> handler, @Nullable Tally tally) {
            this.handler = handler;
            this.tally = tally;
        }

        @Override
        public @Nullable Object invoke(Object thrown) {
            Object instead = instead(explained((Throwable) thrown));
            if (instead == null && tally != null) {
                tally.lost();
            }
            return instead;
        }

        private @Nullable Object instead(Throwable thrown) {
            if (handler == null) {
                Calls.uncaught(thrown);
                return null;
            }
            try {
                return handler.apply(thrown);
            } catch (Throwable e) {
                Calls.uncaught(e);
                return null;
            }
        }

        private static Throwable explained(Throwable thrown) {
            String message = thrown.getMessage();
            if (thrown instanceof AssertionError
                    && message != null
                    && message.startsWith("Assert failed: (not (nil? itm))")) {
                return new NullPointerException("value from a channel's transducer must not be null").initCause(thrown);
            }
            return thrown;
        }
    }
}

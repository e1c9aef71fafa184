package dev.trestle.async;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** User code that core.async calls where an exception would end a loop that others wait for, or leave a lock held. */
@NullMarked
final class Guarded {
    private Guarded() {}

    /** Calls, and answers with something else if that fails: the failure goes to the uncaught exception handler. */
    static <R extends @Nullable Object> R orElse(Callable<? extends R> code, R instead) {
        try {
            return code.call();
        } catch (Throwable e) {
            Calls.uncaught(e);
            return instead;
        }
    }

    /** An asynchronous function of {@code pipeline-async}: one that fails has no results, instead of never any. */
    static <A, B> IFn async(BiConsumer<? super A, ? super WritePort<B>> f) {
        return new Async<>(f);
    }

    @SuppressWarnings("serial") // a function of Clojure's by name only: it never leaves the pipeline
    private static final class Async<A, B> extends AFunction {
        private final transient BiConsumer<? super A, ? super WritePort<B>> f;

        Async(BiConsumer<? super A, ? super WritePort<B>> f) {
            this.f = f;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value, @Nullable Object results) {
            Channel<B> port = Channel.wrap(results);
            try {
                f.accept(Calls.cast(value), port);
            } catch (Throwable e) {
                port.close();
                Calls.uncaught(e);
            }
            return null;
        }
    }
}

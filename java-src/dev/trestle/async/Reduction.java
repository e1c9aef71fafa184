package dev.trestle.async;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import clojure.lang.Reduced;
import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Calls;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A reduction of a channel whose failure is told: to core.async, failing looks like having no result. */
@NullMarked
final class Reduction<R extends @Nullable Object> {
    private final IFn step;
    private final ReadPort<?> from;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    private Reduction(IFn step, ReadPort<?> from) {
        this.step = step;
        this.from = from;
    }

    static <R extends @Nullable Object> CompletableFuture<R> start(IFn step, @Nullable Object init, ReadPort<?> from) {
        Object port = Raw.of(from, "from");
        Reduction<R> reduction = new Reduction<>(step, from);
        Object result = AsyncLibrary.fn("reduce").invoke(reduction.new Step(), init, port);
        return Channel.<Object>wrap(result).takeAsync().thenApply(reduction::result);
    }

    private R result(@Nullable Object value) {
        Throwable cause = failure;
        if (cause == null && !ended && from.poll() instanceof Taken.Closed<?> closed) {
            cause = closed.cause();
        }
        if (cause != null) {
            throw Calls.sneaky(cause);
        }
        return Calls.cast(value);
    }

    @SuppressWarnings("serial") // a function of Clojure's by name only: it never leaves the reduction
    private final class Step extends AFunction {
        @Override
        public @Nullable Object invoke(@Nullable Object result, @Nullable Object value) {
            try {
                Object next = step.invoke(result, value);
                ended = next instanceof Reduced;
                return next;
            } catch (Throwable e) {
                failure = e;
                return new Reduced(null);
            }
        }
    }
}

package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A step's function of a state and an item. It may throw any exception, and a lambda passed for it is serializable if what it captures is.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <C> the type of the result
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepBiFunction<A, B, C> extends Serializable {
    /**
     * Applies the function.
     *
     * @param first the first argument
     * @param second the second argument
     * @return the result, not null
     * @throws Exception if it fails; the step's {@link ErrorPolicy} decides what that means
     */
    C apply(A first, B second) throws Exception;

    /**
     * Adopts a Clojure function.
     *
     * @param fn a Clojure function of two arguments
     * @param <A> the type of the first argument: the caller's word for it
     * @param <B> the type of the second argument: the caller's word for it
     * @param <C> the type of the result: the caller's word for it
     * @return it, as a step's function
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A, B, C> StepBiFunction<A, B, C> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return (first, second) -> Calls.cast(adopted.invoke(first, second));
    }
}

package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A step's function of one item. It may throw any exception, and a lambda passed for it is serializable if what it captures is.
 *
 * @param <A> the type of the item
 * @param <B> the type of the result
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepFunction<A, B> extends Serializable {
    /**
     * Applies the function.
     *
     * @param item the item
     * @return the result, not null
     * @throws Exception if it fails; the step's {@link ErrorPolicy} decides what that means
     */
    B apply(A item) throws Exception;

    /**
     * Adopts a Clojure function.
     *
     * @param fn a Clojure function of one argument
     * @param <A> the type of the item: the caller's word for it
     * @param <B> the type of the result: the caller's word for it
     * @return it, as a step's function
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A, B> StepFunction<A, B> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return item -> Calls.cast(adopted.invoke(item));
    }
}

package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A step's question about an item. It may throw any exception, and a lambda passed for it is serializable if what it captures is.
 *
 * @param <A> the type of the item
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepPredicate<A> extends Serializable {
    /**
     * Answers the question.
     *
     * @param item the item
     * @return the answer
     * @throws Exception if it fails; the step's {@link ErrorPolicy} decides what that means
     */
    boolean test(A item) throws Exception;

    /**
     * Adopts a Clojure function, where nil and false count as false.
     *
     * @param fn a Clojure function of one argument
     * @param <A> the type of the item: the caller's word for it
     * @return it, as a step's predicate
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A> StepPredicate<A> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return item -> Functions.truth(adopted.invoke(item));
    }
}

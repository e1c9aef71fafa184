package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What a step does with an item. It may throw any exception, and a lambda passed for it is serializable if what it captures is.
 *
 * @param <A> the type of the item
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepConsumer<A> extends Serializable {
    /**
     * Takes an item.
     *
     * @param item the item
     * @throws Exception if it fails; the step's {@link ErrorPolicy} decides what that means
     */
    void accept(A item) throws Exception;

    /**
     * Adopts a Clojure function, whose value is ignored.
     *
     * @param fn a Clojure function of one argument
     * @param <A> the type of the item: the caller's word for it
     * @return it, as a step's consumer
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A> StepConsumer<A> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return adopted::invoke;
    }
}

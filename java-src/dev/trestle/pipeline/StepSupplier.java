package dev.trestle.pipeline;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A source of items. It may throw any exception, and a lambda passed for it is serializable if what it captures is.
 *
 * @param <A> the type of the items
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface StepSupplier<A> extends Serializable {
    /**
     * Gives the next item; it may wait for one.
     *
     * @return the item, or null if there will be no more
     * @throws Exception if it fails, which fails the run
     */
    @Nullable
    A get() throws Exception;

    /**
     * Adopts a Clojure function.
     *
     * @param fn a Clojure function of no arguments
     * @param <A> the type of the items: the caller's word for it
     * @return it, as a source
     * @throws IllegalArgumentException if it cannot be called
     */
    static <A> StepSupplier<A> wrap(@Nullable Object fn) {
        IFn adopted = Checks.adopt(IFn.class, fn);
        return () -> Calls.<@Nullable A>cast(adopted.invoke());
    }
}

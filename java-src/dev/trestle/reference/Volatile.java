package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A volatile box, the cheapest mutable place: for state that one thread at a time changes, as in a transducer. Clojure:
 * {@code (volatile! v)}.
 *
 * <p>{@link #swap} is <i>not</i> atomic: use an {@link Atom} where two threads may update. Memory consistency effects: as
 * reading and writing a volatile variable.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Volatile<T extends @Nullable Object> permits VolatileFacade {
    /**
     * Makes a volatile. Clojure: {@code (volatile! value)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a new volatile
     */
    static <T extends @Nullable Object> Volatile<T> of(T value) {
        return VolatileFacade.create(value);
    }

    /**
     * Adopts a Clojure volatile.
     *
     * @param box a {@code clojure.lang.Volatile}, or a facade of one, which is returned as it is
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's word
    static <T extends @Nullable Object> Volatile<T> wrap(@Nullable Object box) {
        return box instanceof VolatileFacade<?> facade
                ? (Volatile<T>) facade
                : new VolatileFacade<>(Checks.adopt(clojure.lang.Volatile.class, box));
    }

    /**
     * Returns the current value. Clojure: {@code @v}.
     *
     * @return the value
     */
    T deref();

    /**
     * Replaces the value by a function of it, not atomically. Clojure: {@code (vswap! v f)}.
     *
     * @param f from the old value to the new; applied once
     * @return the new value
     * @throws NullPointerException if {@code f} is null
     */
    T swap(Function<? super T, ? extends T> f);

    /**
     * Sets the value. Clojure: {@code (vreset! v value)}.
     *
     * @param value the new value
     * @return the new value
     */
    T reset(T value);

    /**
     * Returns the Clojure object, for Clojure functions that insist on its class.
     *
     * @return the {@code clojure.lang.Volatile}
     */
    Object unwrap();
}

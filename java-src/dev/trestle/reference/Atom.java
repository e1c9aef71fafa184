package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One value that many threads may change, each change atomic and independent. Clojure: {@code (atom v)}.
 *
 * <pre>{@code
 * Atom<Long> hits = Atom.of(0L);
 * hits.swap(n -> n + 1);
 * long now = hits.deref();
 * }</pre>
 *
 * <p>Never blocks, and takes no part in transactions: a {@code swap} in the body of one is not undone when it runs again.
 * Clojure's arithmetic gives {@code Long}s; an {@code Atom<Integer>} that Clojure code increments holds a {@code Long}.
 *
 * <p>Thread-safe. Memory consistency effects: as reading and writing a volatile variable.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Atom<T extends @Nullable Object> extends Reference<T> permits AtomFacade {
    /**
     * Makes an atom. Clojure: {@code (atom value)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a new atom
     */
    static <T extends @Nullable Object> Atom<T> of(T value) {
        return Atom.<T>builder(value).build();
    }

    /**
     * Starts an atom with a validator or metadata. Clojure: {@code (atom value :validator f :meta m)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a builder
     */
    static <T extends @Nullable Object> Builder<T> builder(T value) {
        return new Builder<>(value);
    }

    /**
     * Adopts a Clojure atom.
     *
     * @param atom a {@code clojure.lang.Atom}, or a facade of one, which is returned as it is
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's word
    static <T extends @Nullable Object> Atom<T> wrap(@Nullable Object atom) {
        return atom instanceof AtomFacade<?> facade
                ? (Atom<T>) facade
                : new AtomFacade<>(Checks.adopt(clojure.lang.Atom.class, atom));
    }

    /**
     * Replaces the value by a function of it. Clojure: {@code (swap! a f)}.
     *
     * @param f from the old value to the new; may be applied again when another thread was faster, so it must be free of
     *     side effects
     * @return the new value
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if the validator refuses the new value; the atom keeps the value it had
     */
    T swap(Function<? super T, ? extends T> f);

    /**
     * Replaces the value by a function of it and an argument. Clojure: {@code (swap! a f arg)}.
     *
     * @param f from the old value and {@code arg} to the new value; may be applied again, so free of side effects
     * @param arg the argument
     * @param <A> the type of the argument
     * @return the new value
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if the validator refuses the new value; the atom keeps the value it had
     */
    <A extends @Nullable Object> T swap(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Replaces the value by a function of it, and tells both. Clojure: {@code (swap-vals! a f)}.
     *
     * @param f from the old value to the new; may be applied again, so free of side effects
     * @return exactly what this update has replaced, and by what
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if the validator refuses the new value; the atom keeps the value it had
     */
    Change<T> swapVals(Function<? super T, ? extends T> f);

    /**
     * Replaces the value by a function of it and an argument, and tells both. Clojure: {@code (swap-vals! a f arg)}.
     *
     * @param f from the old value and {@code arg} to the new value; may be applied again, so free of side effects
     * @param arg the argument
     * @param <A> the type of the argument
     * @return exactly what this update has replaced, and by what
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if the validator refuses the new value; the atom keeps the value it had
     */
    <A extends @Nullable Object> Change<T> swapVals(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Sets the value if it is this very object. Clojure: {@code (compare-and-set! a old new)}.
     *
     * <p>Compares by identity: two boxed numbers outside -128..127 are different objects even if they are equal. Pass what
     * {@link #deref()} gave.
     *
     * @param expected the object that must be there
     * @param value the new value
     * @return whether it was there and has been replaced
     * @throws IllegalStateException if the validator refuses the new value
     */
    boolean compareAndSet(T expected, T value);

    /**
     * Sets the value, whatever it was. Clojure: {@code (reset! a v)}.
     *
     * @param value the new value
     * @return the new value
     * @throws IllegalStateException if the validator refuses it; the atom keeps the value it had
     */
    T reset(T value);

    /**
     * Sets the value, whatever it was, and tells what it was. Clojure: {@code (reset-vals! a v)}.
     *
     * @param value the new value
     * @return exactly what this update has replaced, and by what
     * @throws IllegalStateException if the validator refuses it; the atom keeps the value it had
     */
    Change<T> resetVals(T value);

    /**
     * An atom in the making.
     *
     * @param <T> the type of the value
     * @since 0.1.0
     */
    final class Builder<T extends @Nullable Object> {
        private final T value;
        private @Nullable Predicate<? super T> validator;
        private @Nullable Map<?, ?> meta;

        private Builder(T value) {
            this.value = value;
        }

        /**
         * Sets the validator, which the first value must satisfy too.
         *
         * @param predicate says whether a value is valid
         * @return this builder
         */
        public Builder<T> validator(Predicate<? super T> predicate) {
            this.validator = Checks.notNull(predicate, "predicate");
            return this;
        }

        /**
         * Sets the metadata.
         *
         * @param map the metadata; a map that is not Clojure's is copied into one
         * @return this builder
         */
        public Builder<T> meta(Map<?, ?> map) {
            this.meta = Checks.notNull(map, "map");
            return this;
        }

        /**
         * Makes the atom.
         *
         * @return a new atom
         * @throws IllegalStateException if the validator refuses the first value
         */
        public Atom<T> build() {
            return AtomFacade.create(value, validator, meta);
        }
    }
}

package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A value that changes only in a transaction, together with others. Clojure: {@code (ref v)}.
 *
 * <pre>{@code
 * Ref<Long> from = Ref.of(100L);
 * Ref<Long> to = Ref.of(0L);
 * Stm.dosync(() -> {
 *     from.alter(n -> n - 30);
 *     to.alter(n -> n + 30);
 * });
 * }</pre>
 *
 * <p>A transaction sees all refs as they were when it began, and its own changes. Reading does not protect from write skew:
 * two transactions that each read what the other writes may both commit. {@link #protect()} what you only read and rely on.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it committed <i>happens-before</i> what another does
 * after it has read the value.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Ref<T extends @Nullable Object> extends Reference<T> permits RefFacade {
    /**
     * Makes a ref. Clojure: {@code (ref value)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a new ref
     */
    static <T extends @Nullable Object> Ref<T> of(T value) {
        return Ref.<T>builder(value).build();
    }

    /**
     * Starts a ref with options. Clojure: {@code (ref value :validator f :meta m :min-history n :max-history n)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a builder
     */
    static <T extends @Nullable Object> Builder<T> builder(T value) {
        return new Builder<>(value);
    }

    /**
     * Adopts a Clojure ref.
     *
     * @param ref a {@code clojure.lang.Ref}, or a facade of one, which is returned as it is
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's word
    static <T extends @Nullable Object> Ref<T> wrap(@Nullable Object ref) {
        return ref instanceof RefFacade<?> facade
                ? (Ref<T>) facade
                : new RefFacade<>(Checks.adopt(clojure.lang.Ref.class, ref));
    }

    /**
     * Replaces the value by a function of it. Clojure: {@code (alter r f)}.
     *
     * @param f from the value in this transaction to the new value; free of side effects, since the body may run again
     * @return the new value in this transaction
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if no transaction is running, or after a {@code commute} of this ref in it
     */
    T alter(Function<? super T, ? extends T> f);

    /**
     * Replaces the value by a function of it and an argument. Clojure: {@code (alter r f arg)}.
     *
     * @param f from the value in this transaction and {@code arg} to the new value; free of side effects
     * @param arg the argument
     * @param <A> the type of the argument
     * @return the new value in this transaction
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if no transaction is running, or after a {@code commute} of this ref in it
     */
    <A extends @Nullable Object> T alter(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Replaces the value by a function of it whose order does not matter. Clojure: {@code (commute r f)}.
     *
     * <p>Transactions that commute a ref do not make each other run again. The function is applied twice: here, to the
     * <i>latest</i> value (not to the transaction's view), and again at the commit to what is there then.
     *
     * @param f from the latest value to the new value; free of side effects, and commutative with others' updates
     * @return the value in this transaction, not necessarily what will be committed
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if no transaction is running
     */
    T commute(Function<? super T, ? extends T> f);

    /**
     * Replaces the value by a function of it and an argument, whose order does not matter. Clojure: {@code (commute r f arg)}.
     * As {@link #commute(Function)}.
     *
     * @param f from the latest value and {@code arg} to the new value; free of side effects and commutative
     * @param arg the argument
     * @param <A> the type of the argument
     * @return the value in this transaction, not necessarily what will be committed
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if no transaction is running
     */
    <A extends @Nullable Object> T commute(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Sets the value, whatever it was. Clojure: {@code (ref-set r v)}.
     *
     * @param value the new value
     * @return the new value
     * @throws IllegalStateException if no transaction is running, or after a {@code commute} of this ref in it
     */
    T set(T value);

    /**
     * Keeps others from changing the value until this transaction ends, by a read lock. Clojure: {@code (ensure r)}.
     *
     * <p>For parity: under contention it costs milliseconds, since readers and the writer wait for each other in turn.
     * {@link #protect()} gives the same guarantee at the price of a write.
     *
     * @return the value in this transaction
     * @throws IllegalStateException if no transaction is running
     */
    T ensure();

    /**
     * Guards a value that this transaction only reads and relies on: if another transaction changes it, one of the two runs
     * again. Clojure: {@code (alter r identity)}.
     *
     * <p>It counts as a write of the same value: watchers are called, two transactions that protect the same ref wait for
     * each other.
     *
     * @return the value in this transaction
     * @throws IllegalStateException if no transaction is running, or after a {@code commute} of this ref in it
     */
    T protect();

    /**
     * Returns how many old values are kept for transactions that began before the last commits. Clojure:
     * {@code (ref-history-count r)}.
     *
     * @return a count, at least 0
     */
    int historyCount();

    /**
     * Returns how many old values are always kept. Clojure: {@code (ref-min-history r)}.
     *
     * @return a count, 0 unless it was set
     */
    int minHistory();

    /**
     * Sets how many old values are always kept, so that long readers need not run again. Clojure:
     * {@code (ref-min-history r n)}.
     *
     * @param count at least 0
     * @throws IllegalArgumentException if it is negative
     */
    void minHistory(int count);

    /**
     * Returns how many old values are kept at most. Clojure: {@code (ref-max-history r)}.
     *
     * @return a count, 10 unless it was set
     */
    int maxHistory();

    /**
     * Sets how many old values are kept at most. Clojure: {@code (ref-max-history r n)}.
     *
     * @param count at least 0
     * @throws IllegalArgumentException if it is negative
     */
    void maxHistory(int count);

    /**
     * A ref in the making.
     *
     * @param <T> the type of the value
     * @since 0.1.0
     */
    final class Builder<T extends @Nullable Object> {
        private final T value;
        private @Nullable Predicate<? super T> validator;
        private @Nullable Map<?, ?> meta;
        private int minHistory;
        private int maxHistory = 10;

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
         * Sets how many old values are always kept.
         *
         * @param count at least 0; 0 unless set
         * @return this builder
         */
        public Builder<T> minHistory(int count) {
            this.minHistory = Checks.notNegative(count, "minHistory");
            return this;
        }

        /**
         * Sets how many old values are kept at most.
         *
         * @param count at least 0; 10 unless set
         * @return this builder
         */
        public Builder<T> maxHistory(int count) {
            this.maxHistory = Checks.notNegative(count, "maxHistory");
            return this;
        }

        /**
         * Makes the ref.
         *
         * @return a new ref
         * @throws IllegalStateException if the validator refuses the first value
         */
        public Ref<T> build() {
            Ref<T> ref = RefFacade.create(value, validator, meta);
            ref.minHistory(minHistory);
            ref.maxHistory(maxHistory);
            return ref;
        }
    }
}

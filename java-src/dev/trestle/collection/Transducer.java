package dev.trestle.collection;

import dev.trestle.internal.Checks;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A chain of steps that turns each {@code A} that goes in into any number of {@code B}s, wherever they come from: a
 * collection, a channel, a stream of events.
 *
 * <p>Clojure: {@code (comp (filter f) (map g) ...)}. A transducer is immutable and keeps no state: each use starts with its
 * own, so one transducer may serve many uses at once. It is itself a Clojure function: Clojure code may pass it to
 * {@code into}, {@code transduce}, {@code chan} or {@code comp} as it is.
 *
 * <pre>{@code
 * Transducer<String, Integer> lengths = Transducer.<String>identity()
 *         .filter(s -> !s.isBlank())
 *         .map(String::length)
 *         .take(2);
 * lengths.toList(List.of("a", "", "bcd", "ef")); // [1 3]
 * Sets.into(Sets.empty(), lengths, List.of("x", "y")); // #{1}
 * }</pre>
 *
 * <p>The functions of a transducer run on the thread that uses it, and what they throw reaches the caller. A transducer is
 * {@link java.io.Serializable} if its functions are. Two are equal if they unwrap to the same object.
 *
 * <p>Thread-safe. Memory consistency effects: a transducer is immutable and may be shared without synchronization.
 *
 * @param <A> the type of what goes in
 * @param <B> the type of what comes out
 * @since 0.1.0
 */
@NullMarked
public sealed interface Transducer<A extends @Nullable Object, B extends @Nullable Object> permits TransducerFacade {

    /**
     * Returns the start of a chain, which lets everything through. Clojure: {@code identity}.
     *
     * @param <A> the type of what goes in
     * @return a transducer of no steps
     */
    static <A extends @Nullable Object> Transducer<A, A> identity() {
        return TransducerFacade.start();
    }

    /**
     * Adopts a Clojure transducer.
     *
     * @param transducer a transducer, a function of a reducing function
     * @param <A> the type of what goes in: the caller's word for it
     * @param <B> the type of what comes out: the caller's word for it
     * @return it, typed; a {@code Transducer} is returned as it is
     * @throws IllegalArgumentException if it is not a function
     */
    static <A extends @Nullable Object, B extends @Nullable Object> Transducer<A, B> wrap(Object transducer) {
        return TransducerFacade.adopt(Checks.notNull(transducer, "transducer"));
    }

    /**
     * Adds the steps of another transducer. Clojure: {@code (comp this next)}.
     *
     * @param next what comes after
     * @param <C> the type of what comes out of it
     * @return the longer chain
     */
    <C extends @Nullable Object> Transducer<A, C> andThen(Transducer<? super B, C> next);

    /**
     * Replaces each element. Clojure: {@code (map f)}.
     *
     * @param f gives the new element for the old
     * @param <C> the type of the new elements
     * @return the longer chain
     */
    <C extends @Nullable Object> Transducer<A, C> map(Function<? super B, ? extends C> f);

    /**
     * Replaces each element, knowing how many came before. Clojure: {@code (map-indexed f)}.
     *
     * @param f gives the new element for the index, from 0 in each use, and the old element
     * @param <C> the type of the new elements
     * @return the longer chain
     */
    <C extends @Nullable Object> Transducer<A, C> mapIndexed(BiFunction<? super Long, ? super B, ? extends C> f);

    /**
     * Replaces each element by any number. Clojure: {@code (mapcat f)}.
     *
     * @param f gives the new elements for the old; null counts as none
     * @param <C> the type of the new elements
     * @return the longer chain
     */
    <C extends @Nullable Object> Transducer<A, C> mapcat(
            Function<? super B, ? extends @Nullable Iterable<? extends C>> f);

    /**
     * Replaces each element, or drops it. Clojure: {@code (keep f)}.
     *
     * @param f gives the new element for the old, or null to drop it
     * @param <C> the type of the new elements
     * @return the longer chain
     */
    <C> Transducer<A, C> keep(Function<? super B, ? extends @Nullable C> f);

    /**
     * Lets only some elements through. Clojure: {@code (filter pred)}.
     *
     * @param predicate true for those that go through
     * @return the longer chain
     */
    Transducer<A, B> filter(Predicate<? super B> predicate);

    /**
     * Drops some elements. Clojure: {@code (remove pred)}.
     *
     * @param predicate true for those that are dropped
     * @return the longer chain
     */
    Transducer<A, B> remove(Predicate<? super B> predicate);

    /**
     * Ends after some elements. Clojure: {@code (take n)}.
     *
     * @param n how many go through
     * @return the longer chain
     * @throws IllegalArgumentException if {@code n} is negative
     */
    Transducer<A, B> take(int n);

    /**
     * Ends before the first element that a predicate refuses. Clojure: {@code (take-while pred)}.
     *
     * @param predicate true as long as elements go through
     * @return the longer chain
     */
    Transducer<A, B> takeWhile(Predicate<? super B> predicate);

    /**
     * Drops the first elements. Clojure: {@code (drop n)}.
     *
     * @param n how many are dropped
     * @return the longer chain
     * @throws IllegalArgumentException if {@code n} is negative
     */
    Transducer<A, B> drop(int n);

    /**
     * Drops the elements before the first that a predicate refuses. Clojure: {@code (drop-while pred)}.
     *
     * @param predicate true as long as elements are dropped
     * @return the longer chain
     */
    Transducer<A, B> dropWhile(Predicate<? super B> predicate);

    /**
     * Gathers elements into vectors of one size; the last may be shorter. Clojure: {@code (partition-all n)}.
     *
     * @param n how many elements go into a vector
     * @return the longer chain
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    Transducer<A, List<B>> partitionAll(int n);

    /**
     * Gathers neighbours for which a function has equal values into vectors. Clojure: {@code (partition-by f)}.
     *
     * @param f gives what to compare
     * @return the longer chain
     */
    Transducer<A, List<B>> partitionBy(Function<? super B, ? extends @Nullable Object> f);

    /**
     * Drops what came before, remembering all of it. Clojure: {@code (distinct)}.
     *
     * @return the longer chain
     */
    Transducer<A, B> distinct();

    /**
     * Drops what equals its predecessor. Clojure: {@code (dedupe)}.
     *
     * @return the longer chain
     */
    Transducer<A, B> dedupe();

    /**
     * Puts a value between any two elements. Clojure: {@code (interpose sep)}.
     *
     * @param separator the value
     * @return the longer chain
     */
    Transducer<A, B> interpose(B separator);

    /**
     * Runs a source through the chain into a vector. Clojure: {@code (into [] this source)}. {@link Vectors#into},
     * {@link Sets#into} and {@link Maps#into} add to what is there.
     *
     * @param source what goes in
     * @return a vector of what comes out
     */
    List<B> toList(Iterable<? extends A> source);

    /**
     * Runs a source through the chain and reduces what comes out. Clojure:
     * {@code (transduce this (completing reducer) init source)}.
     *
     * @param reducer gives the next result for the last one and an element
     * @param init the first result
     * @param source what goes in
     * @param <R> the type of the result
     * @return the last result
     */
    <R extends @Nullable Object> R transduce(
            BiFunction<? super R, ? super B, ? extends R> reducer, R init, Iterable<? extends A> source);

    /**
     * Runs a source through the chain as it is iterated, anew each time, keeping nothing. Clojure:
     * {@code (eduction this source)}.
     *
     * @param source what goes in
     * @return what comes out
     */
    Iterable<B> eduction(Iterable<? extends A> source);

    /**
     * Returns the Clojure transducer.
     *
     * @return a function of a reducing function
     */
    Object unwrap();
}

package dev.trestle.collection;

import clojure.lang.IFn;
import clojure.lang.IPersistentSet;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.LazyVar;
import dev.trestle.internal.Vars;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Operations on Clojure's persistent sets, typed as {@link Set}.
 *
 * <p>Clojure: {@code hash-set}, {@code conj}, {@code disj}, and {@code clojure.set}, which is loaded when it is first
 * needed. Each method that changes a set gives a new one; its set arguments must be Clojure sets already; {@link #from}
 * makes one of anything else. Elements may be null, and are found by Clojure's {@code =}.
 *
 * <pre>{@code
 * Set<String> open = Sets.of("a", "b");
 * Set<String> left = Sets.difference(open, Sets.of("a")); // #{"b"}
 * }</pre>
 *
 * <p>Thread-safe. Memory consistency effects: a set is immutable and may be shared without synchronization.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Sets {
    private static final IFn CONJ = Vars.core("conj");
    private static final IFn DISJ = Vars.core("disj");
    private static final IFn INTO = Vars.core("into");
    private static final LazyVar UNION = new LazyVar("clojure.set", "union");
    private static final LazyVar INTERSECTION = new LazyVar("clojure.set", "intersection");
    private static final LazyVar DIFFERENCE = new LazyVar("clojure.set", "difference");
    private static final Object EMPTY = Vars.core("hash-set").invoke();

    private Sets() {}

    /**
     * Returns the empty set. Clojure: <code>#{}</code>.
     *
     * @param <E> the type of the elements
     * @return the empty set
     */
    public static <E extends @Nullable Object> Set<E> empty() {
        return Calls.cast(EMPTY);
    }

    /**
     * Returns a set of the given elements. Clojure: <code>#{x y ...}</code>, the literal, which like {@link Set#of}
     * refuses to name an element twice.
     *
     * @param elements the elements
     * @param <E> their type
     * @return a set
     * @throws IllegalArgumentException if two elements are equal under Clojure's {@code =}
     */
    @SafeVarargs
    public static <E extends @Nullable Object> Set<E> of(E... elements) {
        Checks.notNull(elements, "elements");
        Set<E> set = empty();
        for (E element : elements) {
            Set<E> larger = conj(set, element);
            if (larger.size() == set.size()) {
                throw new IllegalArgumentException("elements must be distinct, was twice " + Describe.value(element));
            }
            set = larger;
        }
        return set;
    }

    /**
     * Returns a set of what a source contains. Clojure: {@code (set coll)}, except that a set is returned as it is.
     *
     * @param source the elements
     * @param <E> their type
     * @return a set
     */
    public static <E extends @Nullable Object> Set<E> from(Iterable<? extends E> source) {
        Checks.notNull(source, "source");
        return source instanceof IPersistentSet ? Calls.cast(source) : Calls.invoke(INTO, EMPTY, source);
    }

    /**
     * Adds an element. Clojure: {@code (conj s x)}.
     *
     * @param set a set
     * @param element what to add
     * @param <E> the type of the elements
     * @return the set with it
     * @throws IllegalArgumentException if {@code set} is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> conj(Set<? extends E> set, E element) {
        Persistent.set(set, "set");
        return Calls.invoke(CONJ, set, element);
    }

    /**
     * Removes an element. Clojure: {@code (disj s x)}.
     *
     * @param set a set
     * @param element what to remove
     * @param <E> the type of the elements
     * @return the set without it
     * @throws IllegalArgumentException if {@code set} is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> disj(Set<? extends E> set, @Nullable Object element) {
        Persistent.set(set, "set");
        return Calls.invoke(DISJ, set, element);
    }

    /**
     * Adds what a source contains. Clojure: {@code (into to from)}, built in place and frozen at the end.
     *
     * @param set a set
     * @param source the elements to add
     * @param <E> the type of the elements
     * @return the larger set
     * @throws IllegalArgumentException if {@code set} is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> into(Set<? extends E> set, Iterable<? extends E> source) {
        Persistent.set(set, "set");
        return Calls.invoke(INTO, set, Checks.notNull(source, "source"));
    }

    /**
     * Adds what a transducer makes of a source. Clojure: {@code (into to xform from)}.
     *
     * @param set a set
     * @param xform the transducer
     * @param source what goes into the transducer
     * @param <A> the type of what goes in
     * @param <E> the type of the elements
     * @return the larger set
     * @throws IllegalArgumentException if {@code set} is not a Clojure set
     */
    public static <A extends @Nullable Object, E extends @Nullable Object> Set<E> into(
            Set<? extends E> set, Transducer<A, ? extends E> xform, Iterable<? extends A> source) {
        Persistent.set(set, "set");
        Object raw = Checks.notNull(xform, "xform").unwrap();
        return Calls.invoke(INTO, set, raw, Checks.notNull(source, "source"));
    }

    /**
     * Returns the elements of either set. Clojure: {@code (clojure.set/union a b)}.
     *
     * @param a a set
     * @param b a set
     * @param <E> the type of the elements
     * @return the union
     * @throws IllegalArgumentException if one of them is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> union(Set<? extends E> a, Set<? extends E> b) {
        Persistent.set(a, "a");
        Persistent.set(b, "b");
        return Calls.invoke(UNION.get(), a, b);
    }

    /**
     * Returns the elements of both sets. Clojure: {@code (clojure.set/intersection a b)}.
     *
     * @param a a set
     * @param b a set
     * @param <E> the type of the elements
     * @return the intersection
     * @throws IllegalArgumentException if one of them is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> intersection(Set<? extends E> a, Set<? extends E> b) {
        Persistent.set(a, "a");
        Persistent.set(b, "b");
        return Calls.invoke(INTERSECTION.get(), a, b);
    }

    /**
     * Returns the elements of one set that another has not. Clojure: {@code (clojure.set/difference a b)}.
     *
     * @param a a set
     * @param b the elements to leave out
     * @param <E> the type of the elements
     * @return the difference
     * @throws IllegalArgumentException if one of them is not a Clojure set
     */
    public static <E extends @Nullable Object> Set<E> difference(Set<? extends E> a, Set<?> b) {
        Persistent.set(a, "a");
        Persistent.set(b, "b");
        return Calls.invoke(DIFFERENCE.get(), a, b);
    }
}

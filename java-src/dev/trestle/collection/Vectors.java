package dev.trestle.collection;

import clojure.lang.IFn;
import clojure.lang.IPersistentVector;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Operations on Clojure's persistent vectors, typed as {@link List}.
 *
 * <p>Clojure: {@code vector}, {@code vec}, {@code conj}, {@code assoc}, ... Each method that changes a vector gives a new
 * one and leaves the old as it was. Its list argument must be a Clojure vector already; {@link #from} makes one of
 * anything else. Elements may be null.
 *
 * <pre>{@code
 * List<String> one = Vectors.of("a", "b");
 * List<String> two = Vectors.conj(one, "c");
 * String last = Vectors.peek(two); // "c"; one is still ["a" "b"]
 * }</pre>
 *
 * <p>Thread-safe. Memory consistency effects: a vector is immutable and may be shared without synchronization.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Vectors {
    private static final IFn VEC = Vars.core("vec");
    private static final IFn CONJ = Vars.core("conj");
    private static final IFn ASSOC = Vars.core("assoc");
    private static final IFn UPDATE = Vars.core("update");
    private static final IFn PEEK = Vars.core("peek");
    private static final IFn POP = Vars.core("pop");
    private static final IFn SUBVEC = Vars.core("subvec");
    private static final IFn INTO = Vars.core("into");
    private static final Object EMPTY = Vars.core("vector").invoke();

    private Vectors() {}

    /**
     * Returns the empty vector. Clojure: {@code []}.
     *
     * @param <E> the type of the elements
     * @return the empty vector
     */
    public static <E extends @Nullable Object> List<E> empty() {
        return Calls.cast(EMPTY);
    }

    /**
     * Returns a vector of the given elements. Clojure: {@code (vector x y ...)}. An array passed here is copied.
     *
     * @param elements the elements
     * @param <E> their type
     * @return a vector
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // read only, into an array of objects
    public static <E extends @Nullable Object> List<E> of(E... elements) {
        Checks.notNull(elements, "elements");
        return Calls.invoke(VEC, Arrays.copyOf(elements, elements.length, Object[].class));
    }

    /**
     * Returns a vector of what a source contains. Clojure: {@code (vec coll)}, except that a vector is returned as it is.
     *
     * @param source the elements, in order
     * @param <E> their type
     * @return a vector
     */
    public static <E extends @Nullable Object> List<E> from(Iterable<? extends E> source) {
        Checks.notNull(source, "source");
        return source instanceof IPersistentVector ? Calls.cast(source) : Calls.invoke(VEC, source);
    }

    /**
     * Appends an element. Clojure: {@code (conj v x)}.
     *
     * @param list a vector
     * @param element the new last element
     * @param <E> the type of the elements
     * @return the longer vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     */
    public static <E extends @Nullable Object> List<E> conj(List<? extends E> list, E element) {
        Persistent.vector(list, "list");
        return Calls.invoke(CONJ, list, element);
    }

    /**
     * Replaces an element, or appends one where the index is the size. Clojure: {@code (assoc v i x)}.
     *
     * @param list a vector
     * @param index where, from 0 to the size
     * @param element the new element
     * @param <E> the type of the elements
     * @return the changed vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     * @throws IndexOutOfBoundsException if {@code index} is negative or greater than the size
     */
    public static <E extends @Nullable Object> List<E> assoc(List<? extends E> list, int index, E element) {
        Persistent.vector(list, "list");
        Persistent.index(index, list.size() + 1, list);
        return Calls.invoke(ASSOC, list, index, element);
    }

    /**
     * Replaces an element by what a function makes of it. Clojure: {@code (update v i f)}, except that {@code i} must be
     * the index of an element: Clojure would call {@code f} with nil at the size.
     *
     * @param list a vector
     * @param index which element
     * @param f gives the new element for the old
     * @param <E> the type of the elements
     * @return the changed vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public static <E extends @Nullable Object> List<E> update(
            List<? extends E> list, int index, Function<? super E, ? extends E> f) {
        Persistent.vector(list, "list");
        Checks.notNull(f, "f");
        Persistent.index(index, list.size(), list);
        return Calls.invoke(UPDATE, list, index, Functions.ofFunction(f));
    }

    /**
     * Returns the last element. Clojure: {@code (peek v)}, in constant time.
     *
     * @param list a vector
     * @param <E> the type of the elements
     * @return its last element, or null if it is empty
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     */
    public static <E extends @Nullable Object> @Nullable E peek(List<? extends E> list) {
        Persistent.vector(list, "list");
        return Calls.invoke(PEEK, list);
    }

    /**
     * Removes the last element. Clojure: {@code (pop v)}.
     *
     * @param list a vector
     * @param <E> the type of the elements
     * @return the shorter vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     * @throws IllegalStateException if it is empty
     */
    public static <E extends @Nullable Object> List<E> pop(List<? extends E> list) {
        Persistent.vector(list, "list");
        if (list.isEmpty()) {
            throw new IllegalStateException("list must have an element to pop, was []");
        }
        return Calls.invoke(POP, list);
    }

    /**
     * Returns the elements from an index on. Clojure: {@code (subvec v start)}, in constant time; the whole vector stays
     * reachable through its part.
     *
     * @param list a vector
     * @param start the index of the first element of the result
     * @param <E> the type of the elements
     * @return the part
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     * @throws IndexOutOfBoundsException if {@code start} is negative or greater than the size
     */
    public static <E extends @Nullable Object> List<E> subvec(List<? extends E> list, int start) {
        Persistent.vector(list, "list");
        return subvec(list, start, list.size());
    }

    /**
     * Returns the elements between two indexes. Clojure: {@code (subvec v start end)}, in constant time; the whole vector
     * stays reachable through its part.
     *
     * @param list a vector
     * @param start the index of the first element of the result
     * @param end the index after its last
     * @param <E> the type of the elements
     * @return the part
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     * @throws IndexOutOfBoundsException unless {@code 0 <= start <= end <= size}
     */
    public static <E extends @Nullable Object> List<E> subvec(List<? extends E> list, int start, int end) {
        Persistent.vector(list, "list");
        if (start < 0 || end < start || end > list.size()) {
            throw new IndexOutOfBoundsException(
                    "range must be within 0 to " + list.size() + ", was " + start + " to " + end);
        }
        return Calls.invoke(SUBVEC, list, start, end);
    }

    /**
     * Appends what a source contains. Clojure: {@code (into to from)}, built in place and frozen at the end.
     *
     * @param list a vector
     * @param source the elements to append, in order
     * @param <E> the type of the elements
     * @return the longer vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     */
    public static <E extends @Nullable Object> List<E> into(List<? extends E> list, Iterable<? extends E> source) {
        Persistent.vector(list, "list");
        return Calls.invoke(INTO, list, Checks.notNull(source, "source"));
    }

    /**
     * Appends what a transducer makes of a source. Clojure: {@code (into to xform from)}.
     *
     * @param list a vector
     * @param xform the transducer
     * @param source what goes into the transducer
     * @param <A> the type of what goes in
     * @param <E> the type of the elements
     * @return the longer vector
     * @throws IllegalArgumentException if {@code list} is not a Clojure vector
     */
    public static <A extends @Nullable Object, E extends @Nullable Object> List<E> into(
            List<? extends E> list, Transducer<A, ? extends E> xform, Iterable<? extends A> source) {
        Persistent.vector(list, "list");
        Object raw = Checks.notNull(xform, "xform").unwrap();
        return Calls.invoke(INTO, list, raw, Checks.notNull(source, "source"));
    }
}
